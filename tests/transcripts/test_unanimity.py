"""S10 as a property: where all must agree, nobody learns from anything who has not yet.

For each decision that all must take, everything that everybody else can be told is read before and after one more person has answered, for
each of the two whose answer is still awaited. Nothing may differ, down to order, times, counts, links and errors; and once both have
answered, nothing may tell in which order they did. Each course goes on with what the last two orders left; a long case is watched in
stretches, each from where the one before it ends.
"""

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from tests.scenarios.voices import neutral
from tests.transcripts.courses import COURSES, Course, Decision, Pair
from tests.transcripts.played import Again, Played
from tests.transcripts.reading import Reading, Transcript, differences


class Watched:
    """A course, and what everybody is told of it."""

    def __init__(self, play: Played, again: Again) -> None:
        self.play, self.again, self.reading = play, again, Reading(play)
        self.leaks: list[str] = []

    async def took(self, decision: Decision) -> None:
        """One decision that is watched elsewhere, in the order in which the case goes on from there."""
        await decision.arrive(self.play)
        last = decision.pairs[-1]
        await self.play.each(decision.says, *last.before, last.other, last.one)

    async def takes(self, decision: Decision) -> None:
        """One decision, by every pair; the case goes on from what the last one answered."""
        await decision.arrive(self.play)
        *pairs, last = decision.pairs
        if pairs:
            # Remembered by every pair to come.
            ids = await self.reading.ids(self.play.leads)
            for who in {who for pair in decision.pairs for who in pair.readers}:
                await self.reading.told(who, ids)
        for pair in pairs:
            await self.again.save("arrived")
            start = self.reading.moment()
            await self._by(decision, pair)
            await self.again.back("arrived")
            self.reading.back(start)
        await self._by(decision, last)

    async def remembers(self, who: str) -> bool:
        """Whether what is remembered for someone is what they are told."""
        ids = await self.reading.ids(self.play.leads)
        return await self.reading.told(who, ids) == await self.reading.afresh(who, ids)

    async def _by(self, decision: Decision, pair: Pair) -> None:
        await self.play.each(decision.says, *pair.before)
        ids = await self.reading.ids(self.play.leads)
        before = {who: await self.reading.told(who, ids) for who in pair.readers}
        await self.again.save("two_left")
        start = self.reading.moment()
        ends: list[dict[str, Transcript]] = []
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if ends:
                await self.again.back("two_left")
                self.reading.back(start)
            await decision.says(self.play, one)
            for who in pair.readers:
                found = differences(before[who], await self.reading.told(who, ids))
                self.leaks += [f"{decision.name}, {who}, {one} before {other}: {said}" for said in found]
            await decision.says(self.play, other)
            ends.append({who: _without_moments(await self.reading.told(who, ids)) for who in pair.readers})
        for who in pair.readers:
            found = differences(ends[0][who], ends[1][who])
            self.leaks += [f"{decision.name}, {who}, after {pair.one} and {pair.other} in either order: {said}" for said in found]


def _without_moments(transcript: Transcript) -> Transcript:
    lines = neutral("\n".join(f"{answer.headers} {answer.text}" for answer in transcript.values())).split("\n")
    return {asked: answer._replace(headers=(), text=line) for (asked, answer), line in zip(transcript.items(), lines, strict=True)}


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
async def test_s10_nobody_learns_who_has_not_yet(course: Course, app: FastAPI, client: AsyncClient, again: Again) -> None:
    watched = Watched(Played(app, client), again)
    with watched.reading.hearing(app.state.database.engines.values()):
        for decision in course.before:
            await watched.took(decision)
        for decision in course.watched:
            await watched.takes(decision)
        assert await watched.remembers(course.watched[-1].pairs[-1].readers[0])
    assert watched.leaks == []
