"""From plain content to a PDF that can be read aloud and kept: PDF/UA-1 and PDF/A-2a. What people wrote is data, never markup."""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

_HERE: Final = Path(__file__).parent
# It takes a processor each: whoever asks for many at once waits for their own, and nobody else does.
_THREADS: Final = ThreadPoolExecutor(2, "typesetting")


async def typeset(content: Mapping[str, Any]) -> bytes:
    """A PDF of this, set aside from the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _set, content)


def _set(content: Mapping[str, Any]) -> bytes:
    try:
        return _compiled(content, by_the_standards=True)
    except typst.TypstError:
        # Both standards ask for a glyph for every sign, and there are more signs than fonts: better with gaps, and saying so, than not.
        return _compiled({**content, "intro": [*content["intro"], content["gaps"]]}, by_the_standards=False)


def _compiled(content: Mapping[str, Any], *, by_the_standards: bool) -> bytes:
    said = {"content": json.dumps(content)}
    standards: list[typst.PDFStandard] = ["ua-1", "a-2a"] if by_the_standards else []
    return typst.compile(_HERE / "export.typ", root=_HERE, sys_inputs=said, font_paths=_fonts(), pdf_standards=standards)


@cache
def _fonts() -> typst.Fonts:
    """Those that come along, and for signs that are in none of them those of the machine."""
    return typst.Fonts()
