"""What waits because of a letter from outside, closed or not: one's own answer to the words that stand, and for the moderator the rest."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import and_, func, or_

from app.domain.confidentiality import Act
from app.domain.disclosures import DisclosureState
from app.domain.parties import PartyKind
from app.store.desk import Desk, Found, Query, item
from app.store.models.cases import Appointment, Case, Seat
from app.store.models.disclosures import DisclosureConsent, DisclosureRequest, DisclosureText, DisclosureVeto
from app.store.models.guardians import Guardian
from app.store.models.parties import Party, PartyParticulars
from app.store.seats import ME
from app.store.terms import TODAY, term, younger_than


def _letter(code: str, found: Query, since: Any = DisclosureRequest.asked_at, **more: Any) -> Query:
    about = {"case_id": DisclosureRequest.case_id, "due_on": DisclosureRequest.due_on}
    return item(code, found, since, DisclosureRequest.id, **about, **more)


def _open(desk: Desk) -> tuple[Found, ...]:
    """As far as the reader sees: that the letter changed is the moderator's alone (S10)."""
    changed = (DisclosureConsent.request_id == DisclosureRequest.id, DisclosureConsent.letter_changed.is_(True))
    here = (DisclosureRequest.state == DisclosureState.OPEN, DisclosureRequest.due_on > TODAY)
    return (*here, desk.lacks(DisclosureConsent, *changed))


def _written(desk: Desk) -> Found:
    """The words stand: whoever wrote them leads the case still."""
    lead = desk.sight.within(Appointment).where(Appointment.ended_at.is_(None)).with_only_columns(Appointment.id)
    latest = (DisclosureText.request_id == DisclosureRequest.id, DisclosureText.version == DisclosureRequest.text_version)
    return desk.has(DisclosureText, *latest, DisclosureText.appointment_id.in_(lead))


def _counts(*whose: Found) -> tuple[Found, ...]:
    """Answers to the words that stand, as `app.store.disclosures.counts` has it."""
    since = or_(DisclosureConsent.veto_id.is_not(None), DisclosureConsent.created_at >= DisclosureRequest.asked_at)
    to_these = (DisclosureConsent.request_id == DisclosureRequest.id, DisclosureConsent.version == DisclosureRequest.text_version)
    return (*to_these, since, *whose)


def _consent(desk: Desk) -> Iterator[Query]:
    """One's own answer, yes or no: as a party, as a child's guardian, or as the moderator."""
    mine = (Seat.case_id == DisclosureRequest.case_id, Seat.principal_id == ME, Seat.role == desk.sight.role)
    here = (*mine, Seat.informed_at.is_not(None), Seat.ended_at.is_(None), Seat.member_id.is_(None), Seat.companion_id.is_(None))
    child = desk.sight.within(Guardian).join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id)
    asked = (Guardian.id == Seat.guardian_id, *_of_a_child(desk))
    authority = child.join(Case, Case.id == Guardian.case_id).where(*asked).with_only_columns(Guardian.id).exists()
    whose = (getattr(DisclosureConsent, name).is_not_distinct_from(getattr(Seat, name)) for name in ("party_id", "guardian_id"))
    unanswered = desk.lacks(DisclosureConsent, *_counts(*whose, DisclosureConsent.veto_id.is_(None)))
    found = desk.sight.within(DisclosureRequest, Act.CONSENT_DISCLOSURE).join(Seat, and_(*here))
    found = found.where(*_open(desk), _written(desk), unanswered, or_(Seat.guardian_id.is_(None), authority))
    yield _letter("consent-to-disclosure", found)


def _of_a_child(desk: Desk) -> tuple[Found, ...]:
    return (Guardian.own_party_id.is_(None), Guardian.ended_on.is_(None), younger_than(TODAY, term("consent_age")))


def _veto(desk: Desk) -> Iterator[Query]:
    """Asked of whoever led the case before: of the case the item says nothing."""
    found = desk.sight.within(DisclosureVeto, Act.VETO).where(DisclosureVeto.closed_at.is_(None), DisclosureVeto.due_on > TODAY)
    found = found.where(desk.lacks(DisclosureConsent, DisclosureConsent.veto_id == DisclosureVeto.id))
    yield item("answer-veto", found, DisclosureVeto.created_at, DisclosureVeto.id, due_on=DisclosureVeto.due_on)


