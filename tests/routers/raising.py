"""A case with a young party in it, and those who hold authority over her."""

from datetime import UTC, date, datetime
from typing import Any, Final

from tests.routers.playing import ANN, BEN, MODERATOR
from tests.routers.watching import Watched

MUM, DAD = "Mum", "Dad"
TODAY: Final = datetime.now(UTC).date()
ADMITTED: Final = {200, 201}


def years_ago(years: int, today: date = TODAY) -> str:
    """The birth date of whoever is so old today; of whoever was born on 29 February it is the day after."""
    # Somebody who turns sixteen today did so when the day began.
    day = (3, 1) if (today.month, today.day) == (2, 29) else (today.month, today.day)
    return str(date(today.year - years, *day))


class Raised(Watched):
    """A watched case in which Ann is young."""

    guardian: dict[str, str]

    async def is_young(self, years: int = 12) -> None:
        """Ann's birth date, recorded by the moderator."""
        await self.does(MODERATOR, self.of(ANN, "birth-date"), {"bornOn": years_ago(years)})

    async def records(self, *names: str) -> None:
        """Guardians of Ann, recorded and invited; they come in and are informed."""
        self.guardian = {**getattr(self, "guardian", {})}
        for name in names:
            row = await self.does(MODERATOR, self.of(ANN, "guardians"), {"displayName": name, "contact": f"{name}@post.example"})
            self.guardian[name] = row["id"]
            await self.lets_in(name)
            await self.informs_guardian(name)

    def beside(self, name: str, path: str = "") -> str:
        """An address below a guardian of Ann."""
        return f"parties/{self.party[ANN]}/guardians/{self.guardian[name]}/{path}".rstrip("/")

    async def lets_in(self, name: str) -> Any:
        """A way in for a guardian, and they use it."""
        invitation = await self.does(MODERATOR, self.beside(name, "invitations"))
        grant = {"grant_type": "urn:herstel:grant:invitation", "code": invitation["code"], "pin": invitation["pin"]}
        token = (await self.client.post("/token", data=grant)).json()
        self.headers[name] = {"Authorization": f"Bearer {token['access_token']}"}
        return token

    async def informs_guardian(self, name: str) -> None:
        """A guardian accepts the statement (S0)."""
        statement = (await self.client.get("/secrecy-statement")).json()
        await self.does(name, self.beside(name, "secrecy-acceptance"), {"hash": statement["hash"]})

    async def consents(self, name: str, *, yes: bool = True) -> Any:
        """A guardian's own yes or no."""
        return await self.does(name, self.beside(name, "consents"), {"yes": yes})

    async def unmet(self) -> list[tuple[str, str | None]]:
        """What keeps the gate closed, as the moderator sees it."""
        found = (await self.sees(MODERATOR, "readiness/conditions"))["unmet"]
        return [(one["code"], one["partyId"]) for one in found]

    async def grown(self) -> None:
        """Both ready, Ann a child with two guardians who are informed."""
        await self.to_readiness()
        await self.is_young()
        await self.records(MUM, DAD)
        await self.readies(ANN, BEN)
