"""I2–I12: whatever stands in a body, a path or a form, it is no fault, and what was sent never comes back in a refusal."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI

from app.routers.example_calls import EXAMPLES
from tests.http import as_
from tests.people import MINE, key
from tests.test_matrix import OPERATIONS, SCHEMAS
from tests.test_matrix import address as address_of
from tests.world import World

MARKER: Final = "Merkwaardigheid"
Step = str | int


class Written(str):
    """JSON as it is written, for what no JSON library writes."""

    __slots__ = ()


TEXTS: Final = {
    "I2 NUL": f"{MARKER}\x00",
    "I2 control": f"{MARKER}\x1b[2J",
    "I2 line separator of old": f"{MARKER}\x85",
    "I3 lone surrogate": Written(f'"{MARKER}\\ud800"'),
    "I3 surrogates the wrong way round": Written(f'"{MARKER}\\udc00\\ud800"'),
    "I4 far too long": MARKER * 2000,
    "I4 empty": "",
    "I4 blank": " \n\t ",
    "I4 right to left, joined, beyond the plane": f"{MARKER}\u202e\u200d\U0001f5ff\ufeff",
    "I4 a thousand accents": "e" + "\u0301" * 1000,
    "I5 another type": 7,
    "I5 a truth": True,
    "I5 nothing": None,
    "I5 a list": [MARKER],
    "I5 an object": {MARKER: MARKER},
}
NUMBERS: Final = {
    "I6 over eight bytes": 10**19,
    "I6 under eight bytes": -(10**19),
    "I6 negative": -1,
    "I6 not whole": 1.5,
    "I6 endless": Written("1e400"),
    "I6 not a number": Written("NaN"),
    "I6 infinite": Written("-Infinity"),
    "I6 five thousand digits": Written("9" * 5000),
    "I6 written as text": "7",
    "I6 a truth": True,
    "I6 marked": MARKER,
}
DAYS: Final = {
    "I7 a number": 1_700_000_000,
    "I7 a number as text": "1700000000",
    "I7 no day": "2026-02-30",
    "I7 the year nought": "0000-01-01",
    "I7 the last day": "9999-12-31",
    "I7 a leap second": "2026-12-31T23:59:60Z",
    "I7 without an offset": "2026-12-31T23:59:00",
    "I7 at the end of all offsets": "9999-12-31T23:59:59-23:59",
    "I7 before the first": "0001-01-01T00:00:00+23:59",
    "I7 digits of another script": "٢٠٢٦-٠١-٠١",
    "I7 marked": MARKER,
}
LISTS: Final = {
    "I8 ten thousand": [MARKER] * 10_000,
    "I8 of nothing": [None],
    "I8 of lists": [[[[[[MARKER]]]]]],
    "I8 an object": {"0": MARKER},
    "I8 empty": [],
}
CHOICES: Final = {
    "I9 not one of them": MARKER,
    "I9 another case": "OTHER",
    "I9 a number": 0,
    "I9 a list": [MARKER],
    "I9 with NUL": "other\x00",
}
TRUTHS: Final = {"I10 nought": 0, "I10 one": 1, "I10 as text": "true", "I10 marked": MARKER, "I10 nothing": None}
BODIES: Final[dict[str, bytes]] = {
    "I11 nothing": b"",
    "I11 half": b'{"a": "' + MARKER.encode(),
    "I11 null": b"null",
    "I11 a list": b"[]",
    "I11 a text": json.dumps(MARKER).encode(),
    "I11 a number": b"7",
    "I11 unknown member": json.dumps({f"een {MARKER}": MARKER}).encode(),
    "I11 a name twice": json.dumps({"text": MARKER}).encode()[:-1] + b', "text": "x"}',
    "I11 a name twice, deep": b'{"a": [{"b": 1, "b": 2}]}',
    "I11 33 deep": b'{"text": ' + b"[" * 32 + b"]" * 32 + b"}",
    "I11 300 deep": b"[" * 300 + b"]" * 300,
    "I11 100000 deep": b"[" * 100_000,
    "I11 UTF-16": json.dumps({"text": MARKER}).encode("utf-16"),
    "I11 a byte order mark": b"\xef\xbb\xbf" + json.dumps({"text": MARKER}).encode(),
    "I11 not UTF-8": b'{"text": "' + MARKER.encode() + b'\xff"}',
    "I11 overlong UTF-8": b'{"text": "' + MARKER.encode() + b'\xc0\x80"}',
    "I11 a surrogate in UTF-8": b'{"text": "' + MARKER.encode() + b'\xed\xa0\x80"}',
    "I11 NaN": b'{"text": NaN}',
    "I11 a comment": b'{"text": "x" /* ' + MARKER.encode() + b" */}",
    "I11 something behind": b'{"text": "x"} ' + MARKER.encode(),
    "I11 a form": b"text=" + MARKER.encode(),
    "I11 __proto__": b'{"__proto__": {"text": "' + MARKER.encode() + b'"}}',
}
WITH_JSON: Final = [
    name for name, (_, _, found) in OPERATIONS.items() if "application/json" in found.get("requestBody", {}).get("content", {})
]


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without references and without null."""
    if "$ref" in schema:
        return plain(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return plain(next(option for option in schema["anyOf"] if option != {"type": "null"}))
    return {**schema, "type": schema["type"] if isinstance(schema["type"], str) else schema["type"][0]}


def poisons(schema: dict[str, Any]) -> dict[str, Any]:
    """What does not fit, or hardly fits, a schema."""
    if "enum" in schema:
        return CHOICES
    if schema["type"] == "string":
        return DAYS | TEXTS if schema.get("format") in {"date", "date-time"} else TEXTS
    return {"integer": NUMBERS, "boolean": TRUTHS, "array": LISTS}.get(schema["type"], {})


def places(schema: dict[str, Any], at: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], dict[str, Any]]]:
    """Every place in a body, with its schema."""
    schema = plain(schema)
    if at:
        yield at, schema
    for name, inside in schema.get("properties", {}).items():
        yield from places(inside, (*at, name))
    if schema["type"] == "array":
        yield from places(schema["items"], (*at, 0))


