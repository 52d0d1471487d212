"""The groups of each case of the world: both parties together, for whom the first speaks; and one with a place that has ended."""

from collections.abc import Iterator

from app.domain.parties import PartyKind, PlaceEnd
from app.store.models import groups, parties
from app.store.models.base import Row
from tests.people import THEN, key, word


def together(case: str) -> Iterator[Row]:
    """Something can be promised to both of them at once; each chose who speaks for that."""
    id, team = key(case), key(case, "collective")
    first = key(case, "membership", 0)
    yield parties.Party(id=team, case_id=id, kind=PartyKind.COLLECTIVE, display_name=word(case, "collective"), spokesperson_id=first)
    for number in (0, 1):
        mine = key(case, "membership", number)
        yield groups.GroupMember(id=mine, case_id=id, group_party_id=team, party_id=key(case, "party", number))
    for number in (0, 1):
        own = {"member_id": key(case, "membership", number), "chosen_id": first}
        yield groups.SpokespersonChoice(id=key(case, "choice", number), case_id=id, group_party_id=team, **own)


def gone(case: str) -> Iterator[Row]:
    """A group whose place has ended, one of its members, and what a party tells of a group without a place."""
    id, left, member = key(case), key(case, "left group"), key(case, "member")
    yield parties.Party(id=left, case_id=id, kind=PartyKind.GROUP, display_name=word(case, "left group"), left_on=THEN.date())
    yield groups.PlaceEnding(id=key(case, "place ending"), case_id=id, party_id=left, why=PlaceEnd.NOT_CONCERNED)
    yield groups.GroupMember(id=member, case_id=id, group_party_id=left, display_name=word(case, "member"))
    yield parties.SecrecyAcceptance(id=key(case, "secrecy", "member"), case_id=id, member_id=member, version=1, text_hash="0" * 64)
    told = {"group_name": word(case, "group name"), "kinds": ["material"], "text": word(case, "group harm")}
    yield groups.GroupHarm(id=key(case, "group harm"), case_id=id, party_id=key(case, "party", 0), **told)
