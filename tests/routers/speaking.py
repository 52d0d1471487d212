"""A case in which a council has one place, and Ann, Ben and Cem are a team."""

from typing import Any, Final

from tests.routers.playing import ANN, MODERATOR
from tests.routers.watching import ALL, CEM, Watched

COUNCIL, TEAM = "Council", "Team"
MIA, NOA, OZ = "Mia", "Noa", "Oz"
MEMBERS: Final = (MIA, NOA, OZ)


class Spoken(Watched):
    """A watched case with groups in it."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.member: dict[str, str] = {}

    async def groups(self, kind: str, name: str) -> None:
        """A group turns out to be concerned, or those who take part are named together."""
        self.party[name] = (await self.does(MODERATOR, "parties", {"displayName": name, "kind": kind}))["id"]

    async def belongs(self, group: str, *names: str, **more: Any) -> None:
        """They are written down as members: by their place, or by name."""
        for name in names:
            who = {"partyId": self.party[name]} if group == TEAM else {"displayName": name}
            self.member[name] = (await self.does(MODERATOR, self.of(group, "members"), {**who, **more}))["id"]

    def as_member(self, name: str, path: str = "", group: str = COUNCIL) -> str:
        """An address below a member."""
        return self.of(group, f"members/{self.member[name]}/{path}").rstrip("/")

    async def lets_in(self, *names: str) -> None:
        """A way in for members, and they use it."""
        for name in names:
            invitation = await self.does(MODERATOR, self.as_member(name, "invitations"))
            grant = {"grant_type": "urn:herstel:grant:invitation", "code": invitation["code"], "pin": invitation["pin"]}
            token = (await self.client.post("/token", data=grant)).json()["access_token"]
            self.headers[name] = {"Authorization": f"Bearer {token}"}

    async def informs_members(self, *names: str) -> None:
        """They accept the statement, each for themselves (S0)."""
        statement = (await self.client.get("/secrecy-statement")).json()
        for name in names:
            await self.does(name, self.as_member(name, "secrecy-acceptance"), {"hash": statement["hash"]})

    async def choose(self, speaker: str, *names: str, group: str = COUNCIL) -> None:
        """They say who should speak for them."""
        for name in names:
            await self.does(name, self.of(group, "spokesperson-choices"), {"memberId": self.member[speaker]})

    async def council(self) -> None:
        """Three members have come in, informed; nobody speaks yet."""
        await self.groups("group", COUNCIL)
        await self.belongs(COUNCIL, *MEMBERS)
        await self.lets_in(*MEMBERS)
        await self.informs_members(*MEMBERS)

    async def speaks(self, name: str = MIA) -> None:
        """One of them speaks for the council from now on: their headers are its own."""
        await self.choose(name, *MEMBERS[:2])
        self.headers[COUNCIL] = self.headers[name]

    async def team(self) -> None:
        """Cem takes part too, and all three are a team."""
        await self.adds(CEM)
        await self.informs(CEM)
        await self.groups("collective", TEAM)
        await self.belongs(TEAM, *ALL)

    async def team_talks(self) -> str:
        """The team has talked, and what harmed Ann was talked about: her harm."""
        await self.to_readiness()
        await self.team()
        await self.readies(*ALL)
        await self.moves("mandate")
        await self.accepts(await self.offers_mandate(), MODERATOR, *ALL)
        await self.moves("in_process")
        harm = str((await self.does(ANN, "harms", {"kinds": ["emotional"], "text": "Ik slaap slecht."}))["id"])
        await self.talks(ALL, harm)
        return harm

    async def promised(self, *promises: dict[str, str]) -> list[str]:
        """What is agreed by everyone and accepted by every owner: the ids."""
        agreement = await self.does(ANN, "agreements", {"commitments": [*promises]})
        await self.keeps(agreement)
        await self.confirms(agreement, *ALL)
        return [one["id"] for one in agreement["commitments"]]
