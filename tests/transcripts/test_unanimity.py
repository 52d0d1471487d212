"""S10 as a property: where all must agree, nobody learns from anything who has not yet.

For each decision that all must take, everything that a third party and the organisation can be told is read before and
after one more person has answered. Nothing may differ, down to order, times, counts, links and errors; and once all have answered, nothing
may tell in which order they did.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, NamedTuple

import httpx
import pytest
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.routers.playing import MODERATOR, YES
from tests.scenarios.voices import neutral
from tests.transcripts.reading import Ids, ids_of, told
from tests.transcripts.three import ANN, BEN, CEM, EVERYONE, Again, Answer, Three, three

OBSERVERS: Final = (CEM, "coordinator")


class Decision(NamedTuple):
    """What all must take: how a case comes to it, and how one answers."""

    arrive: Callable[[Three], Awaitable[Any]]
    answer: Answer


async def _informed(play: Three, who: str) -> None:
    await play.informs(who)


async def _ready(play: Three, who: str) -> None:
    await play.does(who, f"parties/{play.party[who]}/readiness-declarations", YES)


async def _assessed(play: Three) -> None:
    await play.to_readiness()
    for name in EVERYONE:
        await play.does(MODERATOR, f"parties/{play.party[name]}/safety-assessments", {"result": "safe"})


async def _welcome(play: Three, who: str) -> None:
    appointment = (await play.items(who, "appointments"))[0]["id"]
    await play.does(who, f"appointments/{appointment}/acceptances")


async def _mandate_offered(play: Three) -> None:
    await play.to_mandate()
    await play.accepts(await play.offers_mandate(), MODERATOR)


async def _mandate(play: Three, who: str) -> None:
    await play.accepts((await play.items(who, "mandates"))[-1], who)


async def _planned(play: Three) -> None:
    await play.to_conversation()
    await play.plans()


async def _reconfirmed(play: Three, who: str) -> None:
    session = (await play.items(who, "sessions"))[-1]["id"]
    await play.does(who, f"sessions/{session}/reconfirmations", {"ready": True})


async def _recorded(play: Three) -> None:
    await play.does(MODERATOR, f"{await play.talked()}/record", {"text": "Wij spraken over de ochtend."})


async def _approved(play: Three, who: str) -> None:
    session = (await play.items(who, "sessions"))[-1]["id"]
    record = await play.sees(who, f"sessions/{session}/record")
    await play.does(who, f"sessions/{session}/record/approvals", {"hash": record["textHash"]})


async def _agreed(play: Three, who: str) -> None:
    agreement = (await play.items(who, "agreements"))[-1]
    own = next(one for one in await play.items(who, "commitments") if one["ownerPartyId"] == play.party[who])
    await play.does(who, f"commitments/{own['id']}/acceptance")
    await play.does(who, f"agreements/{agreement['version']}/confirmations", {"hash": agreement["textHash"]})


def _says(question: str) -> Answer:
    async def answer(play: Three, who: str) -> None:
        await play.does(who, "outcome-confirmations", {"question": question, "yes": True})

    return answer


async def _looking_back(play: Three) -> None:
    await play.talked()
    await play.each(_says("no_commitments_needed"))
    await play.moves("aftercare")


DECISIONS: Final[dict[str, Decision]] = {
    "the secrecy statement": Decision(Three.begins, _informed),
    "readiness": Decision(_assessed, _ready),
    "the moderator": Decision(Three.to_readiness, _welcome),
    "the mandate": Decision(_mandate_offered, _mandate),
    "today's yes": Decision(_planned, _reconfirmed),
    "a record": Decision(_recorded, _approved),
    "an agreement": Decision(Three.proposed, _agreed),
    "no commitments needed": Decision(Three.talked, _says("no_commitments_needed")),
    "restored": Decision(_looking_back, _says("restored")),
    "self-resolved": Decision(Three.to_readiness, _says("self_resolved")),
}


@pytest.fixture
async def again(app: FastAPI, server: EmbeddedPostgres) -> AsyncIterator[Again]:
    """A way back to a moment of this test."""
    found = Again(app, server)
    yield found
    await found.forget()


@pytest.mark.parametrize("name", DECISIONS)
async def test_s10_nobody_learns_who_has_not_yet(name: str, app: FastAPI, client: httpx.AsyncClient, again: Again) -> None:
    play, decision = await three(app, client), DECISIONS[name]
    await decision.arrive(play)
    await decision.answer(play, CEM)
    ids = await ids_of(play)
    await again.save()
    before, ends = await _everyone(play, ids), []
    for first, last in ((ANN, BEN), (BEN, ANN)):
        await decision.answer(play, first)
        assert await _everyone(play, ids) == before
        await decision.answer(play, last)
        ends.append(neutral("\n".join(line for lines in (await _everyone(play, ids)).values() for line in lines)))
        await again.back()
    assert ends[0] == ends[1]


async def _everyone(play: Three, ids: Ids) -> dict[str, list[str]]:
    return {who: await told(play, who, ids) for who in OBSERVERS}
