"""Writes the parts of the README that are generated from the code: the two grids, and the settings. `--check` changes nothing."""

import sys
from collections.abc import Iterable
from pathlib import Path

from app.domain.confidentiality import MAY, SEES, Act, Grid, Reach, Role, Secrecy
from app.settings import Settings, variable

README = Path(__file__).resolve().parent.parent / "README.md"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def grid(grid: Grid[Secrecy] | Grid[Act], corner: str) -> str:
    """A grid; a dash is nowhere."""
    rows = ([f"`{key}`", *("–" if reach is Reach.NONE else reach.value for reach in cells)] for key, cells in grid.items())
    return table([corner, *(role.value for role in Role)], rows)


def settings() -> str:
    """Every setting with its environment variable and default."""
    fields = Settings.model_fields.items()
    rows = (
        [f"`{variable(name)}`", "" if field.default is None else f"`{field.default}`", field.description or ""] for name, field in fields
    )
    return table(["variable", "default", "what it decides"], rows)


def fresh(text: str) -> str:
    """The README with its generated parts as they should be."""
    for name, part in {"sees": grid(SEES, "class of row"), "may": grid(MAY, "deed"), "settings": settings()}.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, rest = text.split(begin)
        _, after = rest.split(end)
        text = f"{before}{begin}\n{part}\n{end}{after}"
    return text


def main() -> int:
    """Write, or check; 1 when the README is stale."""
    now = README.read_text(encoding="utf-8")
    wanted = fresh(now)
    if "--check" in sys.argv[1:]:
        if now != wanted:
            print("README.md is stale; run `make readme` and commit what it writes.", file=sys.stderr)
            return 1
        return 0
    README.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
