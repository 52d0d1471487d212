"""What waits for guardians, for those who stand by and for the organisation; and of what all are asked beside the main line (S10)."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased

from app.domain.cases import RUNNING, Phase
from app.domain.companions import CompanionKind
from app.domain.confidentiality import Act
from app.domain.guardians import OF_AGE
from app.domain.mandates import MandateState
from app.domain.offers import Availability
from app.domain.parties import PartyKind
from app.domain.sealing_keys import KeyState
from app.domain.supports import SupportState
from app.store.desk import A_WHILE_AGO, IN_A_WHILE, Desk, Found, Query, item
from app.store.models.cases import Appointment, Case, Process, Seat
from app.store.models.companions import Admission, Introduction
from app.store.models.groups import GroupMember, SpokespersonChoice
from app.store.models.guardians import Guardian, GuardianConsent
from app.store.models.mandates import Mandate, MandateAcceptance
from app.store.models.parties import Contestation, Invitation, Party, PartyParticulars, ReadinessDeclaration
from app.store.models.sealing_keys import SealingKey
from app.store.models.succession import PrivateGrant, SuccessorProposal
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem, SupportConfirmation
from app.store.places import NOW
from app.store.seats import ME
from app.store.standing import confirmation_stands, release_stands
from app.store.terms import TODAY, so_long_after, term, younger_than


def _secrecy(desk: Desk) -> Iterator[Query]:
    """S0, for whoever came in beside the parties."""
    mine = desk.sight.within(Seat).where(Seat.principal_id == ME, Seat.informed_at.is_(None), Seat.ended_at.is_(None))
    child = mine.join(Guardian, Guardian.id == Seat.guardian_id)
    about = {"case_id": Seat.case_id, "place": Guardian.party_id}
    yield item("accept-secrecy-as-guardian", child, Seat.created_at, Seat.guardian_id, **about)
    member = mine.join(GroupMember, GroupMember.id == Seat.member_id)
    about = {"case_id": Seat.case_id, "place": GroupMember.group_party_id}
    yield item("accept-secrecy-as-member", member, Seat.created_at, Seat.member_id, **about)
    yield item(
        "accept-secrecy-as-companion", mine.where(Seat.companion_id.is_not(None)), Seat.created_at, Seat.companion_id, case_id=Seat.case_id
    )


def _asked_for(desk: Desk, age: Any) -> tuple[Found, ...]:
    """R6: authority that holds over somebody who is under this age; from that day on nobody is asked for them."""
    return (Guardian.own_party_id.is_(None), Guardian.ended_on.is_(None), younger_than(TODAY, age))


def _of_a_child(found: Query) -> Query:
    return found.join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id).join(Case, Case.id == Guardian.case_id)


def _consent(desk: Desk) -> Iterator[Query]:
    """R6, R7: whoever said no is not asked again; whose yes expired is, and before it does."""
    mine = desk.mine.c
    found = _of_a_child(desk.sight.within(Guardian, Act.CONSENT).join(desk.mine, mine.guardian_id == Guardian.id))
    found = found.where(*_asked_for(desk, term("consent_age")), mine.phase != Phase.AFTERCARE)
    yes, until = GuardianConsent.yes, GuardianConsent.expires_at
    missing = func.coalesce(_consented(desk, and_(yes, until <= NOW)), True)
    about = {"case_id": Guardian.case_id, "place": Guardian.party_id}
    yield item("consent", found.where(missing), Guardian.created_at, Guardian.id, **about)
    soon = _consented(desk, and_(yes, until > NOW, until <= IN_A_WHILE))
    expires = _consented(desk, until)
    yield item("renew-consent", found.where(soon), expires, Guardian.id, **about, due_on=expires)


def _consented(desk: Desk, what: Any) -> Found:
    """Something of one's own latest word since one came in."""
    since = (desk.asked_anew(GuardianConsent), GuardianConsent.created_at >= desk.mine.c.informed_at)
    latest = desk.sight.within(GuardianConsent).where(GuardianConsent.guardian_id == Guardian.id, *since)
    latest = latest.order_by(GuardianConsent.created_at.desc(), GuardianConsent.id.desc()).limit(1)
    return latest.with_only_columns(what).correlate(Guardian, desk.mine).scalar_subquery()


def _spokesperson(desk: Desk) -> Iterator[Query]:
    """R14: each member's own choice, with a place here or with a way in of their own; of somebody who is still there."""
    mine = desk.mine.c
    me = or_(GroupMember.party_id == mine.party_id, GroupMember.id == mine.member_id)
    found = desk.sight.within(GroupMember).join(desk.mine, and_(mine.case_id == GroupMember.case_id, me))
    here = desk.has(Party, Party.id == GroupMember.group_party_id, Party.left_on.is_(None))
    found = found.where(here, ~_chosen(desk))
    about = {"case_id": GroupMember.case_id, "place": GroupMember.group_party_id}
    yield item("choose-spokesperson", found, GroupMember.created_at, GroupMember.id, **about)


