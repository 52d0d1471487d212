"""`herstel audit`: whether anything of the log was altered, and what a witness keeps."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer

from app.cli.starting import CannotStart, at_head, database, one_sentence, secret
from app.domain.errors import Unavailable
from app.jobs.verification import newest, verdict_of, verify
from app.settings import Settings, read_settings
from app.store.database import Database
from app.store.logins import addresses
from app.store.pairing import key_store
from app.store.sealing import Broken

audit = typer.Typer(help="The log of who did what, and whether it was altered.", no_args_is_help=True)
COULD_NOT_LOOK: Final = 4
Found = TypeVar("Found")


@audit.command("verify")
def verify_audit(
    witness: Annotated[Path | None, typer.Option(help="Checkpoints kept elsewhere, as `herstel audit checkpoints` prints them.")] = None,
) -> None:
    """Look whether anything of the log was altered. Exits 0: nothing; 1: something was; 2: something is missing; 3: rows wait too long for
    their seal; 4: it could not be looked at.
    """
    with one_sentence(COULD_NOT_LOOK):
        notes = kept_in(witness) if witness else []
        findings = on_database(lambda served: verify(served, notes, datetime.now(UTC)))
    for finding in findings:
        print(f"{finding.log.stream} log of {finding.log.organisation_id}: {finding.what}")
    raise typer.Exit(verdict_of(findings))


@audit.command("checkpoints")
def print_checkpoints() -> None:
    """Print the newest signed root of every log, for a witness: append it to a file that is out of reach of this machine."""
    with one_sentence(COULD_NOT_LOOK):
        print("\n".join(on_database(newest)), end="")


def kept_in(file: Path) -> list[str]:
    """The checkpoints in a witness's file, each with its signature. Raises CannotStart when it cannot be read, or holds none."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise CannotStart(f"The witness's file {file} cannot be read.") from None
    notes = [f"{note}\n" for note in re.findall(r"^herstel/.+?\n\n— .+?$", text, re.DOTALL | re.MULTILINE)]
    if not notes:
        raise CannotStart(f"The witness's file {file} holds no checkpoint.")
    return notes


def on_database(looking: Callable[[Database], Awaitable[Found]]) -> Found:
    """What is found in the database of the settings. Raises CannotStart when it cannot be asked, or a note is none of ours."""
    settings = read_settings()
    with database(settings) as (url, _):
        settings = settings.model_copy(update={"database_url": url})
        at_head(settings)
        return asyncio.run(_asked(settings, looking))


async def _asked(settings: Settings, looking: Callable[[Database], Awaitable[Found]]) -> Found:
    served = Database(addresses(settings), key_store(settings), secret(settings), pool_size=1, pool_seconds=settings.pool_seconds)
    try:
        return await looking(served)
    except Broken:
        raise CannotStart("A checkpoint of the witness's is not signed with HERSTEL_SIGNING_KEY_FILE, or was changed.") from None
    except Unavailable:
        raise CannotStart("The database cannot be asked at this moment.") from None
    finally:
        await served.close()
        await served.keys.close()
