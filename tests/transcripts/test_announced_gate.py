"""S11 as a property: whatever happens to the true gate, those who take part are told what the moderator last announced, and never why."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import FastAPI
from httpx import AsyncClient

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.routers.playing import COORDINATOR
from tests.scenarios.voices import neutral
from tests.transcripts.courses import CHILD, DAD, MUM, OZ
from tests.transcripts.played import ANN, BEN, Again, Played
from tests.transcripts.reading import Reading, differences

READERS: Final = (BEN, MUM, COORDINATOR)
"""Nobody to whom it happens: they know what they said themselves."""


class Gate:
    """A case whose gate was announced as open, and what closes it."""

    def __init__(self, play: Played, server: EmbeddedPostgres) -> None:
        self.play, self.server, self.reading = play, server, Reading(play)

    async def opened(self) -> None:
        """Ann is a child; everyone, and both her guardians, said yes to all there is, and a conversation is planned."""
        for decision in CHILD:
            await decision.arrive(self.play)
            last = decision.pairs[-1]
            await self.play.each(decision.says, *last.before, last.one, last.other)
        await self.play.moves("in_process")
        await self.play.plans()
        await self.play.each(Played.says_yes_today, ANN, BEN, OZ)

    async def withdraws(self) -> None:
        """Ann takes her yes back."""
        await self.play.does(ANN, f"{self.play.place[ANN]}/withdrawals")

    async def unsafe(self) -> None:
        """The moderator finds it unsafe for her."""
        await self.play.does(self.play.leads, f"{self.play.place[ANN]}/safety-assessments", {"result": "unsafe"})

    async def guardian_withdraws(self) -> None:
        """Her father takes his yes back."""
        await self.play.does(DAD, f"{self.play.place[DAD]}/consents", {"yes": False})

    async def declaration_expires(self) -> None:
        """Her yes has grown old."""
        self._expires("readiness_declaration", f"party_id = '{self.play.party[ANN]}'")

    async def consent_expires(self) -> None:
        """Her father's yes has grown old."""
        self._expires("guardian_consent", f"guardian_id = '{self.play.place[DAD].rpartition('/')[2]}'")

    def _expires(self, table: str, whose: str) -> None:
        self.server.execute(f"update {table} set expires_at = now() where {whose}", DATABASE)
        self.reading.wrote(table)

    async def unmet(self) -> int:
        """How much keeps it closed, as the moderator sees."""
        return len((await self.play.sees(self.play.leads, "readiness/conditions"))["unmet"])


CAUSES: Final[dict[str, tuple[Callable[[Gate], Awaitable[Any]], tuple[str, ...]]]] = {
    "a withdrawal": (Gate.withdraws, (DAD,)),
    "an expiry": (Gate.declaration_expires, (DAD,)),
    "an assessment": (Gate.unsafe, (ANN, DAD)),
    "a guardian's no": (Gate.guardian_withdraws, (ANN,)),
    "an expiry of a guardian's yes": (Gate.consent_expires, (ANN,)),
}
"""What closes the gate, and who must not notice besides those who always read."""


async def test_s11_the_parties_know_the_gate_as_announced_whatever_the_cause(
    app: FastAPI, client: AsyncClient, server: EmbeddedPostgres, again: Again
) -> None:
    gate = Gate(Played(app, client), server)
    with gate.reading.hearing(app.state.database.engines.values()):
        await gate.opened()
        assert await gate.unmet() == 0
        ids = await gate.reading.ids()
        before = {who: await gate.reading.told(who, ids) for who in (*READERS, ANN, DAD)}
        await again.save("opened")
        start, noticed, announced = gate.reading.moment(), [], {}
        for name, (close, others) in CAUSES.items():
            await close(gate)
            assert await gate.unmet() == 1, name
            for who in (*READERS, *others):
                noticed += [f"{name}, {who}: {said}" for said in differences(before[who], await gate.reading.told(who, ids))]
            await gate.play.does(gate.play.leads, "readiness/announcements", {"gate": "not_now"})
            announced[name] = [neutral(str(await gate.reading.told(who, ids))) for who in READERS]
            await again.back("opened")
            gate.reading.back(start)
    assert noticed == []
    assert {name: told == announced["a withdrawal"] for name, told in announced.items()} == dict.fromkeys(CAUSES, True)
    assert announced["a withdrawal"] != [neutral(str(before[who])) for who in READERS]
