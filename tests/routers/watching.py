"""A case played over HTTP by someone who looks along: what the rules decided of a deed, and what the store finds after it (R8)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.domain.confidentiality import Act, Role
from app.domain.deeds import decide
from app.domain.sessions import UPCOMING
from app.domain.situation import Deed, Promise, Situation
from app.jobs.worker import WORKER
from app.store.gate import Store
from tests.routers.playing import ANN, BEN, MODERATOR, Play

CEM: Final = "Cem"
ALL: Final = (ANN, BEN, CEM)


@dataclass
class Eye:
    """What a request looked at last, and what it decided."""

    case: UUID | None = None
    looked: Situation | None = None
    deed: Deed | None = None
    decided: Situation | None = None
    looks: list[Situation] = field(default_factory=list)

    def closes(self) -> None:
        """Forgets it, before the next request."""
        self.case = self.looked = self.deed = self.decided = None
        self.looks.clear()


def looking_along(monkeypatch: pytest.MonkeyPatch) -> Eye:
    """Looks along with every Store; what it looks at goes its way."""
    seen, look, judge = Eye(), Store.situation, Store.decide

    async def looking(store: Store, case_id: UUID, now: datetime, *, before: UUID | None = None) -> Situation:
        seen.case, seen.looked = case_id, await look(store, case_id, now, before=before)
        seen.looks.append(seen.looked)
        return seen.looked

    def deciding(store: Store, situation: Situation, deed: Deed) -> Situation:
        # The letter of somebody outside is put on the table besides: it is no part of the case as it is loaded (S5).
        stood = situation._replace(disclosure=None)
        assert any(stood == one for one in seen.looks)
        # What a contested note leaves is looked at besides; what is decided of is what stood before.
        decided = judge(store, situation, deed)
        seen.looked, seen.deed, seen.decided = stood, deed, decided._replace(disclosure=None)
        return decided

    monkeypatch.setattr(Store, "situation", looking)
    monkeypatch.setattr(Store, "decide", deciding)
    return seen


@dataclass
class Watch:
    """What the case was found in after its latest deed, and every deed that was decided since the watch began."""

    stood: Situation | None = None
    acts: set[Act] = field(default_factory=set)


class Watched(Play):
    """A play in which every deed is followed by a look at the case with fresh eyes."""

    kind = "watched"

    def __init__(self, app: FastAPI, client: httpx.AsyncClient, eye: Eye) -> None:
        super().__init__(app, client)
        self.eye, self.watch = eye, Watch()

    def known(self) -> dict[str, Any]:
        """What was found in the case besides."""
        return super().known() | {"watch": self.watch}

    def recalls(self, known: dict[str, Any]) -> None:
        """Know that too."""
        super().recalls(known)
        self.watch = known["watch"]

    async def found(self) -> Situation:
        """The situation as any later deed will find it, whoever leads the case or nobody."""
        async with self.app.state.database.store_for(WORKER, None) as store:
            situation: Situation = await store.situation(UUID(self.id), datetime.now(UTC))
            return situation

    def concerns(self, path: str) -> bool:
        """Whether what happens at an address can change this case."""
        return not path.startswith("/") or self._from_outside(path) is not None

    @staticmethod
    def _from_outside(path: str) -> tuple[Role, Act] | None:
        """Which deed it is of somebody who cannot look into the case, and whose own row says all that the rule asks."""
        if path.startswith("/released-items/"):
            return Role.COORDINATOR, Act.ANSWER_SUPPORT
        return (Role.REGISTRAR, Act.END_APPOINTMENT) if path.startswith("/appointments/") else None

    async def call(self, who: str, method: str, path: str, json: Any = None, etag: str | None = None) -> httpx.Response:
        """A call; of a deed in the case comes what was decided and nothing else, and of one that is declined nothing at all."""
        if method == "GET" or not self.concerns(path):
            return await super().call(who, method, path, json, etag)
        stood = self.watch.stood or await self.found()
        self.eye.closes()
        answer = await super().call(who, method, path, json, etag)
        said = f"{who} {method} {path} {answer.status_code}"
        assert self.eye.looked in {None, stood}, f"{said}: something changed before"
        expected = self._expected(stood, path, json) if answer.is_success else stood
        self.watch.stood = await self.found()
        differs(said, expected, self.watch.stood)
        return answer

    def _expected(self, stood: Situation, path: str, json: Any) -> Situation:
        if outside := self._from_outside(path):
            role, act = outside
            self.watch.acts.add(act)
            return decide(stood, role, Deed(act))
        if self.eye.decided is None or self.eye.deed is None:
            # Replanning is the one deed without a rule of its own: for another moment everyone says yes again (R7).
            assert path.startswith("sessions/")
            return stood.with_places(reconfirmed=False) if "plannedFor" in json else stood
        assert self.eye.case == UUID(self.id)
        self.watch.acts.add(self.eye.deed.act)
        return self.eye.decided

    async def changes(self, who: str, path: str, json: Any) -> None:
        """A change of what was read."""
        etag = (await self.call(who, "GET", path)).headers["etag"]
        answer = await self.call(who, "PATCH", path, json, etag)
        assert answer.status_code == 200, answer.text

    async def cannot(self, who: str, path: str, json: Any = None) -> str:
        """How a deed is declined."""
        answer = await self.call(who, "POST", path, json)
        assert answer.status_code in {403, 404, 409}, f"{who} {path} {answer.text}"
        return str(answer.json()["code"])

    def of(self, name: str, path: str) -> str:
        """An address below someone's place."""
        return f"parties/{self.party[name]}/{path}"

    async def invites(self, name: str) -> None:
        """A way in for someone, and they use it."""
        invitation = await self.does(MODERATOR, self.of(name, "invitations"))
        grant = {"grant_type": "urn:herstel:grant:invitation", "code": invitation["code"], "pin": invitation["pin"]}
        stood = self.watch.stood or await self.found()
        self.headers[name] = {"Authorization": f"Bearer {(await self.client.post('/token', data=grant)).json()['access_token']}"}
        # Whoever redeems is not in the case yet: no gate is asked, and what the rules say of it holds all the same.
        self.watch.stood = await self.found()
        self.watch.acts.add(Act.REDEEM)
        differs(f"{name} redeems", decide(stood, Role.PARTY, Deed(Act.REDEEM, UUID(self.party[name]))), self.watch.stood)

    async def adds(self, name: str) -> None:
        """Someone else turns out to be concerned, and comes in."""
        self.party[name] = (await self.does(MODERATOR, "parties", {"displayName": name}))["id"]
        await self.invites(name)

    async def welcomes(self, *names: str) -> None:
        """They accept the moderator."""
        appointment = (await self.items(ANN, "appointments"))[0]["id"]
        for name in names:
            await self.does(name, f"appointments/{appointment}/acceptances")

    async def says_yes(self, session: str, *names: str) -> None:
        """They say yes again for today."""
        for name in names:
            await self.does(name, f"{session}/reconfirmations", {"ready": True})

    async def talks(self, names: tuple[str, ...] = ALL, *discussed: str, **changes: Any) -> None:
        """A conversation from plan to end."""
        session = await self.plans(**changes)
        await self.says_yes(session, *names)
        await self.does(MODERATOR, f"{session}/start")
        await self.does(MODERATOR, f"{session}/end", {"discussedHarmIds": [*discussed]})

    def promise(self, owner: str, beneficiary: str, **day: str) -> dict[str, str]:
        """One commitment."""
        ends = {"ownerPartyId": self.party[owner], "beneficiaryPartyId": self.party[beneficiary]}
        return {"what": "Ik vraag het je eerst.", "howWeKnow": "We merken het.", "kind": "behavioural", **ends, **day}

    async def renegotiates(self, who: str, commitment: str, **day: str) -> Any:
        """Other terms in the place of those that stand."""
        other = {"what": "Ik vraag het je elke week.", "howWeKnow": "We merken het.", "kind": "behavioural", **day}
        return await self.does(who, f"commitments/{commitment}/renegotiations", other)

    async def confirms(self, agreement: Any, *names: str) -> None:
        """Their yes to the text."""
        for name in names:
            await self.does(name, f"agreements/{agreement['version']}/confirmations", {"hash": agreement["textHash"]})

    async def keeps(self, agreement: Any) -> None:
        """Every owner's yes to what they would keep."""
        names = {party: name for name, party in self.party.items()}
        for one in agreement["commitments"]:
            await self.does(names[one["ownerPartyId"]], f"commitments/{one['id']}/acceptance")


def differs(said: str, decided: Situation, found: Situation) -> None:
    """Fails, fact by fact, where what was decided is not what stands."""
    expected = as_it_is_kept(decided, found)
    wrong = {name: (getattr(expected, name), getattr(found, name)) for name in Situation._fields}
    assert {name: pair for name, pair in wrong.items() if pair[0] != pair[1]} == {}, said


def as_it_is_kept(decided: Situation, found: Situation) -> Situation:
    """What was decided, but for what a decision cannot know."""
    if decided.session not in UPCOMING:
        # A conversation that is over says no more than none: whoever asks for its next step hears the same.
        decided = decided._replace(session=None, session_counts=False)
    if len(decided.proposals) == len(found.proposals):
        pairs = zip(decided.proposals, found.proposals, strict=True)
        decided = decided._replace(proposals=tuple(born(new, row) for new, row in pairs))
    return decided


def born(new: Promise, row: Promise) -> Promise:
    """A promise that is put forward has its key, and its day, from its row."""
    return new if new.key is not None else new._replace(key=row.key, due=row.due)
