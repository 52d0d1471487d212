"""The export as a PDF: by its standards, in both languages, and for whatever people write."""

import enum
import typing
from datetime import date
from io import BytesIO
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.domain.labels import LABELS
from app.routers import typesetting
from app.routers.export_paper import paper
from app.routers.export_words import CODES, FIELDS, SECTIONS
from app.schemas.base import Out
from app.schemas.export import ExportedCaseOut, ExportOut
from tests.export.papers import PDF, text_of
from tests.http import as_
from tests.people import MINE, key
from tests.world import World

EXPORT: Final = "/me/export"
STATEMENTS: Final = f"/cases/{key(MINE)}/statements"
ODD: Final = {
    "markup": '#$*_@<> `x` \\ // /* */ = - + ~ [a] {b} #let x = 1 #import "@preview/a:1" #read("/etc/passwd") $x^2$ https://x.nl <a> @b',
    "emoji": "Dank 😀👩‍👩‍👧 en groet 🏳️‍🌈",
    "right to left": "مرحبا بالعالم שלום עולם",
    "east": "你好世界 こんにちは 안녕하세요",
    "private and unassigned": "\ue000 \U000f0000 \u0378 \ufffe \uffff \ufeff \U000e0041",
    "invisible": "a\u200b\u200d\u202e\u2066b\u00ad\u2028c\u2029d",
    "marks": "e" + "\u0301" * 500,
    "one word": "x" * 10_000,
    "lines": "a\n\nb\tc\n\n\n d",
    "long": "Dit is een zin. " * 1250,
}
"""By what is odd in it; what stands on paper is not looked at, as not every sign has a glyph."""


async def in_pdf(app: FastAPI, client: httpx.AsyncClient, **more: str) -> httpx.Response:
    """The first party's export as a PDF."""
    return await client.get(EXPORT, headers={**as_("party").token(app), "accept": PDF, **more})


def content(text: str) -> dict[str, Any]:
    """What is to be set, with one text of somebody's in it."""
    section = {"heading": "Wat u vertelde", "entries": [[{"label": "tekst", "text": text}]]}
    whole = {**paper(ExportOut(on=date(2026, 11, 29), cases=[]), "nl")}
    return {**whole, "cases": [{"heading": "Zaak", "sections": [section]}]}


async def test_it_is_pdf_a_and_pdf_ua_tagged_and_in_its_language(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    for language in ("nl", "en"):
        found = await in_pdf(app, client, **{"accept-language": language})
        assert (found.headers["content-type"], found.headers["content-language"]) == (PDF, language)
        assert found.content.startswith(b"%PDF-1.7")
        root: Any = PdfReader(BytesIO(found.content)).trailer["/Root"]
        assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, language)
        assert "/StructTreeRoot" in root
        about = root["/Metadata"].get_data().decode()
        for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
            assert claim in about


