"""Scenario A's people and their places: two children, a parent of each, the moderator; and the school's system outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.scenarios.voices import FOUR_YESES, Town, Voice

NOOR, SEM = "Noor Bakker", "Sem de Graaf"
MARIEKE, PIETER = "Marieke Bakker", "Pieter de Graaf"
PARENT: Final = {NOOR: MARIEKE, SEM: PIETER}
CHILD: Final = {MARIEKE: NOOR, PIETER: SEM}
NOTE: Final = "In de groepsapp van 2b gaan foto's van Noor rond. Ook haar moeder Marieke en Sems vader Pieter willen een gesprek."
EXTERNAL: Final = "BK-2B-0417"
TODAY: Final = datetime.now(UTC).date()
AGES: Final = {NOOR: 13, SEM: 14}


def born(name: str) -> str:
    """The first of January of the year in which they were born: they had their birthday this year."""
    return f"{TODAY.year - AGES[name]}-01-01"


def in_days(days: int) -> str:
    """A day."""
    return str(TODAY + timedelta(days=days))


@dataclass
class Play:
    """The case and the people in it; and what the school's system may know of it, to the letter."""

    town: Town
    case: str
    referral: dict[str, Any]
    school: Voice
    ilse: Voice
    shell: dict[str, Any]
    parties: dict[str, str] = field(default_factory=dict)
    guardians: dict[str, str] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)
    around: dict[str, list[Any]] = field(default_factory=dict)
    """What the school's system finds of other cases: none of it changes because of this one."""

    def at(self, path: str) -> str:
        """An address below the case."""
        return f"/cases/{self.case}{path}"

    def of(self, name: str, path: str) -> str:
        """An address below the place of a child, or below a parent's beside it."""
        if name in CHILD:
            return self.at(f"/parties/{self.parties[CHILD[name]]}/guardians/{self.guardians[name]}{path}")
        return self.at(f"/parties/{self.parties[name]}{path}")

    def comes_in(self, name: str) -> Voice:
        """Invited, in with both secrets, and informed: everything begins with the statement (S0)."""
        voice = self.voices[name] = self.town.invited_by(self.ilse, self.of(name, "/invitations"), name)
        assert voice.items(self.at("/needs")) == []
        self.town.accepts_statement(voice, self.of(name, "/secrecy-acceptance"))
        return voice

    def says_yes(self, name: str) -> Any:
        """A child's four times yes, or a parent's consent."""
        if name in CHILD:
            return self.voices[name].post(self.of(name, "/consents"), {"yes": True})
        return self.voices[name].post(self.of(name, "/readiness-declarations"), FOUR_YESES)

    def unmet(self) -> list[tuple[str, str]]:
        """What Ilse sees of the true gate: what, and of whom."""
        names = {party: name for name, party in self.parties.items()}
        gate = self.ilse.get(self.at("/readiness/conditions"))
        assert gate["open"] is (gate["unmet"] == [])
        return [(one["code"], names[one["partyId"]]) for one in gate["unmet"]]

    def waits_for(self, code: str) -> list[str]:
        """Whom Ilse's worklist names for this in this case, by their names."""
        names = {party: name for name, party in self.parties.items()}
        mine = [one for one in self.ilse.items("/me/worklist?limit=100") if one["caseId"] == self.case and one["code"] == code]
        return sorted(names[one["partyId"]] for one in mine)

    def the_school_sees(self, **changed: Any) -> None:
        """Exactly this much of it, and of everything else what it saw before (domain: who may see what)."""
        self.shell = {**self.shell, **changed}
        assert self.school.get(self.at("")) == self.shell
        assert [one for one in self.school.items("/cases") if one["id"] == self.case] == [self.shell]
        assert self.school.get(f"/referrals/{self.referral['id']}") == self.referral
        days = {kind: self.shell[f"{kind}On"] for kind in ("received", "opened", "closed")}
        told = {(one["kind"], one["on"], one["at"], one["partyId"]) for one in self.school.items(self.at("/timeline"))}
        assert told == {(kind, day, None, None) for kind, day in days.items() if day}
        assert self.outside() == self.around

    def outside(self) -> dict[str, list[Any]]:
        """What the school's system finds elsewhere."""
        return {path: self.school.items(path) for path in ("/me/worklist", "/released-items")}

    @contextmanager
    def nobody_notices(self, *names: str, at: str) -> Iterator[None]:
        """Whatever happens in the block, these read the same before and after, to the byte: also at this address (S10, S11)."""
        before = {name: self._sight(name, at) for name in names}
        yield
        assert {name: self._sight(name, at) for name in names} == before

    def _sight(self, name: str, at: str) -> list[tuple[bytes, str | None, str | None]]:
        voice = self.voices[name]
        paths = ("/me/worklist", self.at("/timeline?limit=100"), self.at(at))
        found = [voice.ask("GET", path) for path in paths]
        return [(one.content, one.headers.get("etag"), one.headers.get("link")) for one in found]