def _write(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(DisclosureRequest, Act.WRITE_LETTER).where(*_open(desk), ~_written(desk))
    yield _letter("write-letter", found, DisclosureRequest.created_at)


def _release(desk: Desk) -> Iterator[Query]:
    """Everyone's latest word is a yes, the moderator's own too."""
    found = desk.sight.within(DisclosureRequest, Act.RELEASE_LETTER).where(*_open(desk), _written(desk))
    no_other = (DisclosureConsent.party_id, DisclosureConsent.guardian_id, DisclosureConsent.veto_id)
    own = _yes(desk, *(column.is_(None) for column in no_other))
    someone = desk.sight.within(Party).where(*_people(), ~_yes(desk, DisclosureConsent.party_id == Party.id))
    former = desk.sight.within(DisclosureVeto).where(*_asked_now(), ~_yes(desk, DisclosureConsent.veto_id == DisclosureVeto.id))
    beside = _guardians(desk).where(~_yes(desk, DisclosureConsent.guardian_id == Guardian.id))
    missing = [
        silent.with_only_columns(kind.id).correlate(DisclosureRequest, DisclosureText).exists()
        for silent, kind in ((someone, Party), (former, DisclosureVeto), (beside, Guardian))
    ]
    yield _letter("release-letter", found.where(own, *(~one for one in missing)))


def _yes(desk: Desk, *whose: Found) -> Found:
    said = desk.sight.within(DisclosureConsent).where(*_counts(*whose))
    last = said.order_by(DisclosureConsent.created_at.desc(), DisclosureConsent.id.desc()).limit(1).with_only_columns(DisclosureConsent.yes)
    return func.coalesce(last.correlate(DisclosureRequest, Party, Guardian, DisclosureVeto).scalar_subquery(), False)


def _people() -> tuple[Found, ...]:
    return (Party.case_id == DisclosureRequest.case_id, Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None))


def _asked_now() -> tuple[Found, ...]:
    """The question to a former moderator that is about the words that stand."""
    return (DisclosureVeto.request_id == DisclosureRequest.id, DisclosureVeto.version == DisclosureRequest.text_version)


def _guardians(desk: Desk) -> Query:
    """Those whose yes is asked beside a child's."""
    found = desk.sight.within(Guardian).join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id)
    return found.join(Case, Case.id == Guardian.case_id).where(Guardian.case_id == DisclosureRequest.case_id, *_of_a_child(desk))


LETTERS: Final[tuple[tuple[Act, Callable[[Desk], Iterator[Query]]], ...]] = (
    (Act.CONSENT_DISCLOSURE, _consent),
    (Act.VETO, _veto),
    (Act.WRITE_LETTER, _write),
    (Act.RELEASE_LETTER, _release),
)
"""By the deed that is asked."""


def _asked(desk: Desk) -> Query:
    return desk.sight.within(DisclosureRequest).where(*_open(desk), _written(desk))


def _awaited_consent(desk: Desk) -> Query:
    found = _asked(desk).join(Party, and_(*_people()))
    return _letter(
        "await-disclosure-consent",
        found.where(desk.lacks(DisclosureConsent, *_counts(DisclosureConsent.party_id == Party.id))),
        about=Party.id,
    )


def _awaited_guardian(desk: Desk) -> Query:
    found = _asked(desk).join(Guardian, Guardian.case_id == DisclosureRequest.case_id)
    found = found.join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id).join(Case, Case.id == Guardian.case_id)
    missing = desk.lacks(DisclosureConsent, *_counts(DisclosureConsent.guardian_id == Guardian.id))
    about = {"about": Guardian.party_id, "case_id": DisclosureRequest.case_id, "place": DisclosureRequest.id}
    found = found.where(*_of_a_child(desk), missing)
    return item("await-guardian-disclosure", found, DisclosureRequest.asked_at, Guardian.id, **about, due_on=DisclosureRequest.due_on)


def _awaited_former(desk: Desk) -> Query:
    found = _asked(desk).join(DisclosureVeto, and_(*_asked_now()))
    found = found.where(desk.lacks(DisclosureConsent, DisclosureConsent.veto_id == DisclosureVeto.id))
    about = {"case_id": DisclosureRequest.case_id, "place": DisclosureRequest.id, "due_on": DisclosureRequest.due_on}
    return item("await-former-moderator", found, DisclosureRequest.asked_at, DisclosureVeto.appointment_id, **about)


OUTSTANDING_LETTERS: Final[tuple[Callable[[Desk], Query], ...]] = (_awaited_consent, _awaited_guardian, _awaited_former)
"""Who is outstanding, for the moderator alone (S10)."""