async def test_the_same_export_is_the_same_pdf(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    assert (await in_pdf(app, client)).content == (await in_pdf(app, client)).content


async def test_it_speaks_dutch_first_and_english_when_asked(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    dutch, english = [text_of((await in_pdf(app, client, **more)).content) for more in ({}, {"accept-language": "en"})]
    assert "Wat u de moderator vertelde" in dutch
    assert "op: 1 oktober 2026" in dutch
    assert "What you told the moderator" in english
    assert "on: 1 October 2026" in english


@pytest.mark.parametrize(
    ("accept", "status", "form"),
    [
        (None, 200, "application/json"),
        ("application/json", 200, "application/json"),
        ("*/*", 200, "application/json"),
        ("application/*", 200, "application/json"),
        ("application/json, application/pdf", 200, "application/json"),
        ("application/problem+json", 200, "application/json"),
        ("application/pdf", 200, PDF),
        ("APPLICATION/PDF ; q=0.1", 200, PDF),
        ("application/json;q=0.5, application/pdf", 200, PDF),
        ("application/pdf, */*;q=0.1", 200, PDF),
        ("application/json;q=0, */*", 200, PDF),
        ("application/pdf;q=0, */*;q=0.1", 200, "application/json"),
        ("application/pdf;q=0", 406, "application/problem+json"),
        ("text/html", 406, "application/problem+json"),
        ("image/png, application/xml", 406, "application/problem+json"),
    ],
)
async def test_406_or_the_form_that_is_asked_for(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, accept: str | None, status: int, form: str
) -> None:
    client.headers.pop("accept")
    headers = dict(as_("party").token(app)) | ({"accept": accept} if accept else {})
    found = await client.get(EXPORT, headers=headers)
    assert (found.status_code, found.headers["content-type"]) == (status, form)


async def test_what_has_no_pdf_is_not_to_be_had_as_one(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    assert (await client.get("/me", headers={**as_("party").token(app), "accept": PDF})).status_code == 406


@pytest.mark.parametrize(("accept", "ending"), [("application/json", "json"), (PDF, "pdf")])
async def test_it_is_a_file_with_a_name_that_tells_nothing_kept_nowhere_and_head_says_the_same(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, accept: str, ending: str
) -> None:
    asked = {**as_("party").token(app), "accept": accept, "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
    found, head = await client.get(EXPORT, headers=asked), await client.head(EXPORT, headers=asked)
    assert found.headers["content-disposition"] == f'attachment; filename="export.{ending}"'
    assert (found.headers["cache-control"], found.headers["vary"]) == ("no-store", "Accept, Accept-Language")
    assert (head.status_code, head.content, head.headers.multi_items()) == (200, b"", found.headers.multi_items())
    assert int(found.headers["content-length"]) == len(found.content)


async def test_whatever_people_write_a_pdf_comes_of_it(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    for name, said in ODD.items():
        answer = await client.post(STATEMENTS, json={"text": said}, headers=as_("party").token(app))
        assert answer.status_code == 201, name
        found = await in_pdf(app, client)
        assert (found.status_code, found.content[:5]) == (200, b"%PDF-"), name


async def test_what_people_write_is_never_markup() -> None:
    said = ODD["markup"]
    assert said.split() == text_of(await typesetting.typeset(content(said))).split("tekst:")[1].rsplit("1 / 1", 1)[0].split()


async def test_where_a_sign_has_no_glyph_the_paper_says_so_and_still_comes() -> None:
    whole, gaps = [text_of(await typesetting.typeset(content(said))) for said in ("gewoon", "\U000f0000 en gewoon")]
    assert "geen lettertype ze heeft" not in " ".join(whole.split())
    assert "geen lettertype ze heeft" in " ".join(gaps.split())
    assert "en gewoon" in gaps


@settings(max_examples=40)
@given(st.text(max_size=200))
async def test_no_text_stops_the_typesetter(said: str) -> None:
    """Lone surrogates included, which never come in."""
    assert (await typesetting.typeset(content(said))).startswith(b"%PDF-")


def things() -> dict[str, type[Out]]:
    """What an export can have in it, by its name."""
    found = {}
    for name, field in ExportedCaseOut.model_fields.items():
        kinds = [field.annotation, *typing.get_args(field.annotation)]
        (found[name],) = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Out)]
    return found


def parts(annotation: Any) -> set[Any]:
    """The plain types of a field."""
    inner = typing.get_args(annotation)
    return set().union(*map(parts, inner)) if inner else {annotation}


def test_everything_in_it_has_a_word_in_both_languages_unless_it_is_an_id_or_a_hash() -> None:
    assert set(SECTIONS) == set(things())
    fields = {(name, *parts(field.annotation)) for kind in things().values() for name, field in kind.model_fields.items()}
    said = {name for name, *kinds in fields if UUID not in kinds and not name.endswith("_hash")}
    assert said == set(FIELDS)
    codes = {kind for _, *kinds in fields for kind in kinds if isinstance(kind, type) and issubclass(kind, enum.StrEnum)}
    assert {kind.__name__ for kind in codes - LABELS.keys() - CODES.keys()} == {"Role"}
    for kind in codes & CODES.keys():
        assert set(CODES[kind]) == set(kind)
    for word in (*SECTIONS.values(), *FIELDS.values()):
        assert word.nl
        assert word.en