def put(body: Any, at: tuple[Step, ...], value: Any) -> Any:
    """The body with another value in one place, made where there is none."""
    if not at:
        return value
    step, rest = at[0], at[1:]
    if isinstance(step, int):
        items = body if isinstance(body, list) else []
        return [put(items[0] if items else None, rest, value), *items[1:]]
    members = body if isinstance(body, dict) else {}
    return {**members, step: put(members.get(step), rest, value)}


def written(body: Any) -> bytes:
    """JSON with what is `Written` as it is written, and everything else as ever."""
    if isinstance(body, Written):
        return body.encode()
    if isinstance(body, dict):
        return b"{" + b",".join(json.dumps(name).encode() + b":" + written(value) for name, value in body.items()) + b"}"
    if isinstance(body, list):
        return b"[" + b",".join(map(written, body)) + b"]"
    return json.dumps(body, ensure_ascii=False).encode()


def judge(answer: httpx.Response, what: str) -> None:
    """No fault; and a refusal is a problem that says nothing of what was sent."""
    assert answer.status_code < 500, what
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json", what
        assert MARKER.lower() not in answer.text.lower(), what
        assert MARKER.lower() not in str(answer.headers.multi_items()).lower(), what


def whose(name: str) -> str:
    """Someone of the world who can have something to do there, a party first."""
    roles = OPERATIONS[name][2]["security"][0]["bearer"]
    return next(role for role in ("party", "moderator", "member", "coordinator", "admin", "registrar", "guardian") if role in roles)


async def test_i2_to_i11_no_body_is_a_fault_and_no_refusal_repeats_it(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    """Every place of every body with everything that does not fit there, in a body that is sound otherwise."""
    met: Counter[int] = Counter()
    for name in WITH_JSON:
        method, _, found = OPERATIONS[name]
        token = {**as_(whose(name)).token(app), "Content-Type": "application/json", "If-Match": '"some"'}
        address, sound = address_of(name, MINE), EXAMPLES[name].body
        for at, schema in places(found["requestBody"]["content"]["application/json"]["schema"]):
            for what, value in poisons(schema).items():
                answer = await client.request(method, address, content=written(put(sound, at, value)), headers=token)
                judge(answer, f"{name}: {what} at {at}")
                met[answer.status_code] += 1
        for what, body in BODIES.items():
            answer = await client.request(method, address, content=body, headers=token)
            judge(answer, f"{name}: {what}")
            met[answer.status_code] += 1
    # Nearly all of it is no good, and some of it is: else nothing of this would have reached a deed.
    assert met[400] > met.total() * 0.9
    assert met[201] > 10


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/json; charset=utf-16", "application/xml", "multipart/form-data", "x/\x7f", ";;;"]
)
async def test_i12_a_body_of_another_type_is_415(app: FastAPI, client: httpx.AsyncClient, kind: str) -> None:
    for method, address in (("POST", "/referrals"), ("PATCH", f"/units/{key('home', 'unit')}")):
        headers = {**as_("coordinator").token(app), "Content-Type": kind}
        found = await client.request(method, address, content=json.dumps({"note": MARKER}), headers=headers)
        assert (found.status_code, found.json()["code"]) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    "kind", ["application/json", "application/merge-patch+json", "APPLICATION/JSON;charset=UTF-8", 'application/json; charset="utf-8"']
)
async def test_i12_a_patch_takes_json_and_merge_patches_and_a_post_takes_json(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, kind: str
) -> None:
    headers = {**as_("admin").token(app), "Content-Type": kind}
    place = f"/units/{key('home', 'unit')}"
    etag = (await client.get(place, headers=headers)).headers["ETag"]
    found = await client.patch(place, content=b'{"name": "Anders"}', headers={**headers, "If-Match": etag})
    assert (found.status_code, found.json()["name"]) == (200, "Anders")
    created = await client.post("/units", content=b'{"name": "Nieuw", "kind": "team"}', headers=headers)
    assert created.status_code == (415 if "merge" in kind else 201)