def _chosen(desk: Desk) -> Found:
    chosen, left = aliased(GroupMember), aliased(Party)
    said = desk.sight.within(SpokespersonChoice).join(chosen, chosen.id == SpokespersonChoice.chosen_id)
    said = said.outerjoin(left, left.id == chosen.party_id).where(SpokespersonChoice.member_id == GroupMember.id, left.left_on.is_(None))
    return said.with_only_columns(SpokespersonChoice.id).correlate(GroupMember).exists()


def _note(desk: Desk) -> Iterator[Query]:
    """R6: what was noted of one's words is put before one for a while."""
    found = desk.sight.within(ReadinessDeclaration, Act.CONTEST).join(desk.mine, desk.mine.c.party_id == ReadinessDeclaration.party_id)
    found = found.where(
        ReadinessDeclaration.noted,
        ReadinessDeclaration.created_at > A_WHILE_AGO,
        desk.lacks(Contestation, Contestation.declaration_id == ReadinessDeclaration.id),
    )
    about = {"case_id": ReadinessDeclaration.case_id, "place": ReadinessDeclaration.party_id}
    yield item("check-note", found, ReadinessDeclaration.created_at, ReadinessDeclaration.id, **about)


def _successor(desk: Desk) -> Iterator[Query]:
    """R3, R17: nobody leads it, and nobody who could come has been proposed since; or the last day is near."""
    found = desk.sight.within(Process, Act.PROPOSE_SUCCESSOR).join(desk.mine, desk.in_mine(Process)).join(Case, Case.id == Process.case_id)
    led = desk.has(Appointment, Appointment.case_id == Process.case_id, Appointment.ended_at.is_(None))
    ended = desk.sight.within(Appointment).where(Appointment.case_id == Process.case_id)
    since = ended.with_only_columns(func.max(Appointment.ended_at)).correlate(Process).scalar_subquery()
    asked = (SuccessorProposal.created_at > since, SuccessorProposal.availability == Availability.ASKED)
    proposed = desk.has(SuccessorProposal, SuccessorProposal.case_id == Process.case_id, *asked)
    until = so_long_after(since, "successor_days")
    found = found.where(~led, or_(~proposed, until <= IN_A_WHILE))
    yield item("propose-successor", found, since, Process.id, case_id=Process.case_id, due_on=until)


def _grant(desk: Desk) -> Iterator[Query]:
    """S7: each party for themselves."""
    found = desk.sight.within(Appointment, Act.GRANT_PRIVATE).join(desk.mine, desk.in_mine(Appointment))
    given = (PrivateGrant.appointment_id == Appointment.id, PrivateGrant.party_id == desk.mine.c.party_id)
    found = found.where(Appointment.successor, Appointment.ended_at.is_(None), desk.lacks(PrivateGrant, *given))
    yield item("grant-private-records", found, Appointment.created_at, Appointment.id, case_id=Appointment.case_id)


_TO_ADMIT: Final = (
    Introduction.kind == CompanionKind.SUPPORTER,
    Introduction.admitted_by_all_at.is_(None),
    Introduction.ended_at.is_(None),
)


