"""Ann, Ben and Cem have talked: a case in conversation, with a joint conversation held and Ann's harm discussed in it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from app.domain.agreements import AgreementState, CommitmentKind
from app.domain.cases import CaseState, NeutralState, Phase
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Role
from app.domain.directory import OrganisationKind
from app.domain.harms import HarmState
from app.domain.identity import principal_id
from app.domain.mandates import Involvement, MandateState, MayKnow
from app.domain.readiness import Gate
from app.domain.sessions import SessionKind, SessionState
from app.domain.terms import Terms
from app.domain.vocabulary import Setting
from app.routers.tokens import DEMO_ISSUER
from app.store.models.agreements import Agreement, Commitment
from app.store.models.base import Row
from app.store.models.cases import Appointment, Case, Process, Seat, TrueState
from app.store.models.content import Harm
from app.store.models.directory import Organisation
from app.store.models.mandates import Mandate
from app.store.models.parties import Party, SecrecyAcceptance
from app.store.models.registry import Moderator
from app.store.models.sessions import Session
from tests.behind import put_in

NOW: Final = datetime.now(UTC)
TODAY: Final = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LONG_AGO: Final = NOW - timedelta(days=30)
ANN, BEN, CEM = "ann", "ben", "cem"
PARTIES: Final = (ANN, BEN, CEM)
OUTSIDERS: Final = {
    "admin": Role.ADMIN,
    "registrar": Role.REGISTRAR,
    "member": Role.MEMBER,
    "coordinator": Role.COORDINATOR,
    "auditor": Role.AUDITOR,
    "other-moderator": Role.MODERATOR,
    "other-party": Role.PARTY,
}


class Table:
    """The case at whose table they sit, and the calls they make from there."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient, organisation: UUID) -> None:
        self.app, self.client, self.organisation = app, client, organisation
        self.case_id = uuid4()
        self.party: dict[str, str] = {name: str(uuid4()) for name in PARTIES}
        self.harm_id, self.appointment_id = uuid4(), uuid4()

    def token(self, who: str) -> dict[str, str]:
        """The headers of someone's call."""
        role = Role.PARTY if who in PARTIES else OUTSIDERS.get(who, Role.MODERATOR)
        return {"Authorization": f"Bearer {self.app.state.tokens.issue_demo(who, self.organisation, role)}"}

    async def get(self, who: str, path: str = "") -> httpx.Response:
        """What someone finds at an address of the case."""
        return await self.client.get(f"/cases/{self.case_id}{path}", headers=self.token(who))

    async def post(self, who: str, path: str, body: Any = None) -> httpx.Response:
        """What comes of someone's deed."""
        return await self.client.post(f"/cases/{self.case_id}{path}", json=body, headers=self.token(who))

    async def items(self, who: str, path: str) -> list[dict[str, Any]]:
        """Everything that someone finds in a list."""
        found = await self.get(who, f"{path}?limit=100")
        assert found.status_code == 200, found.text
        items: list[dict[str, Any]] = found.json()["items"]
        return items

    def promise(self, owner: str = BEN, beneficiary: str = ANN, **changes: Any) -> dict[str, Any]:
        """A commitment, complete."""
        return {
            "what": "Ben biedt in het teamoverleg zijn excuses aan.",
            "howWeKnow": "Ann was erbij.",
            "kind": "satisfaction",
            "ownerPartyId": self.party.get(owner, owner),
            "beneficiaryPartyId": self.party.get(beneficiary, beneficiary),
            "dueOn": TOMORROW.isoformat(),
        } | changes

    async def propose(self, who: str = ANN, *promises: dict[str, Any], text: str | None = "Zo gaan we verder.") -> dict[str, Any]:
        """A proposal; by default one promise of Ben's to Ann."""
        body = {"text": text, "commitments": list(promises) or [self.promise()]}
        answer = await self.post(who, "/agreements", body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def confirm(self, who: str, agreement: dict[str, Any]) -> httpx.Response:
        """Someone's yes to what they read."""
        return await self.post(who, f"/agreements/{agreement['version']}/confirmations", {"hash": agreement["textHash"]})

    async def accept(self, who: str, commitment_id: str) -> httpx.Response:
        """Someone's yes to what they would keep."""
        return await self.post(who, f"/commitments/{commitment_id}/acceptance")

    async def agree(self, agreement: dict[str, Any]) -> list[str]:
        """Everyone's yes, and every owner's: the ids of what is now agreed."""
        names = {key: name for name, key in self.party.items()}
        for commitment in agreement["commitments"]:
            assert (await self.accept(names[commitment["ownerPartyId"]], commitment["id"])).status_code == 201
        for name in PARTIES:
            assert (await self.confirm(name, agreement)).status_code == 201
        return [commitment["id"] for commitment in agreement["commitments"]]

    async def state_of(self, commitment_id: str, who: str = CEM) -> str:
        """Where a commitment stands, as someone sees it."""
        return str((await self.get(who, f"/commitments/{commitment_id}")).json()["state"])

    async def put_in(self, *states: CommitmentState, due_on: date = TOMORROW) -> list[str]:
        """Promises of Ben's to Ann that were agreed and stand in these states: their ids."""
        agreement = Agreement(
            case_id=self.case_id, version=1, state=AgreementState.AGREED, text_hash="0" * 64, agreed_at=NOW, proposed_by_party_id=None
        )
        rows = [
            Commitment(
                case_id=self.case_id,
                agreement_id=agreement.id,
                owner_party_id=UUID(self.party[BEN]),
                beneficiary_party_id=UUID(self.party[ANN]),
                kind=CommitmentKind.OTHER,
                what="Ben belt Ann terug.",
                how_we_know="Ann is gebeld.",
                due_on=due_on,
                state=state,
            )
            for state in states
        ]
        await put_in(self.app, agreement, *rows)
        return [str(row.id) for row in rows]


async def table(app: FastAPI, client: httpx.AsyncClient, **otherwise: Any) -> Table:
    """The case as everyone finds it; `otherwise` says what is not as usual (see `_inside` and `_case`)."""
    found = Table(app, client, uuid4())
    organisation = Organisation(id=found.organisation, kind=OrganisationKind.CLIENT, name="Zuiderziekenhuis")
    absent = otherwise.pop("uninformed", ())
    await put_in(app, organisation, *_case(found, **otherwise), *_people(found, absent))
    return found


def _case(
    found: Table,
    state: CaseState = CaseState.IN_PROCESS,
    talked: bool = True,
    discussed: bool = True,
    harm: HarmState = HarmState.OPEN,
    involvement: Involvement = Involvement.NONE,
) -> Iterable[Row]:
    key = found.case_id
    yield Case(
        id=key,
        organisation_id=found.organisation,
        referred_by_id=principal_id(DEMO_ISSUER, "coordinator"),
        reference=key.hex[:12],
        setting=Setting.HEALTHCARE,
        state=NeutralState.IN_PROGRESS,
        received_on=LONG_AGO.date(),
        opened_on=LONG_AGO.date(),
        terms=Terms().as_row(),
    )
    yield Process(id=key, case_id=key, setting=Setting.HEALTHCARE, phase=Phase.IN_CONVERSATION, gate=Gate.OPEN)
    yield from _led(found)
    yield TrueState(id=key, case_id=key, state=state, round_began_at=LONG_AGO, answers_since=LONG_AGO)
    yield _mandate(key, involvement)
    yield Harm(
        id=found.harm_id, case_id=key, party_id=UUID(found.party[ANN]), kinds=["emotional"], text="Schrik.", state=harm, discussed=discussed
    )
    if talked:
        yield Session(
            case_id=key,
            kind=SessionKind.JOINT,
            appointment_id=found.appointment_id,
            state=SessionState.HELD,
            goal="Elkaar horen",
            agenda="Alles",
            planned_for=NOW,
            started_at=NOW,
        )


def _led(found: Table) -> Iterable[Row]:
    """The moderator: known to the registry, appointed, and with the seat that is one with the appointment."""
    ilse = principal_id(DEMO_ISSUER, "moderator")
    registry = Organisation(kind=OrganisationKind.MODERATORS_REGISTRY, name="Register")
    known = Moderator(organisation_id=registry.id, principal_id=ilse, name="Ilse", expertise=[])
    mine = {"id": found.appointment_id, "case_id": found.case_id}
    yield from (registry, known, Appointment(**mine, moderator_id=known.id, name="Ilse", declared_at=LONG_AGO))
    yield Seat(**mine, principal_id=ilse, role=Role.MODERATOR, informed_at=LONG_AGO)


def _mandate(case_id: UUID, involvement: Involvement) -> Mandate:
    return Mandate(
        case_id=case_id,
        version=1,
        state=MandateState.IN_FORCE,
        scope="De samenwerking",
        moderator_role="Leidt het gesprek",
        involvement=involvement,
        procedure="Eerst samen praten",
        session_forms=["joint"],
        ground_rules=["non_violence"],
        own_ground_rules=[],
        evidence_clause="Blijft hier",
        limits_of_secrecy="Acuut gevaar",
        organisation_may_know=[item.value for item in MayKnow],
        not_concerned=[],
        text_hash="0" * 64,
        offered_at=NOW,
        in_force_at=NOW,
    )


def _people(found: Table, absent: Iterable[str]) -> Iterable[Row]:
    key = found.case_id
    for name, party_id in found.party.items():
        yield Party(id=UUID(party_id), case_id=key, display_name=name.capitalize())
        come_in = None if name in absent else LONG_AGO
        me = principal_id(DEMO_ISSUER, name)
        yield Seat(case_id=key, principal_id=me, role=Role.PARTY, party_id=UUID(party_id), informed_at=come_in)
        if come_in:
            yield SecrecyAcceptance(case_id=key, party_id=UUID(party_id), version=1, text_hash="0" * 64)


def problem(answer: httpx.Response) -> tuple[int, str, list[str]]:
    """What a refusal says: its status, its code, and the codes of what is unmet."""
    body = answer.json()
    return answer.status_code, body["code"], [condition["code"] for condition in body.get("conditions", [])]
