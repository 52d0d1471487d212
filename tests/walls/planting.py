"""A word of its own in every content field: over HTTP in whole cases as people play them, and by founding in a row of every kind."""

from typing import Any, Final

import httpx
from fastapi import FastAPI

from app.domain.intake import plain_name
from app.store.models.base import CONTENT, Row
from app.store.models.intake import ProposedPerson
from tests.demo_keys import key_of
from tests.http import as_
from tests.people import key
from tests.routers.playing import COORDINATOR, JOINT, MANDATE, MODERATOR, SCREENING
from tests.sealed_notes import seal
from tests.transcripts.courses import DUE
from tests.transcripts.played import Played, answers
from tests.walls.searching import MARK
from tests.world import world

SECOND: Final = "other_moderator"
GRADES: Final = {"heard": 5, "safe": 5, "fair": 5, "restored": 5, "insight": 5}


class Words:
    """Every word that was planted, by the column that it was planted for."""

    def __init__(self) -> None:
        self.of: dict[str, list[str]] = {}
        self._next = 0

    def skip(self, count: int) -> None:
        """Leave the first words to others."""
        self._next = count

    def new(self, column: str) -> str:
        """A word like no other; its first letters are written otherwise in every encoding."""
        number, self._next = self._next, self._next + 1
        self.of.setdefault(column, []).append(f"Één {MARK}{number:04}")
        return self.of[column][-1]

    def all(self) -> list[str]:
        """All of them."""
        return [word for words in self.of.values() for word in words]


def columns() -> set[str]:
    """Every column that holds content."""
    tables = Row.metadata.tables.values()
    return {f"{table.name}.{column.name}" for table in tables for column in table.columns if CONTENT in column.info}


def a_row_of_every_kind(words: Words) -> list[Row]:
    """The world, with these words in all that is said in it."""
    rows = world().rows
    for row in rows:
        for column in row.__table__.columns:
            if CONTENT in column.info and (said := getattr(row, column.key)):
                name = f"{row.__tablename__}.{column.key}"
                row.set(**{column.key: [words.new(name) for _ in said] if isinstance(said, list) else words.new(name)})
        if isinstance(row, ProposedPerson):
            row.set(name_key=plain_name(row.name))
    return rows


