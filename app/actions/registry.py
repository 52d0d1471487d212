"""Deeds of the moderators' registry: who is registered, and with which ties (R2, R3)."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from app.domain.confidentiality import Act
from app.domain.directory import OrganisationKind
from app.domain.errors import NotAllowed
from app.domain.identity import principal_id
from app.domain.vocabulary import Expertise
from app.store.gate import Store
from app.store.models.directory import Organisation
from app.store.models.registry import Moderator, Qualification, Tie


class TieTo(NamedTuple):
    """What a moderator is tied to: an organisation, or one unit or person in it."""

    organisation_id: UUID
    unit_id: UUID | None = None
    person_id: UUID | None = None


async def register(
    store: Store, name: str, expertise: Sequence[Expertise], identity: tuple[str, str], qualification: str | None, ties: Sequence[TieTo]
) -> Moderator:
    """A moderator of the caller's registry; `identity` is the registry's issuer and what it calls them."""
    registry = await store.under(Organisation, store.who.organisation_id, Act.REGISTER_MODERATOR)
    if registry.kind is not OrganisationKind.MODERATORS_REGISTRY:
        raise NotAllowed
    moderator = Moderator(
        organisation_id=registry.id, principal_id=principal_id(*identity), name=name, expertise=[item.value for item in expertise]
    )
    store.add(moderator)
    await store.flush()
    store.add(Qualification(organisation_id=registry.id, moderator_id=moderator.id, text=qualification))
    store.add(*(_tie(moderator, tie) for tie in ties))
    return moderator


async def add_tie(store: Store, moderator_id: UUID, tie: TieTo) -> Tie:
    """One more tie; it counts for every offer that is not yet declared."""
    row = _tie(await store.under(Moderator, moderator_id, Act.REGISTER_MODERATOR), tie)
    store.add(row)
    return row


def _tie(moderator: Moderator, tie: TieTo) -> Tie:
    return Tie(moderator_id=moderator.id, registry_id=moderator.organisation_id, **tie._asdict())