async def test_i12_no_id_in_a_path_is_a_fault_and_no_refusal_repeats_it(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    odd = [MARKER, f"{MARKER}\x00", "%", "..", "٣", "1" + "0" * 19, "-1", "0", "é" * 500, "null"]
    odd += [f"{{{key(MINE)}}}", f"urn:uuid:{key(MINE)}"]
    for name, (method, path, _) in OPERATIONS.items():
        if "{" in path:
            token = {**as_("moderator").token(app), "If-Match": '"some"'}
            steps = [address_of(name, MINE).split("/"), path.split("/")]
            for at in [at for at, step in enumerate(steps[1]) if step.startswith("{")]:
                for value in odd:
                    place = "/".join([*steps[0][:at], quote(value, safe=""), *steps[0][at + 1 :]])
                    judge(await client.request(method, place, headers=token, json=EXAMPLES[name].body), f"{name} {value!r}")


async def test_text_is_kept_in_nfc_without_blanks_around_it(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    """I4: what looks the same is the same."""
    token = as_("moderator").token(app)
    found = await client.post(f"/cases/{key(MINE)}/notes", json={"text": "  Rene\u0301\n\tzei:  'ja'  "}, headers=token)
    assert (found.status_code, found.json()["text"]) == (201, "Ren\u00e9\n\tzei:  'ja'")


TOKENS: Final[dict[str, bytes]] = {
    "nothing": b"",
    "no grant": b"code=" + MARKER.encode(),
    "another grant": b"grant_type=" + MARKER.encode(),
    "an unknown member": b"grant_type=refresh_token&refresh_token=x&" + MARKER.encode() + b"=1",
    "without the secret": b"grant_type=urn:herstel:grant:invitation&code=" + MARKER.encode(),
    "a wrong code": b"grant_type=urn:herstel:grant:invitation&pin=1&code=" + MARKER.encode(),
    "a wrong token": b"grant_type=refresh_token&refresh_token=" + MARKER.encode(),
    "nobody": b"grant_type=urn:herstel:grant:demo-persona&persona=" + MARKER.encode(),
    "NUL": b"grant_type=refresh_token&refresh_token=%00" + MARKER.encode(),
    "no UTF-8": b"grant_type=refresh_token&refresh_token=%ff%fe" + MARKER.encode(),
    "a surrogate": b"grant_type=refresh_token&refresh_token=%ed%a0%80" + MARKER.encode(),
    "too long": b"grant_type=refresh_token&refresh_token=" + MARKER.encode() * 100,
    "twice": b"grant_type=refresh_token&refresh_token=a&refresh_token=" + MARKER.encode(),
    "a thousand members": b"&".join(b"%s%d=1" % (MARKER.encode(), number) for number in range(2000)),
    "not a form": b"\x00\xff%%%&&&===" + MARKER.encode(),
}


@pytest.mark.parametrize("what", TOKENS)
async def test_no_form_is_a_fault_and_no_refusal_repeats_it(app: FastAPI, client: httpx.AsyncClient, the_world: World, what: str) -> None:
    found = await client.post("/token", content=TOKENS[what], headers={"Content-Type": "application/x-www-form-urlencoded"})
    judge(found, what)
    assert found.status_code == 400
