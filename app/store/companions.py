"""Queries on those who are there beside the parties."""

from collections.abc import Sequence
from uuid import UUID

from app.domain.companions import CompanionKind
from app.domain.errors import Unknown
from app.store.gate import Statement, Store
from app.store.models.cases import Case, Process, Seat
from app.store.models.companions import Admission, Companion, Introduction, Presence
from app.store.models.parties import Invitation
from app.store.models.sessions import Session


async def supporters(store: Store, case_id: UUID) -> Statement[Companion]:
    """The supporters that the caller brings; for the moderator everyone's."""
    return (await store.below(Process, case_id, Companion)).where(Companion.kind == CompanionKind.SUPPORTER)


async def supporter(store: Store, case_id: UUID, supporter_id: UUID) -> Companion:
    """One of them."""
    return _kept(await store.one(Companion, supporter_id, inside=case_id), brought=True)


async def named(store: Store, case_id: UUID, companion_id: UUID) -> Companion:
    """Whom the moderator named for a conversation."""
    return _kept(await store.one(Companion, companion_id, inside=case_id), brought=False)


def _kept(companion: Companion, *, brought: bool) -> Companion:
    if (companion.kind is CompanionKind.SUPPORTER) is not brought:
        raise Unknown
    return companion


async def for_session(store: Store, case_id: UUID, session_id: UUID) -> Statement[Companion]:
    """Whom the moderator named for this conversation, with how to reach them."""
    await store.one(Session, session_id, inside=case_id)
    introduced = store.within(Introduction).where(Introduction.session_id == session_id).with_only_columns(Introduction.id)
    return (await store.below(Process, case_id, Companion)).where(Companion.id.in_(introduced))


async def introduction(store: Store, case_id: UUID, companion_id: UUID) -> Introduction | None:
    """What all were told of someone, if they were."""
    return await store.first(store.within(Introduction).where(Introduction.case_id == case_id, Introduction.id == companion_id))


async def admitted(store: Store, case_id: UUID) -> Sequence[Introduction]:
    """The supporters whom all have admitted."""
    return await store.rows(store.within(Introduction).where(Introduction.case_id == case_id, Introduction.admitted_by_all_at.is_not(None)))


async def admissions(store: Store, case_id: UUID, introduction_id: UUID) -> Statement[Admission]:
    """Those admissions of someone that the caller may see (S10)."""
    await store.one(Introduction, introduction_id, inside=case_id)
    return (await store.below(Process, case_id, Admission)).where(Admission.introduction_id == introduction_id)


async def my_admission(store: Store, introduction_id: UUID, party_id: UUID | None) -> Admission | None:
    """This party's yes to someone."""
    given = store.within(Admission).where(Admission.introduction_id == introduction_id)
    return await store.first(given.where(Admission.party_id == party_id))


async def presences(store: Store, case_id: UUID, session_id: UUID) -> Statement[Presence]:
    """Who stood by in a conversation; below the shell, as whoever stood by sees no more of the case."""
    await store.one(Session, session_id, inside=case_id)
    return (await store.below(Case, case_id, Presence)).where(Presence.session_id == session_id)


async def presence(store: Store, session_id: UUID, introduction_id: UUID) -> Presence | None:
    """That this one was there."""
    there = store.within(Presence).where(Presence.session_id == session_id)
    return await store.first(there.where(Presence.introduction_id == introduction_id))


async def known(store: Store, case_id: UUID, companion_id: UUID) -> None:
    """`Unknown` unless the caller is this one beside the parties, or may know of them."""
    await store.one(Case, case_id)
    if await seat(store, case_id, companion_id) is None:
        await store.one(Companion, companion_id, inside=case_id)


async def seat(store: Store, case_id: UUID, companion_id: UUID) -> Seat | None:
    """The seat through which someone beside the parties enters: their own to see, and the moderator's."""
    here = store.within(Seat).where(Seat.case_id == case_id, Seat.companion_id == companion_id)
    return await store.first(here.where(Seat.ended_at.is_(None)))


async def invitations(store: Store, case_id: UUID, companion_id: UUID) -> Statement[Invitation]:
    """The invitations of someone beside the parties: the moderator's to see, and their own."""
    await known(store, case_id, companion_id)
    return store.listing(Invitation).where(Invitation.case_id == case_id, Invitation.companion_id == companion_id)
