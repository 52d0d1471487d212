"""What left each case of the world: on somebody's letter with everyone's yes, once without it, and that it may not be destroyed."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from app.domain.disclosures import DisclosureState, ExceptionGround
from app.store.models import disclosures
from app.store.models.base import Row
from tests.people import THEN, key, word


def left(case: str, former: UUID) -> Iterator[Row]:
    """A committee asked, all consented and it left; a former moderator is asked still; of an exception both parties were told."""
    id, request, text, led = key(case), key(case, "disclosure request"), key(case, "disclosure text"), key(case, "appointment")
    of, due_on = {"case_id": id, "request_id": request}, date(2095, 3, 1)
    yield disclosures.DisclosureRequest(
        id=request,
        case_id=id,
        recipient=word(case, "disclosure recipient"),
        purpose=word(case, "disclosure purpose"),
        asks=word(case, "disclosure asks"),
        received_on=THEN.date(),
        due_on=due_on,
        state=DisclosureState.RELEASED,
        text_version=1,
        asked_at=THEN,
    )
    hash = {"text_hash": "0" * 64}
    yield disclosures.DisclosureText(id=text, **of, appointment_id=led, version=1, text=word(case, "disclosure text"), **hash)
    asked = {"text_id": text, "appointment_id": led, "principal_id": former, "version": 1, "due_on": due_on}
    said = {name: word(case, "veto", name) for name in ("recipient", "purpose", "text")}
    yield disclosures.DisclosureVeto(id=key(case, "veto"), **of, **asked, **said, **hash)
    yield disclosures.DisclosureConsent(
        id=key(case, "veto answer"), **of, version=1, appointment_id=led, veto_id=key(case, "veto"), yes=True
    )
    for number in (0, 1):
        mine = {"party_id": key(case, "party", number)}
        yield disclosures.DisclosureConsent(id=key(case, "disclosure consent", number), **of, version=1, yes=True, **mine)
    yield disclosures.DisclosureConsent(id=key(case, "disclosure consent", "moderator"), **of, version=1, yes=True)
    said = {name: word(case, "disclosed", name) for name in ("recipient", "purpose", "text")}
    yield disclosures.Disclosure(id=key(case, "disclosure"), **of, **said, **hash, released_on=THEN.date())
    yield from _excepted(case)


def _excepted(case: str) -> Iterator[Row]:
    names, ground = ("facts", "alternatives", "recipient", "text"), ExceptionGround.ACUTE_DANGER
    said = {name: word(case, "exception", name) for name in names}
    why = {"why_not_yet": word(case, "exception", "why not yet")}
    yield disclosures.SafetyException(id=key(case, "exception"), case_id=key(case), ground=ground, **said, **why)
    for number in (0, 1):
        mine = {"party_id": key(case, "party", number), "exception_id": key(case, "exception"), "told_on": THEN.date()}
        said = {name: word(case, "told exception", name, number) for name in names}
        yield disclosures.ToldException(id=key(case, "told exception", number), case_id=key(case), ground=ground, **mine, **said)
    reasons = {"reason": word(case, "hold"), "why_lifted": word(case, "hold lifted"), "lifted_at": THEN}
    yield disclosures.LegalHold(id=key(case, "hold"), case_id=key(case), **reasons)
