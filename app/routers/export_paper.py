"""The export as it is read on paper: words for names and codes, days as they are said, and without ids and hashes, which say nothing."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from app.domain.texts import Bilingual
from app.routers.export_words import CASE, FIELDS, GAPS, INTRO, MONTHS, NO, NOTHING, SECTIONS, TITLE, YES, word_for
from app.schemas.base import Out
from app.schemas.export import ExportedCaseOut, ExportOut

_NO_BREAK: Final = re.compile(r"(\S{40})(?=\S)")
"""Longer than any word: without a place to break, a line would run out of the page."""


def paper(export: ExportOut, language: str) -> Mapping[str, Any]:
    """What is to be set, in this language."""
    day = export.on
    told = Paragraphs(language)
    nothing = [] if export.cases else [told.say(NOTHING)]
    return {
        "language": language,
        "title": told.say(TITLE),
        "day": [day.year, day.month, day.day],
        "intro": [told.on(day), *(told.say(line) for line in INTRO), *nothing],
        "gaps": told.say(GAPS),
        "cases": [told.case(case) for case in export.cases],
    }


class Paragraphs:
    """What is said of each thing, in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def say(self, text: Bilingual) -> str:
        """A text of ours."""
        return text.in_language(self._language)

    def case(self, case: ExportedCaseOut) -> Mapping[str, Any]:
        """One case: a heading, and a section for each kind of thing of which there is one."""
        found = ((name, getattr(case, name)) for name in ExportedCaseOut.model_fields)
        several = ((name, things if isinstance(things, list) else [things]) for name, things in found if things)
        return {
            "heading": f"{self.say(CASE)} {case.shell.reference}",
            "sections": [
                {"heading": self.say(SECTIONS[name]), "entries": [list(self._lines(thing)) for thing in things]} for name, things in several
            ],
        }

    def _lines(self, thing: Out) -> Iterator[Mapping[str, str]]:
        for name in type(thing).model_fields:
            if name in FIELDS and (text := self._text(getattr(thing, name))):
                yield {"label": self.say(FIELDS[name]), "text": text}

    def _text(self, value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(map(self._text, value))
        if isinstance(value, bool):
            return self.say(YES if value else NO)
        if isinstance(value, StrEnum):
            return self.say(word_for(value))
        if isinstance(value, datetime):
            return f"{self.on(value)}, {value.astimezone(UTC):%H:%M} UTC"
        if isinstance(value, date):
            return self.on(value)
        return "" if value is None or isinstance(value, UUID) else _NO_BREAK.sub("\\1\u200b", str(value).replace("\t", "    "))

    def on(self, day: date) -> str:
        """A day as it is said."""
        return f"{day.day} {self.say(MONTHS[day.month - 1])} {day.year}"
