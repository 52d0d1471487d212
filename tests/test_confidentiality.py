"""One truth about who sees what: the Store itself (crossing), every address (matrix) and every word (words), judged by hand."""

from typing import Any, Final
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.orm import configure_mappers

from app.domain.confidentiality import SEES, Reach, Role, Secrecy, sees
from app.store.models.base import Row
from app.store.models.cases import Seat
from app.store.models.disclosures import DisclosureConsent, DisclosureVeto
from app.store.models.groups import SpokespersonChoice
from app.store.models.supports import ReleasedItem
from app.store.reaches import REACH_SQL
from tests.behind import LOOK
from tests.people import ASKED, FOREIGN, MINE, OTHER, PEOPLE, key
from tests.world import World

configure_mappers()
MODELS: Final = sorted((mapper.class_ for mapper in Row.registry.mappers), key=lambda model: model.__name__)
INSIDE: Final = {MINE: key(MINE), ASKED: key(ASKED), OTHER: key(OTHER), FOREIGN: key(FOREIGN)}


async def rows_of(app: FastAPI, who: str, model: type[Row]) -> list[Any]:
    """Every row of this kind that the Store gives this person."""
    async with app.state.database.store_for(PEOPLE[who].principal, LOOK) as store:
        return list(await store.rows(store.within(model)))


def case_of(row: Any) -> UUID | None:
    """The case that a row belongs to."""
    return row.id if type(row).__name__ == "Case" else getattr(row, "case_id", None)


# Whose cases each of them may have anything of at all; expected by hand.
CASES: Final[dict[str, set[str]]] = {
    "admin": set(),
    "registrar": {MINE, ASKED, OTHER, FOREIGN},
    "member": {ASKED},
    "coordinator": {MINE},
    "moderator": {MINE, ASKED},
    "party": {MINE},
    "second_party": {MINE},
    "guardian": {MINE},
    "supporter": {MINE},
    "auditor": set(),
    "other_coordinator": {OTHER},
    "other_moderator": {OTHER, FOREIGN},
    "other_party": {OTHER},
    "foreign_admin": set(),
    "foreign_coordinator": {FOREIGN},
    "foreign_party": {FOREIGN},
}


# What people who asked for themselves released reaches every coordinator of their organisation; no route says of which case.
RELEASED_TO_ALL: Final = {"coordinator": {ASKED}, "other_coordinator": {ASKED}}
# Who led a case before is asked about the words that would leave it, and sees their own answer.
LED_BEFORE: Final = {"moderator": {OTHER}}


async def test_crossing_the_store_yields_no_row_of_another_case_or_tenant(app: FastAPI, database: str, the_world: World) -> None:
    """S1, T1: for every model and everyone, straight from the Store."""
    names = {id: name for name, id in INSIDE.items()}
    for who, expected in CASES.items():
        met: set[str] = set()
        for model in MODELS:
            rows = await rows_of(app, who, model)
            found = {names[case] for row in rows if (case := case_of(row))}
            found -= RELEASED_TO_ALL.get(who, set()) if model is ReleasedItem else set()
            found -= LED_BEFORE.get(who, set()) if model in {DisclosureVeto, DisclosureConsent} else set()
            assert found <= expected, f"{who} reaches {model.__name__} of {found - expected}"
            met |= found
            # A registry keeps its moderators' ties to everybody's organisations, their appointments, and what was destroyed of their cases.
            organisations = {row.organisation_id for row in rows if hasattr(row, "organisation_id")} - {key("registry")}
            if PEOPLE[who].role is not Role.MODERATOR and model.__name__ not in {"Tie", "Seat", "DestructionCertificate"}:
                assert organisations <= {key(PEOPLE[who].organisation)}, f"{who} reaches {model.__name__} of another tenant"
        assert met == expected, f"{who} does not reach what is theirs"


async def test_crossing_what_was_released_reaches_the_one_to_whom_it_is_addressed(app: FastAPI, database: str, the_world: World) -> None:
    """Referred: whoever referred it, and no colleague of theirs. Asked for by people themselves: any coordinator of the organisation."""
    reached = {who: {row.case_id for row in await rows_of(app, who, ReleasedItem)} for who in PEOPLE}
    assert {who: cases for who, cases in reached.items() if PEOPLE[who].role is Role.COORDINATOR} == {
        "coordinator": {key(MINE), key(ASKED)},
        "other_coordinator": {key(OTHER), key(ASKED)},
        "foreign_coordinator": {key(FOREIGN)},
    }
    for who in ("admin", "registrar", "member", "supporter", "auditor", "foreign_admin"):
        assert reached[who] == set()


async def test_s5_s7_whoever_led_a_case_before_reaches_what_they_are_asked_and_their_own_answer_and_no_other_row_of_it(
    app: FastAPI, database: str, the_world: World
) -> None:
    of_other = [row for model in MODELS for row in await rows_of(app, "moderator", model) if case_of(row) == key(OTHER)]
    assert {row.id for row in of_other} == {key(OTHER, "veto"), key(OTHER, "veto answer")}


async def test_r3_s8_a_registry_reaches_its_moderators_seats_and_what_was_destroyed_and_nothing_else_of_any_case(
    app: FastAPI, database: str, the_world: World
) -> None:
    inside = [row for model in MODELS for row in await rows_of(app, "registrar", model) if case_of(row)]
    assert {type(row).__name__ for row in inside} == {"Seat", "DestructionCertificate"}
    assert {row.role for row in inside if isinstance(row, Seat)} == {Role.MODERATOR}


def speaker(row: Any) -> UUID:
    """Whose answer it is: a party's, or that of one member of a group who has a place."""
    of_members = {key(MINE, "membership", number): key(MINE, "party", number) for number in (0, 1)}
    found: UUID = of_members[row.member_id] if isinstance(row, SpokespersonChoice) else row.party_id
    return found


async def test_s10_each_party_has_only_their_own_answers_and_private_rows(app: FastAPI, database: str, the_world: World) -> None:
    own = {"party": key(MINE, "party", 0), "second_party": key(MINE, "party", 1)}
    for who, mine in own.items():
        for model in MODELS:
            if model.secrecy in {Secrecy.ANSWER, Secrecy.PRIVATE}:
                owners = {speaker(row) for row in await rows_of(app, who, model)}
                assert owners <= {mine}, f"{who} reaches {model.__name__} of somebody else"


async def test_every_kind_of_row_of_an_own_case_is_in_the_world(the_world: World) -> None:
    missing = {model.__name__ for model in MODELS if not the_world.of(model)} - {"Overlap"}
    assert missing == set()


def test_every_reach_of_a_class_is_defined_for_each_of_its_rows() -> None:
    for model in MODELS:
        needed = {reach for reach in SEES[model.secrecy] if reach is not Reach.NONE}
        assert needed <= set(REACH_SQL[model]), f"{model.__name__} lacks {needed - set(REACH_SQL[model])}"


def test_s2_the_admin_sees_nothing_but_the_directory() -> None:
    assert {secrecy for secrecy in Secrecy if sees(Role.ADMIN, secrecy) is not Reach.NONE} == {Secrecy.DIRECTORY}


def test_s3_every_row_of_the_grids_has_a_cell_for_every_role() -> None:
    assert {len(cells) for cells in SEES.values()} == {10}
    assert set(SEES) == set(Secrecy)