def _admission(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(Introduction, Act.ADMIT).join(desk.mine, desk.in_mine(Introduction))
    given = (Admission.introduction_id == Introduction.id, Admission.party_id == desk.mine.c.party_id)
    found = found.where(*_TO_ADMIT, desk.lacks(Admission, *given))
    yield item("admit-supporter", found, Introduction.created_at, Introduction.id, case_id=Introduction.case_id)


def _support(code: str, found: Query, **more: Any) -> Query:
    support = OrganisationalSupport
    return item(code, found, support.worded_at, support.id, case_id=support.case_id, due_on=support.due_on, **more)


def _release(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(OrganisationalSupport, Act.RELEASE).join(desk.mine, desk.in_mine(OrganisationalSupport))
    talking = desk.mine.c.phase != Phase.PREPARING
    mine = (Release.party_id == desk.mine.c.party_id, *release_stands())
    unreleased = (OrganisationalSupport.released_at.is_(None), desk.lacks(Release, *mine))
    yield _support("release-support", found.where(talking, *unreleased))


def _confirmation(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(OrganisationalSupport, Act.CONFIRM_SUPPORT).join(desk.mine, desk.in_mine(OrganisationalSupport))
    found = found.join(ReleasedItem, ReleasedItem.support_id == OrganisationalSupport.id).where(ReleasedItem.state == SupportState.DONE)
    given = (SupportConfirmation.party_id == desk.mine.c.party_id, *confirmation_stands())
    yield _support("confirm-support", found.where(desk.lacks(SupportConfirmation, *given)))


def _answer(desk: Desk) -> Iterator[Query]:
    """The organisation's; nothing says whose case it is."""
    found = desk.sight.within(ReleasedItem, Act.ANSWER_SUPPORT)
    for code, state in (("answer-support", SupportState.RELEASED), ("carry-out-support", SupportState.CAN)):
        yield item(code, found.where(ReleasedItem.state == state), ReleasedItem.released_on, ReleasedItem.id, due_on=ReleasedItem.due_on)


def _key(desk: Desk) -> Iterator[Query]:
    """The registry's: until it signs whose a key is, no note is sealed for that."""
    found = desk.sight.within(SealingKey, Act.COUNTERSIGN_KEY).where(SealingKey.state == KeyState.PROVEN)
    yield item("countersign-key", found, SealingKey.proven_at, SealingKey.id)


BESIDE: Final[tuple[tuple[Act, Callable[[Desk], Iterator[Query]]], ...]] = (
    (Act.ACCEPT_SECRECY, _secrecy),
    (Act.CONSENT, _consent),
    (Act.CHOOSE_SPOKESPERSON, _spokesperson),
    (Act.CONTEST, _note),
    (Act.PROPOSE_SUCCESSOR, _successor),
    (Act.GRANT_PRIVATE, _grant),
    (Act.ADMIT, _admission),
    (Act.RELEASE, _release),
    (Act.CONFIRM_SUPPORT, _confirmation),
    (Act.ANSWER_SUPPORT, _answer),
    (Act.COUNTERSIGN_KEY, _key),
)
"""By the deed that is asked."""


def _awaited_guardian(desk: Desk, code: str, *missing: Found) -> Query:
    led = desk.led.c
    found = _of_a_child(desk.sight.within(Guardian).join(desk.led, led.case_id == Guardian.case_id))
    found = found.where(led.state.in_(RUNNING), *_asked_for(desk, term("consent_age")), *missing)
    return item(code, found, Guardian.created_at, Guardian.id, about=Guardian.party_id, case_id=Guardian.case_id)


def _awaited_mandate(desk: Desk) -> Query:
    """R6, R10: each guardian's yes to the text, before it is in force or since, until the young person has come of age."""
    found = _of_a_child(desk.sight.within(Guardian).join(desk.led, desk.led.c.case_id == Guardian.case_id))
    standing = desk.sight.within(Mandate).where(Mandate.state.in_((MandateState.OFFERED, MandateState.IN_FORCE)))
    asked = standing.with_only_columns(Mandate.id, Mandate.case_id, Mandate.version, Mandate.offered_at).subquery()
    found = found.join(asked, asked.c.case_id == Guardian.case_id).where(desk.led.c.state.in_(RUNNING), *_asked_for(desk, OF_AGE))
    given = (MandateAcceptance.mandate_id == asked.c.id, MandateAcceptance.guardian_id == Guardian.id)
    found = found.where(desk.lacks(MandateAcceptance, *given))
    about = {"about": Guardian.party_id, "case_id": Guardian.case_id, "number": asked.c.version}
    return item("await-guardian-mandate", found, asked.c.offered_at, Guardian.id, **about)


def _uninvited_guardian(desk: Desk) -> Query:
    late = or_(Invitation.redeemed_at.is_not(None), Invitation.expires_at > NOW)
    live = (Invitation.guardian_id == Guardian.id, Invitation.voided_at.is_(None), late)
    return _awaited_guardian(desk, "invite-guardian", desk.lacks(Invitation, *live))


def _awaited_consent(desk: Desk) -> Query:
    said = (GuardianConsent.guardian_id == Guardian.id, GuardianConsent.created_at >= desk.led.c.round_began_at)
    informed = desk.has(Seat, Seat.guardian_id == Guardian.id, Seat.informed_at.is_not(None), Seat.ended_at.is_(None))
    return _awaited_guardian(desk, "await-consent", informed, desk.lacks(GuardianConsent, *said))


def _everyone(desk: Desk, model: Any) -> Query:
    """Everyone who is asked, beside what they are asked about, in the cases that one leads."""
    here = (Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None), desk.led.c.state.in_(RUNNING))
    found = desk.sight.within(model).join(desk.led, desk.led.c.case_id == model.case_id)
    return found.join(Party, Party.case_id == model.case_id).where(*here)


def _awaited_admission(desk: Desk) -> Query:
    given = (Admission.introduction_id == Introduction.id, Admission.party_id == Party.id)
    found = _everyone(desk, Introduction).where(*_TO_ADMIT, desk.lacks(Admission, *given))
    return item("await-admission", found, Introduction.created_at, Introduction.id, about=Party.id, case_id=Introduction.case_id)


def _awaited_release(desk: Desk) -> Query:
    found = _everyone(desk, OrganisationalSupport).where(OrganisationalSupport.released_at.is_(None))
    return _support("await-release", found.where(desk.lacks(Release, Release.party_id == Party.id, *release_stands())), about=Party.id)


def _awaited_confirmation(desk: Desk) -> Query:
    found = _everyone(desk, OrganisationalSupport).join(ReleasedItem, ReleasedItem.support_id == OrganisationalSupport.id)
    given = (SupportConfirmation.party_id == Party.id, *confirmation_stands())
    found = found.where(ReleasedItem.state == SupportState.DONE, desk.lacks(SupportConfirmation, *given))
    return _support("await-support-confirmation", found, about=Party.id)


OUTSTANDING_BESIDE: Final[tuple[Callable[[Desk], Query], ...]] = (
    _uninvited_guardian,
    _awaited_consent,
    _awaited_mandate,
    _awaited_admission,
    _awaited_release,
    _awaited_confirmation,
)