class Planted(Played):
    """A case in which every text is a word of its own, and every hash that the API tells is remembered."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient, words: Words) -> None:
        super().__init__(app, client)
        self.headers[SECOND] = dict(as_(SECOND).token(app))
        self.words, self.hashes = words, set[str]()
        self.names: tuple[str, ...] = ()

    async def call(self, who: str, method: str, path: str, json: Any = None, etag: str | None = None) -> httpx.Response:
        """A call, whose answer may tell the hash of a text."""
        answer = await super().call(who, method, path, json, etag)
        if answer.content and isinstance(body := answer.json(), dict) and "textHash" in body and "secrecy" not in path:
            self.hashes.add(body["textHash"])
        return answer

    async def says(self, who: str, path: str, more: dict[str, Any] | None = None, **columns: str) -> Any:
        """A deed with a new word in each of these fields; what comes of it."""
        return await self.does(who, path, {**(more or {}), **{field: self.words.new(column) for field, column in columns.items()}})

    async def proposes(self, who: str, path: str, moderator: str, names: tuple[str, ...], **more: Any) -> None:
        """How a case comes in, and who takes it."""
        people = [{"name": name, "contact": self.words.new("proposed_contact.address")} for name in names]
        proposed = {"setting": "healthcare", "proposedPeople": people, "proposedModerators": [str(key("moderator", moderator))]}
        await self.says(who, path, {**proposed, **more}, note=f"{path.strip('/')[:-1]}.note")
        (offer,) = [offer for offer in await self.items(moderator, "/offers") if offer["state"] == "open"]
        await self.does(moderator, f"/offers/{offer['id']}/declaration", {"independent": True})
        self.id, self.leads = offer["caseId"], moderator
        for party in await self.items(moderator, "parties"):
            self.party[party["displayName"]] = party["id"]

    async def whole(self) -> None:
        """A case from the referral to its end."""
        self.names = (self.words.new("proposed_person.name"), self.words.new("proposed_person.name"))
        await self.proposes(COORDINATOR, "/referrals", MODERATOR, self.names)
        await self.says(MODERATOR, "classification", SCREENING, affectedGroup="classification.affected_group")
        await self.says(MODERATOR, "notes", text="note.text")
        await self.does(MODERATOR, "notes", {"sealed": self._sealed(self.words.new("note.sealed"))})
        for name in self.names:
            await self._comes_in(name)
        await self._ready()
        await self._told()
        await self._mandated()
        await self._talked()
        await self._supported()
        await self._agreed()
        await self._ended()
        await self._succeeded()
        await self._left()
        await self._excepted()

    async def _succeeded(self) -> None:
        """Another moderator comes, so that the former one is asked about what would leave."""
        one, other = self.names
        await self.does(MODERATOR, f"appointments/{(await self.items(one, 'appointments'))[-1]['id']}/recusal")
        await self.does(one, "successor-proposals", {"moderatorIds": [str(key("moderator", SECOND))]})
        (offer,) = [offer for offer in await self.items(SECOND, "/offers") if offer["caseId"] == self.id]
        await self.does(SECOND, f"/offers/{offer['id']}/declaration", {"independent": True})
        for name in (one, other):
            await self.welcomes(name)

    async def _left(self) -> None:
        """What leaves on somebody's letter, with everyone's yes."""
        said = {name: f"disclosure_request.{name}" for name in ("recipient", "purpose", "asks")}
        days = {"receivedOn": "2026-01-01", "dueOn": DUE}
        path = f"disclosure-requests/{(await self.says(SECOND, 'disclosure-requests', days, **said))['id']}"
        words = await self.says(SECOND, f"{path}/texts", text="disclosure_text.text")
        (asked,) = [one for one in await self.items(MODERATOR, "/disclosure-vetoes") if one["text"] == words["text"]]
        yes = {"hash": words["textHash"], "yes": True}
        for name in (*self.names, SECOND):
            await self.does(name, f"{path}/consents", yes)
        await self.does(MODERATOR, f"/disclosure-vetoes/{asked['id']}/answers", yes)
        await self.does(SECOND, f"{path}/release", {"hash": words["textHash"]})

    async def _excepted(self) -> None:
        """What left without it, of which one of them was told; and a hold."""
        said = {name: f"safety_exception.{name}" for name in ("facts", "alternatives", "recipient", "text")}
        about = {"ground": "acute_danger", "partyIds": [self.party[self.names[0]]]}
        await self.says(SECOND, "safety-exceptions", about, whyNotYet="safety_exception.why_not_yet", **said)
        hold = await self.says(SECOND, "legal-holds", reason="legal_hold.reason")
        await self.says(SECOND, f"legal-holds/{hold['id']}/lifting", reason="legal_hold.why_lifted")

    def _sealed(self, word: str) -> Any:
        own, recovery = key_of(f"world {MODERATOR}"), key_of("world registrar")
        return seal(word, self.id, str(key("moderator", MODERATOR)), own, recovery)

    async def asked(self) -> None:
        """A case that a member asked for, with a child in it, her guardian, and a group."""
        own, other = self.words.new("proposed_person.name"), self.words.new("proposed_person.name")
        await self.proposes("member", "/requests", SECOND, (other,), ownName=own)
        await self.does(SECOND, f"parties/{self.party[other]}/birth-date", {"bornOn": "2016-05-01"})
        at = f"parties/{self.party[other]}/guardians"
        await self.says(SECOND, at, displayName="guardian.display_name", contact="guardian_particulars.contact")
        group = await self.says(SECOND, "parties", {"kind": "group"}, displayName="party.display_name")
        await self.says(SECOND, f"parties/{group['id']}/members", displayName="group_member.display_name")

    async def registers(self) -> None:
        """A moderator, of whom their registry knows more than others."""
        known = {"name": "Moderator", "expertise": ["social_safety"], "issuer": "https://idp.example", "subject": "newcomer"}
        await self.says("registrar", "/moderators", known, qualification="qualification.text")

    async def _comes_in(self, name: str) -> None:
        await self.invites(name, f"parties/{self.party[name]}")
        for deed in (self.comes_in, self.is_informed, self.welcomes):
            await deed(name)
        at = f"{self.place[name]}/particulars"
        particulars = {
            "contact": self.words.new("party_particulars.contact"),
            "communicationNeeds": self.words.new("party_particulars.communication_needs"),
        }
        etag = (await self.call(name, "GET", at)).headers["etag"]
        assert (await self.call(name, "PATCH", at, particulars, etag)).status_code == 200
        renamed = {"displayName": self.words.new("party.display_name")}
        etag = (await self.call(name, "GET", self.place[name])).headers["etag"]
        assert (await self.call(name, "PATCH", self.place[name], renamed, etag)).status_code == 200

    async def _ready(self) -> None:
        await self.moves("readiness")
        for name in self.names:
            measures = {"result": "safe_with_measures"}
            await self.says(MODERATOR, f"{self.place[name]}/safety-assessments", measures, measures="safety_assessment.measures")
            await self.says(
                MODERATOR, f"{self.place[name]}/talks", {"kind": "preparatory", "plannedFor": "2035-01-01T10:00:00Z"}, goal="talk.goal"
            )
            await self.is_ready(name)

    async def _told(self) -> None:
        one, other = self.names
        emotional = {"kinds": ["emotional"]}
        await self.says(one, "statements", text="statement.text")
        lived = await self.says(one, "behaviour-experiences", {"authorPartyId": self.party[other]}, text="behaviour_experience.text")
        await self.does(one, f"behaviour-experiences/{lived['id']}/sharing")
        (attribution,) = await self.items(other, "attributions")
        await self.does(other, f"attributions/{attribution['id']}/acceptance")
        harm = await self.says(one, "private-harms", emotional, text="private_harm.text")
        await self.does(one, f"private-harms/{harm['id']}/sharing")
        await self.says(other, "private-needs", text="private_need.text")
        for path, column in (("needs", "need.text"), ("ideas", "idea.text")):
            await self.says(other, path, text=column)
        await self.says(one, "group-harms", emotional, groupName="group_harm.group_name", text="group_harm.text")

    async def _mandated(self) -> None:
        await self.moves("mandate")
        texts = {"scope": "scope", "moderatorRole": "moderator_role", "procedure": "procedure"}
        texts |= {"evidenceClause": "evidence_clause", "limitsOfSecrecy": "limits_of_secrecy"}
        own = {"ownGroundRules": [self.words.new("mandate.own_ground_rules"), self.words.new("mandate.own_ground_rules")]}
        said = {field: f"mandate.{column}" for field, column in texts.items()}
        draft = await self.says(MODERATOR, "mandates", {**MANDATE, **own}, **said)
        await self.says(self.names[0], f"mandates/{draft['version']}/comments", text="mandate_comment.text")
        mandate = await self.does(MODERATOR, f"mandates/{draft['version']}/offer")
        await self.accepts(mandate, MODERATOR, *self.names)
        await self.moves("in_process")

    async def _talked(self) -> None:
        one, other = self.names
        beside = await self.says(one, "supporters", displayName="companion.display_name", contact="companion.contact")
        await self.does(one, f"supporters/{beside['id']}/introduction")
        harm = await self.says(other, "harms", {"kinds": ["emotional"]}, text="harm.text")
        said = {"goal": "session.goal", "agenda": "session.agenda", "place": "session.place"}
        planned = await self.says(MODERATOR, "sessions", JOINT, **said)
        session = f"sessions/{planned['id']}"
        for name in self.names:
            await self.says_yes_today(name)
        await self.does(MODERATOR, f"{session}/start")
        for name in self.names:
            await self.does(MODERATOR, f"{session}/attendances", {"partyId": self.party[name]})
        discussed = [shared["id"] for shared in await self.items(one, "harms")]
        await self.does(MODERATOR, f"{session}/end", {"discussedHarmIds": discussed})
        await self.says(MODERATOR, f"{session}/record", text="session_record.text")
        for name in self.names:
            await self.approves(name)
        assert harm["id"] in discussed

    async def _supported(self) -> None:
        support = await self.says(self.names[0], "organisational-supports", {"dueOn": DUE}, text="organisational_support.text")
        for name in self.names:
            await self.does(name, f"organisational-supports/{support['id']}/releases", {"hash": support["textHash"]})
        (item,) = [one for one in await self.items(COORDINATOR, "/released-items") if one["text"] == support["text"]]
        await self.does(COORDINATOR, f"/released-items/{item['id']}/answers", {"answer": "done"})
        for name in self.names:
            await self.does(name, f"organisational-supports/{support['id']}/confirmations")

    async def _agreed(self) -> None:
        promises = [
            {
                "what": self.words.new("commitment.what"),
                "howWeKnow": self.words.new("commitment.how_we_know"),
                "kind": "behavioural",
                "dueOn": DUE,
                "ownerPartyId": self.party[owner],
                "beneficiaryPartyId": self.party[other],
            }
            for owner, other in (self.names, self.names[::-1])
        ]
        await self.says(self.names[0], "agreements", {"commitments": promises}, text="agreement.text")
        for name in self.names:
            await self.agrees(name)
        await self.moves("agreement")
        owners = {self.party[name]: name for name in self.names}
        for one in await self.items(MODERATOR, "commitments"):
            await self.does(owners[one["ownerPartyId"]], f"commitments/{one['id']}/reports")
            await self.does(owners[one["beneficiaryPartyId"]], f"commitments/{one['id']}/confirmation")

    async def _ended(self) -> None:
        owners = {self.party[name]: name for name in self.names}
        for harm in await self.items(MODERATOR, "harms"):
            await self.does(owners[harm["partyId"]], f"harms/{harm['id']}/marks", {"mark": "repaired"})
        await self.moves("aftercare")
        for name in self.names:
            await answers("restored")(self, name)
            await self.says(name, "evaluations", GRADES, remark="evaluation.remark")
        await self.says(MODERATOR, "follow-ups", {"held": True, "on": "2026-01-01"}, summary="follow_up.summary")
