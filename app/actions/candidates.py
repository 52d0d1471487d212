"""Moderators who could take a case: found, proposed by those who know the names, and offered the case if nothing ties them (R2, R3)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from app.domain.errors import Invalid
from app.domain.intake import Concerned
from app.domain.offers import Availability
from app.domain.vocabulary import Expertise
from app.store import intake
from app.store.gate import Store
from app.store.models.cases import Case
from app.store.models.intake import Offer, ProposedModerator
from app.store.models.registry import Moderator
from app.store.models.succession import SuccessorProposal

Proposal = TypeVar("Proposal", ProposedModerator, SuccessorProposal)


async def candidates(
    store: Store, ids: Sequence[UUID], expertise: Sequence[Expertise], out: Collection[UUID], where: str
) -> Sequence[Moderator]:
    """Those of these ids, each once, or without any whoever has the expertise; `Invalid` at its place in `where` for an unknown one."""
    if not ids:
        return await intake.moderators_with(store, expertise, out)
    found = {moderator.id: moderator for moderator in await intake.moderators_by_id(store, ids)}
    for place, id in enumerate(ids):
        if id not in found:
            raise Invalid("unknown-id", f"/{where}/{place}")
    return [found[id] for id in dict.fromkeys(ids)]


def proposed(kind: type[Proposal], case_id: UUID, moderator: Moderator, free: bool, **by: UUID) -> Proposal:
    """What is shown of whom somebody proposed: asked, or not available, and never why (R3)."""
    return kind(
        case_id=case_id,
        moderator_id=moderator.id,
        principal_id=moderator.principal_id,
        name=moderator.name,
        availability=Availability.ASKED if free else Availability.NOT_AVAILABLE,
        **by,
    )


def offered(
    case: Case,
    moderator: Moderator,
    expertise: Sequence[Expertise],
    names: list[str],
    concerned: Concerned,
    open_until: date | None,
    *,
    successor: bool = False,
) -> Offer:
    """The case as it is offered to one moderator: what was asked for, who is proposed, and to whom they may have no tie (R2)."""
    wanted = [item.value for item in expertise]
    return Offer(
        case_id=case.id,
        moderator_id=moderator.id,
        offered_to_id=moderator.principal_id,
        moderator_name=moderator.name,
        setting=case.setting,
        organisation_id=case.organisation_id,
        expertise=wanted,
        expertise_matches=not wanted or bool({*wanted} & {*moderator.expertise}),
        proposed_names=names,
        concerned_people=sorted(concerned.people),
        concerned_units=sorted(concerned.units),
        open_until=open_until,
        successor=successor,
    )
