"""Every turn a case can take, lived over HTTP: after each deed the store finds the situation that the rules decided (R3, R8, R9, R14)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.actions.deadlines import lapse, let_rest
from app.domain.cases import CaseState
from app.domain.confidentiality import Act
from app.domain.situation import Situation
from app.store.gate import Store
from tests.routers.playing import ANN, BEN, MODERATOR, playing
from tests.routers.succeeding import REGISTRAR, SUCCESSOR, WORKER, Succession
from tests.routers.watching import ALL, CEM, Watched, differs, looking_along

pytestmark = pytest.mark.usefixtures("the_world")

IN_YEARS = {"reviewOn": "2095-03-01"}
HARM = {"kinds": ["emotional"], "text": "Ik slaap slecht."}


class Turning(Watched, Succession):
    """A watched case whose people come and go."""

    def concerns(self, path: str) -> bool:
        """An offer that is declared, and an appointment that the registry ends, change the case too."""
        return super().concerns(path) or (bool(self.id) and path.startswith(("/offers/", "/appointments/")))

    def of_group(self, group: str, path: str) -> str:
        """An address below those who take part together."""
        return f"parties/{group}/{path}"

    async def to_three(self, moderator: str = MODERATOR) -> None:
        """Ann, Ben and Cem are ready, and have a mandate."""
        await self.to_readiness()
        await self.adds(CEM)
        await self.informs(CEM)
        await self.readies(*ALL)
        await self.moves("mandate")
        await self.accepts(await self.offers_mandate(), moderator, *ALL)
        await self.moves("in_process")

    async def worker_does(self, deed: Callable[[Store], Awaitable[None]], at: datetime) -> Situation:
        """What the worker leaves behind at a moment: what was decided, and nothing else."""
        self.eye.closes()
        async with self.app.state.database.store_for(WORKER, None) as store:
            await deed(store)
        async with self.app.state.database.store_for(WORKER, None) as store:
            found: Situation = await store.situation(UUID(self.id), at)
        assert self.eye.decided is not None
        differs("the worker comes by", self.eye.decided, found)
        return found

    async def promises(self, *ends: tuple[str, str]) -> list[str]:
        """After a conversation, what each promises another, agreed by all: the ids."""
        harm = (await self.does(ANN, "harms", HARM))["id"]
        await self.talks(ALL, harm)
        agreement = await self.does(ANN, "agreements", {"commitments": [self.promise(*each, **IN_YEARS) for each in ends]})
        await self.keeps(agreement)
        await self.confirms(agreement, *ALL)
        return [one["id"] for one in agreement["commitments"]]


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Turning:
    """A case that nobody has begun, with someone who looks along."""
    await playing(app, client)
    return Turning(app, client, looking_along(monkeypatch))


async def test_r3_s7_one_moderator_goes_and_another_comes_and_every_gate_finds_what_was_decided(play: Turning) -> None:
    await play.to_three()
    await play.says_yes(await play.plans(), ANN)
    await play.objects(BEN)
    assert await play.cannot(ANN, f"appointments/{(await play.appointment())['id']}/objections") in {"appointment-ended", "not-found"}
    await play.succeeds()
    await play.accept_moderator(*ALL)
    appointment = (await play.appointment())["id"]
    await play.does(CEM, "private-record-grants", {"appointmentId": appointment})
    await play.does(SUCCESSOR, "resumption")
    found = await play.found()
    assert (found.led, found.paused, found.mandate_in_force) == (True, False, False)
    assert [place.ready for place in found.places] == [True, True, True]
    await play.recuses(SUCCESSOR)
    assert not (await play.found()).led
    assert {Act.OBJECT, Act.PROPOSE_SUCCESSOR, Act.ANSWER_OFFER, Act.GRANT_PRIVATE, Act.RECUSE} <= play.watch.acts


async def test_r3_r17_the_registry_ends_it_and_the_worker_lets_it_rest(play: Turning) -> None:
    await play.to_three()
    await play.says_yes(await play.plans(), *ALL)
    appointment = (await play.appointment())["id"]
    await play.does(REGISTRAR, f"/appointments/{appointment}/ending")
    assert Act.END_APPOINTMENT in play.watch.acts
    now = datetime.now(UTC)
    rested = await play.worker_does(lambda store: let_rest(store, UUID(appointment), now), now)
    assert (rested.led, rested.paused, rested.session) == (False, True, None)


async def test_r17_when_no_successor_came_in_time_the_store_finds_the_end_that_was_decided(play: Turning) -> None:
    await play.to_three()
    await play.says_yes(await play.plans(), *ALL)
    await play.does(MODERATOR, f"appointments/{(await play.appointment())['id']}/recusal")
    later = datetime.now(UTC) + timedelta(days=61)
    ended = await play.worker_does(lambda store: lapse(store, UUID(play.id), later), later)
    assert (ended.state, ended.led, ended.paused, len(ended.places)) == (CaseState.CLOSED, False, False, 3)


async def test_r9_r14_whoever_goes_takes_along_what_needs_them_and_nothing_else(play: Turning) -> None:
    await play.to_three()
    kept, lost, owed = await play.promises((BEN, ANN), (CEM, ANN), (ANN, CEM))
    await play.moves("agreement")
    await play.does(CEM, play.of(CEM, "departure"))
    found = await play.found()
    assert {str(one.key): one.state.value for one in found.promises} == {kept: "agreed", lost: "lapsed", owed: "lapsed"}
    assert [str(place.party) for place in found.places] == [play.party[ANN], play.party[BEN]]
    assert not found.mandate_in_force
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN)
    await play.does(MODERATOR, play.of(BEN, "loss"), {"why": "death"})
    assert [one.state.value for one in (await play.found()).promises] == ["lapsed"] * 3
    assert {Act.DEPART, Act.RECORD_LOSS} <= play.watch.acts


async def test_r9_a_mandate_that_all_accept_ends_the_place_that_it_lists(play: Turning) -> None:
    await play.to_three()
    offered = await play.offers_mandate(notConcerned=[play.party[CEM]])
    await play.accepts(offered, MODERATOR, ANN, BEN)
    assert len((await play.found()).places) == 3
    await play.accepts(offered, CEM)
    found = await play.found()
    assert [str(place.party) for place in found.places] == [play.party[ANN], play.party[BEN]]
    assert found.mandate_in_force


async def test_r14_those_who_take_part_together_choose_who_speaks_for_them(play: Turning) -> None:
    await play.to_three()
    group: dict[str, Any] = await play.does(MODERATOR, "parties", {"displayName": "Wij samen", "kind": "collective"})
    members = {}
    for name in ALL:
        added = await play.does(MODERATOR, play.of_group(group["id"], "members"), {"partyId": play.party[name]})
        members[name] = added["id"]
    play.party["all"] = group["id"]
    for name in (ANN, CEM):
        await play.does(name, play.of_group(group["id"], "spokesperson-choices"), {"memberId": members[ANN]})
    found = await play.found()
    assert [str(one.spokesperson) for one in found.collectives] == [play.party[ANN]]
    (promise,) = await play.promises((BEN, "all"))
    await play.does(BEN, f"commitments/{promise}/reports")
    assert await play.cannot(CEM, f"commitments/{promise}/confirmation") in {"not-allowed", "not-found"}
    await play.does(ANN, f"commitments/{promise}/confirmation")
    await play.does(ANN, play.of(ANN, "departure"))
    assert [one.spokesperson for one in (await play.found()).collectives] == [None]
    assert {Act.KEEP_MEMBERS, Act.CHOOSE_SPOKESPERSON} <= play.watch.acts


async def test_r14_with_the_last_of_those_together_goes_what_was_promised_to_them(play: Turning) -> None:
    await play.to_three()
    group = (await play.does(MODERATOR, "parties", {"displayName": "Wij twee", "kind": "collective"}))["id"]
    for name in (ANN, CEM):
        await play.does(MODERATOR, play.of_group(group, "members"), {"partyId": play.party[name]})
    play.party["both"] = group
    (promise,) = await play.promises((BEN, "both"))
    for name, state, left_on in ((CEM, "agreed", None), (ANN, "lapsed", str(datetime.now(UTC).date()))):
        await play.does(name, play.of(name, "departure"))
        assert (await play.sees(BEN, f"commitments/{promise}"))["state"] == state
        assert (await play.sees(BEN, f"parties/{group}"))["leftOn"] == left_on
