"""The OpenAPI document keeps its promises: the technical rules of the API Design Rules, restated, and ours (conventions 1–16)."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy.orm import configure_mappers

from app import VERSION
from app.domain.confidentiality import Role, Secrecy
from app.schemas.base import Out
from app.store.models.base import CONTENT, Row
from tests.http import document

Found = dict[str, Any]
DOCUMENT: Final[Found] = document()
SCHEMAS: Final[Found] = DOCUMENT["components"]["schemas"]
METHODS: Final = ("get", "post", "put", "patch", "delete")
KEBAB: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CAMEL: Final = re.compile(r"[a-z][a-zA-Z0-9]*")

# One of a kind, or a deed that is done once: conventions 1 wants a noun, not a plural.
SINGULAR: Final = {
    *("process", "state", "closure", "resumption", "classification", "readiness", "particulars", "secrecy-acceptance", "record"),
    *("start", "suspension", "end", "cancellation", "offer", "acceptance", "confirmation", "waiver", "not-kept", "sharing"),
    *("worklist", "timeline", "birth-date", "ending", "recusal"),
    *("declaration", "declination", "qualification", "organisation-settings", "secrecy-statement", "me", "token", "jwks", "people", "item"),
    *("departure", "introduction", "seat", "access-log", "export", "proof", "countersignature", "inclusion-proof"),
    *("changed-letter", "release", "letter", "lifting", "withdrawal", "retention"),
}
PUBLIC: Final = {"createToken", "getKeys", "getCodeList", "listQuestionGuides", "getQuestionGuide", "getSecrecyStatement"}
# RFC 6749, RFC 7516 and RFC 7517 name these members.
STANDARD: Final = {"TokenIn", "TokenOut", "KeysOut", "SealedIn", "RecipientIn", "RecipientOut"}
# They hold nothing of anybody: what is public, the caller themselves, and the frames around what has a class.
CLASSLESS: Final = {
    *("CodeListOut", "CodeOut", "KeysOut", "Link", "MeOut", "PageOut", "Problem", "QuestionsOut", "SecrecyStatementOut", "TokenOut"),
    *("StepOut", "TimelineEntryOut", "WorkItemOut", "ExportOut", "ExportedCaseOut"),
}


def operations() -> Iterator[tuple[str, str, Found]]:
    for path, item in DOCUMENT["paths"].items():
        yield from ((path, method, item[method]) for method in METHODS if method in item)


def resolved(found: Found) -> Found:
    """What a reference points to."""
    while "$ref" in found:
        target: Found = DOCUMENT
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        found = target
    return found


def reachable(found: Any) -> Iterator[str]:
    """The names of the schemas that this refers to, each with those that it refers to itself."""
    names, todo = set[str](), [found]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, dict):
            todo.extend(value.values())
            name = str(value.get("$ref", "")).rpartition("/")[2]
            if "$ref" in value and "/schemas/" in value["$ref"] and name not in names:
                names.add(name)
                todo.append(SCHEMAS[name])
    yield from sorted(names)


ANSWERED: Final = set(reachable([resolved(answer) for _, _, found in operations() for answer in found["responses"].values()]))
ASKED: Final = set(reachable([found.get("requestBody") for _, _, found in operations()]))
OPERATIONS: Final = [pytest.param(path, method, found, id=found["operationId"]) for path, method, found in operations()]
every_operation = pytest.mark.parametrize(("path", "method", "found"), OPERATIONS)


def is_list(found: Found) -> bool:
    return any(parameter["name"] == "cursor" for parameter in found.get("parameters", []))


def test_the_document_is_openapi_3_1_says_whom_to_ask_under_which_licence_and_has_the_version_of_the_answers() -> None:
    """ADR core/doc-openapi, core/semver; conventions 2."""
    assert DOCUMENT["openapi"].startswith("3.1")
    assert DOCUMENT["info"]["version"] == VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert set(DOCUMENT["info"]) >= {"title", "summary", "description", "contact", "license"}
    assert DOCUMENT["servers"] == [{"url": "/v1"}]


@every_operation
def test_paths_are_kebab_case_without_trailing_slash_and_plural_or_a_known_one_of_a_kind(path: str, method: str, found: Found) -> None:
    """ADR core/naming-resources, core/naming-collections, core/no-trailing-slash; conventions 1."""
    assert path.startswith("/")
    assert not path.endswith("/")
    for step in path.removeprefix("/").split("/"):
        if step.startswith("{"):
            assert CAMEL.fullmatch(step[1:-1])
        else:
            assert KEBAB.fullmatch(step)
            assert step.endswith("s") or step in SINGULAR, f"{step} is neither plural nor known as one of a kind"


@every_operation
def test_operations_have_a_name_one_declared_tag_a_summary_and_a_description(path: str, method: str, found: Found) -> None:
    """Conventions 15."""
    assert CAMEL.fullmatch(found["operationId"])
    assert len(found["tags"]) == 1
    assert found["tags"][0] in {tag["name"] for tag in DOCUMENT["tags"]}
    assert found["description"].endswith(".") or found["description"].endswith("`")
    assert 5 <= len(found["summary"]) <= 140
    assert "\n" not in found["summary"]
    assert not re.search(r"\([RS]\d", found["summary"])


def test_names_of_operations_are_unique_and_every_tag_is_used() -> None:
    names = [found["operationId"] for _, _, found in operations()]
    assert sorted(names) == sorted(set(names))
    assert {tag["name"] for tag in DOCUMENT["tags"]} == {tag for _, _, found in operations() for tag in found["tags"]}


@every_operation
def test_parameters_are_camel_case_without_null_and_those_in_the_path_are_required(path: str, method: str, found: Found) -> None:
    """ADR core/query-keys-camel-case; conventions 1, 4."""
    for parameter in found.get("parameters", []):
        assert parameter["in"] == "header" or CAMEL.fullmatch(parameter["name"])
        assert "title" not in parameter["schema"]
        assert "anyOf" not in parameter["schema"]
        assert parameter["in"] in {"query", "header"} or parameter["required"]
    in_path = {parameter["name"] for parameter in found.get("parameters", []) if parameter["in"] == "path"}
    assert in_path == set(re.findall(r"\{(\w+)\}", path))
    assert method != "get" or "requestBody" not in found


@every_operation
def test_every_operation_says_whose_it_is_for_or_that_it_is_public(path: str, method: str, found: Found) -> None:
    """Conventions 15: security with scopes."""
    [roles] = [need["bearer"] for need in found["security"]] or [None]
    assert roles is None or set(roles) <= {role.value for role in Role} - {"worker"}
    public = roles is None
    assert public == (found["operationId"] in PUBLIC)
    assert public or roles or found["operationId"] in {"getMe", "listWorklist"}


@every_operation
def test_every_refusal_is_a_documented_problem(path: str, method: str, found: Found) -> None:
    """Conventions 10, 11, 12; RFC 9457."""
    refusals = {status: resolved(answer) for status, answer in found["responses"].items() if not status.startswith("2")}
    for answer in refusals.values():
        assert answer["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert set(refusals) >= {"400", "404", "406", "431", "500", "503"}
    assert "422" not in refusals
    assert ("401" in refusals) == (found["security"] != [])
    assert ({"403", "409"} <= set(refusals)) == (method != "get" and found["security"] != [])
    assert ({"413", "415"} <= set(refusals)) == ("requestBody" in found)
    assert ({"412", "428"} <= set(refusals)) == (method in {"patch", "put", "delete"})


@every_operation
def test_every_answer_documents_its_headers(path: str, method: str, found: Found) -> None:
    """Conventions 2, 6, 9, 11, 13."""
    for status, answer in found["responses"].items():
        headers = {name for name, header in resolved(answer)["headers"].items() if resolved(header)}
        assert headers >= {"API-Version", "X-Request-Id"}
        assert ("WWW-Authenticate" in headers) == (status == "401")
        assert ("Retry-After" in headers) == (status == "503")
        assert ("Location" in headers) == (status == "201")
        assert ("Link" in headers) == ((status == "200" and is_list(found)) or "ETag" in headers)
        assert status != "201" or "ETag" in headers


@every_operation
def test_a_patch_is_a_merge_patch_that_asks_for_if_match_and_answers_with_an_etag(path: str, method: str, found: Found) -> None:
    """Conventions 9."""
    condition = [parameter for parameter in found.get("parameters", []) if parameter["name"] == "If-Match"]
    assert bool(condition) == (method in {"patch", "put", "delete"})
    assert all(parameter["required"] for parameter in condition)
    if method == "patch":
        assert set(found["requestBody"]["content"]) == {"application/json", "application/merge-patch+json"}
        assert "ETag" in found["responses"]["200"]["headers"]
        # What is changed under a condition can be read with the ETag that the condition names.
        assert "ETag" in DOCUMENT["paths"][path]["get"]["responses"]["200"]["headers"]


@every_operation
def test_a_list_has_a_cursor_a_bounded_limit_and_a_page(path: str, method: str, found: Found) -> None:
    """Conventions 6."""
    names = {parameter["name"]: parameter["schema"] for parameter in found.get("parameters", [])}
    body = found["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    listed = "/ListOut_" in body.get("$ref", "")
    # There are few guides of questions: they fit on one page.
    assert listed == ("cursor" in names or found["operationId"] == "listQuestionGuides")
    if "cursor" in names:
        assert names["limit"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
        assert set(resolved(body)["properties"]) == {"items", "page"}


@every_operation
def test_bodies_are_named_shapes_and_what_is_created_leads_on(path: str, method: str, found: Found) -> None:
    """Conventions 5, 15; and every link names an operation with parameters of its own."""
    contents = [*found.get("requestBody", {}).get("content", {}).values()]
    contents += [one for status, answer in found["responses"].items() if status != "204" for one in resolved(answer)["content"].values()]
    files = [one["schema"] for one in contents if one["schema"].get("format") == "binary"]
    assert [one for one in contents if set(one["schema"]) != {"$ref"} and one["schema"] not in files] == []
    assert len(files) == (found["operationId"] == "getMyExport")
    by_name = {other["operationId"]: other for _, _, other in operations()}
    for link in found["responses"].get("201", {}).get("links", {}).values():
        target = by_name[link["operationId"]]
        assert set(link["parameters"]) == {parameter["name"] for parameter in target.get("parameters", []) if parameter["in"] == "path"}


def test_nearly_everything_that_is_created_leads_on() -> None:
    """Conventions 15: those that do not stand elsewhere, and say so in Location."""
    ends = {
        found["operationId"]
        for _, method, found in operations()
        if "201" in found["responses"] and "links" not in found["responses"]["201"]
    }
    assert ends == {
        "withdraw",
        "noteReadiness",
        "introduceSupporter",
        "renegotiateCommitment",
        "acceptAttribution",
        "sharePrivateHarm",
        "sharePrivateNeed",
        "releaseDisclosure",
    }


def properties() -> Iterator[tuple[str, str, Found]]:
    for name, schema in SCHEMAS.items():
        yield from ((name, member, found) for member, found in schema.get("properties", {}).items())


def test_members_are_camel_case_without_titles_and_null_is_a_type() -> None:
    """ADR core/naming; conventions 4: `date | null` is one type."""
    for name, member, found in properties():
        assert name in STANDARD or CAMEL.fullmatch(member), f"{name}.{member}"
        assert "title" not in found, f"{name}.{member}"
        options = found.get("anyOf", [])
        assert [one for one in options if "$ref" not in one and one != {"type": "null"}] == [], f"{name}.{member}"
    assert [name for name, schema in SCHEMAS.items() if "title" in schema] == []


def test_there_are_no_twins_and_nothing_of_the_framework() -> None:
    assert [name for name in SCHEMAS if name.endswith(("-Input", "-Output")) or "ValidationError" in name or name.startswith("Body_")] == []


def test_requests_take_no_unknown_members_and_bound_every_text_number_and_list() -> None:
    """Conventions 5."""
    for name in sorted(ASKED):
        schema = SCHEMAS[name]
        if "enum" in schema:
            continue
        assert schema["additionalProperties"] is False, name
        for member, found in schema["properties"].items():
            assert bounded(found), f"{name}.{member}"
        assert not name.endswith("Patch") or not any("default" in found for found in schema["properties"].values()), name


def bounded(found: Found) -> bool:
    """Whether nothing of this kind can be endless."""
    kinds = found.get("type", "")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "array":
        return "maxItems" in found and bounded(found["items"])
    if kind == "integer":
        return {"minimum", "maximum"} <= set(found)
    if kind == "string":
        return bool({"maxLength", "format", "enum", "const", "pattern"} & set(found))
    if "anyOf" in found:
        return all(map(bounded, found["anyOf"]))
    return kind in {"boolean", "null"} or "const" in found or "$ref" in found


def test_answers_have_every_member_and_no_default() -> None:
    """Conventions 5."""
    for name in sorted(ANSWERED - {"Problem"}):
        schema = SCHEMAS[name]
        if "properties" in schema:
            assert set(schema["required"]) == set(schema["properties"]), name
            assert [member for member, found in schema["properties"].items() if "default" in found] == [], name


def test_codes_in_answers_are_documented_as_open() -> None:
    """Conventions 5."""
    closed = [name for name in ANSWERED if "enum" in SCHEMAS[name] and "More codes may come" not in SCHEMAS[name]["description"]]
    assert closed == []


def test_every_member_of_an_answer_says_its_class_of_secrecy() -> None:
    classes = {secrecy.value for secrecy in Secrecy}
    for name in sorted(ANSWERED):
        if name in CLASSLESS or name.startswith("ListOut_") or "enum" in SCHEMAS[name]:
            continue
        for member, found in SCHEMAS[name]["properties"].items():
            assert found.get("x-secrecy") in classes, f"{name}.{member}"
    assert CLASSLESS <= ANSWERED


def shapes() -> Iterator[type[Out]]:
    todo = list(Out.__subclasses__())
    while todo:
        shape = todo.pop()
        todo.extend(shape.__subclasses__())
        if shape.__name__ in ANSWERED and hasattr(shape, "secrecy"):
            yield shape


def test_whatever_holds_what_people_said_is_marked_wherever_it_leaves() -> None:
    """S4: a content column that leaves in an answer of its own class is marked x-confidential."""
    configure_mappers()
    models = [mapper.class_ for mapper in Row.registry.mappers]
    content = {(model.secrecy, column.key) for model in models for column in model.__table__.columns if column.info.get(CONTENT)}
    marked = {
        f"{shape.__name__}.{name}": "x-confidential" in SCHEMAS[shape.__name__]["properties"][field.serialization_alias or name]
        for shape in shapes()
        for name, field in shape.model_fields.items()
        if (shape.secrecy, name) in content
    }
    # The registry shows a moderator's name to everyone.
    assert {name for name, so in marked.items() if not so} == {"ProposedModeratorOut.name"}
    assert len(marked) > 20


def test_what_people_say_is_marked_where_it_comes_in_and_where_it_leaves() -> None:
    """Every free text of a request is marked, unless it is a name of the directory or an identifier."""
    plain = {
        *("UnitIn.name", "UnitPatch.name", "PersonIn.name", "PersonIn.issuer", "PersonIn.subject", "PersonPatch.name"),
        *("ModeratorIn.name", "ModeratorIn.issuer", "ModeratorIn.subject", "ReferralIn.externalId", "ModeratorIn.qualification"),
        *("SigningKeyIn.proof", "CountersignatureIn.countersignature"),  # signatures
    }
    found = {
        f"{name}.{member}"
        for name in ASKED - STANDARD
        for member, schema in SCHEMAS[name].get("properties", {}).items()
        if "string" in schema.get("type", "") and "maxLength" in schema and "x-confidential" not in schema
    }
    assert found <= plain


def test_the_problem_has_the_members_of_its_standard_and_ours() -> None:
    assert SCHEMAS["Problem"]["required"] == ["type", "title", "status", "code", "detail", "traceId"]
    assert set(SCHEMAS["Problem"]["properties"]) == {*SCHEMAS["Problem"]["required"], "errors", "conditions"}
