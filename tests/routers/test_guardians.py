"""Young people over HTTP: the moderator records, each guardian is asked, and nobody learns what is not theirs (R6, S0, S10)."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.routers.playing import ANN, BEN, JOINT, MODERATOR, YES, conditions, no, playing, whole
from tests.routers.raising import DAD, MUM, TODAY, Raised, years_ago
from tests.routers.watching import looking_along

pytestmark = pytest.mark.usefixtures("the_world")

PRIVATE: Final = "Dit zeg ik alleen aan de moderator."


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Raised:
    """A case that nobody has begun."""
    await playing(app, client)
    return Raised(app, client, looking_along(monkeypatch))


async def test_r6_a_birth_date_is_the_moderators_to_record_and_never_the_partys(play: Raised) -> None:
    await play.to_readiness()
    path = play.of(ANN, "birth-date")
    for who in (ANN, BEN):
        assert no(await play.call(who, "POST", path, {"bornOn": "1980-01-01"})) == (403, "not-allowed")
    particulars = await play.call(ANN, "GET", play.of(ANN, "particulars"))
    grown = await play.call(ANN, "PATCH", play.of(ANN, "particulars"), {"bornOn": "1980-01-01"}, particulars.headers["etag"])
    assert no(grown) == (400, "invalid-request")
    await play.is_young(12)
    assert (await play.sees(ANN, play.of(ANN, "particulars")))["bornOn"] == years_ago(12)
    assert no(await play.call(BEN, "GET", play.of(ANN, "particulars")))[0] == 404
    for wrong in (str(TODAY + timedelta(days=1)), "1899-12-31", "12"):
        assert (await play.call(MODERATOR, "POST", path, {"bornOn": wrong})).status_code == 400
    assert (await play.unmet())[-1] == ("guardian-recorded", play.party[ANN])


@pytest.mark.parametrize(("shift", "asked"), [(timedelta(days=1), True), (timedelta(0), False)])
async def test_r6_at_midnight_of_the_sixteenth_birthday_the_gate_asks_nobody_else(play: Raised, shift: timedelta, asked: bool) -> None:
    await play.to_readiness()
    await play.readies(ANN, BEN)
    born_on = str(datetime.fromisoformat(years_ago(16)).date() + shift)
    await play.does(MODERATOR, play.of(ANN, "birth-date"), {"bornOn": born_on})
    assert await play.unmet() == ([("guardian-recorded", play.party[ANN])] if asked else [])


async def test_r6_the_gate_opens_with_the_childs_yes_and_each_guardians(play: Raised) -> None:
    await play.grown()
    ann = play.party[ANN]
    assert await play.unmet() == [("guardian-consent", ann)]
    await play.consents(MUM)
    assert await play.unmet() == [("guardian-consent", ann)]
    await play.consents(DAD)
    assert await play.unmet() == []
    await play.does(ANN, play.of(ANN, "withdrawals"))
    assert await play.unmet() == [("party-ready", ann)]


async def test_r7_a_guardians_no_works_at_once_and_is_said_without_consequence(play: Raised) -> None:
    await play.grown()
    for name in (MUM, DAD):
        await play.consents(name)
    await play.moves("mandate")
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN, MUM, DAD)
    await play.moves("in_process")
    session = await play.plans()
    for name in (ANN, BEN):
        await play.does(name, f"{session}/reconfirmations", {"ready": True})
    await play.consents(DAD, yes=False)
    answer = await play.call(MODERATOR, "POST", f"{session}/start")
    assert (no(answer), conditions(answer)) == ((409, "gate-closed"), [("guardian-consent", play.party[ANN])])
    await play.consents(DAD)
    await play.does(MODERATOR, f"{session}/start")


async def test_r6_a_consent_counts_for_as_long_as_a_declaration(play: Raised, server: EmbeddedPostgres) -> None:
    await play.grown()
    for name in (MUM, DAD):
        said = await play.consents(name)
        days = datetime.fromisoformat(said["expiresAt"]) - datetime.fromisoformat(said["createdAt"])
        assert timedelta(days=89, hours=23) < days <= timedelta(days=90)
    server.execute(f"update guardian_consent set expires_at = now() where guardian_id = '{play.guardian[MUM]}'", DATABASE)
    assert await play.unmet() == [("guardian-consent", play.party[ANN])]


async def test_r6_r10_the_mandate_waits_for_a_sixteen_year_olds_guardians(play: Raised) -> None:
    await play.to_mandate()
    await play.is_young(16)
    mandate = await play.offers_mandate()
    await play.accepts(mandate, MODERATOR, ANN, BEN)
    assert (await play.sees(ANN, "mandates/1"))["state"] == "offered"
    await play.records(MUM)
    wrong = await play.call(MUM, "POST", "mandates/1/acceptances", {"hash": "0" * 64})
    assert no(wrong) == (409, "other-text")
    await play.accepts(mandate, MUM)
    assert (await play.sees(ANN, "mandates/1"))["state"] == "in_force"
    assert await play.cannot(MUM, "mandates/1/acceptances", {"hash": mandate["textHash"]}) == "accepted-already"
    mine = await play.items(MUM, "mandates/1/acceptances")
    assert [(one["partyId"], one["guardianId"]) for one in mine] == [(None, play.guardian[MUM])]
    assert len(await play.items(MODERATOR, "mandates/1/acceptances")) == 4
    assert [one["guardianId"] for one in await play.items(ANN, "mandates/1/acceptances")] == [None]


async def test_r10_a_guardians_acceptance_is_not_the_moderators(play: Raised) -> None:
    await play.to_mandate()
    await play.is_young()
    await play.records(MUM)
    mandate = await play.offers_mandate()
    await play.accepts(mandate, MUM)
    assert await play.cannot(MUM, "mandates/1/acceptances", {"hash": mandate["textHash"]}) == "accepted-already"
    await play.accepts(mandate, MODERATOR, ANN, BEN)
    assert (await play.sees(BEN, "mandates/1"))["state"] == "in_force"
    # A new version is accepted anew by everyone.
    again = await play.offers_mandate(scope="Iets anders.")
    await play.accepts(again, MODERATOR, ANN, BEN)
    assert (await play.sees(BEN, "mandates/2"))["state"] == "offered"


async def test_r6_a_guardian_who_takes_part_here_never_consents(play: Raised) -> None:
    await play.to_readiness()
    await play.is_young()
    guardians = play.of(ANN, "guardians")
    for wrong in (play.party[ANN], play.id):
        answer = await play.call(MODERATOR, "POST", guardians, {"displayName": BEN, "ownPartyId": wrong})
        assert answer.json()["errors"] == [{"pointer": "/ownPartyId", "code": "unknown-id"}]
    row = await play.does(MODERATOR, guardians, {"displayName": BEN, "ownPartyId": play.party[BEN]})
    play.guardian = {BEN: row["id"]}
    assert await play.cannot(MODERATOR, play.beside(BEN, "invitations")) == "takes-part-already"
    # He sees nothing of it, and says nothing for her: neither as himself nor as anybody else.
    assert await play.cannot(BEN, play.beside(BEN, "consents"), {"yes": True}) == "not-found"
    assert ("guardian-recorded", play.party[ANN]) in await play.unmet()
    await play.does(MODERATOR, play.beside(BEN, "ending"))
    assert await play.cannot(MODERATOR, play.beside(BEN, "ending")) == "authority-ended"


async def test_s0_before_the_statement_a_guardian_sees_the_case_and_nothing_that_is_shared(play: Raised) -> None:
    await play.to_readiness()
    await play.is_young()
    row = await play.does(MODERATOR, play.of(ANN, "guardians"), {"displayName": MUM})
    play.guardian = {MUM: row["id"]}
    token = await play.lets_in(MUM)
    assert token["refresh_token"].startswith("g")
    me = await play.sees(MUM, "/me")
    assert me["roles"] == ["guardian"]
    await play.does(BEN, "needs", {"text": "Rust."})
    assert await play.items(MUM, "needs") == []
    assert await play.cannot(MUM, play.beside(MUM, "consents"), {"yes": True}) == "secrecy-statement-not-accepted"
    assert no(await play.call(MUM, "GET", play.beside(MUM, "secrecy-acceptance")))[0] == 404
    await play.informs_guardian(MUM)
    assert await play.cannot(MUM, play.beside(MUM, "secrecy-acceptance"), {"hash": "0" * 64}) == "other-text"
    assert [need["text"] for need in await play.items(MUM, "needs")] == ["Rust."]
    # The child's statement is the child's, and a guardian's the guardian's.
    assert await play.cannot(ANN, play.beside(MUM, "secrecy-acceptance"), {"hash": "0" * 64}) == "not-allowed"
    assert await play.cannot(MUM, play.of(ANN, "secrecy-acceptance"), {"hash": "0" * 64}) == "not-allowed"


async def test_r6_nobody_comes_in_beside_whoever_has_come_of_age(play: Raised) -> None:
    await play.to_readiness()
    guardians = play.of(ANN, "guardians")
    play.guardian = {}
    for name in (MUM, DAD):
        play.guardian[name] = (await play.does(MODERATOR, guardians, {"displayName": name}))["id"]
    # Nobody recorded yet when she was born.
    answer = await play.call(MODERATOR, "POST", play.beside(MUM, "invitations"))
    assert (no(answer), conditions(answer)) == ((409, "birth-date-not-recorded"), [("birth-date-recorded", None)])
    await play.is_young(17)
    unused = await play.does(MODERATOR, play.beside(MUM, "invitations"))
    await play.lets_in(DAD)
    await play.is_young(18)
    for own in (None, play.party[BEN]):
        assert await play.cannot(MODERATOR, guardians, {"displayName": "Gran", "ownPartyId": own}) == "guardian-not-asked"
    assert await play.cannot(MODERATOR, play.beside(MUM, "invitations")) == "guardian-not-asked"
    assert await play.cannot(DAD, play.beside(DAD, "secrecy-acceptance"), {"hash": "0" * 64}) == "guardian-not-asked"
    grant = {"grant_type": "urn:herstel:grant:invitation", "code": unused["code"], "pin": unused["pin"]}
    assert no(await play.client.post("/token", data=grant)) == (400, "invalid-grant")
    assert [one["redeemedAt"] for one in await play.items(MODERATOR, play.beside(MUM, "invitations"))] == [None]
    assert "/guardians>" not in (await play.call(MODERATOR, "GET", f"parties/{play.party[ANN]}")).headers["link"]
    assert "invitations" not in (await play.call(MODERATOR, "GET", play.beside(MUM))).headers["link"]
    await play.does(MODERATOR, play.beside(MUM, "ending"))


async def test_s10_who_has_consented_is_the_moderators_to_know(play: Raised) -> None:
    await play.grown()
    places = ("", "process", "readiness", "parties", play.of(ANN, "guardians"))
    before = {who: await whole(play, who, *places) for who in (ANN, BEN, DAD)}
    await play.consents(MUM)
    assert {who: await whole(play, who, *places) for who in (ANN, BEN, DAD)} == before
    assert [one["yes"] for one in await play.items(MODERATOR, play.beside(MUM, "consents"))] == [True]
    assert [one["yes"] for one in await play.items(MUM, play.beside(MUM, "consents"))] == [True]
    assert await play.items(ANN, play.beside(MUM, "consents")) == []
    for who in (BEN, DAD):
        for path in ("", "consents", "invitations", "secrecy-acceptance"):
            assert no(await play.call(who, "GET", play.beside(MUM, path))) == (404, "not-found")
    assert [one["displayName"] for one in await play.items(DAD, play.of(ANN, "guardians"))] == [DAD]
    assert [one["displayName"] for one in await play.items(ANN, play.of(ANN, "guardians"))] == [MUM, DAD]
    assert await play.items(BEN, play.of(ANN, "guardians")) == []
    assert await play.items(ANN, play.beside(MUM, "invitations")) == []
    for who in (ANN, BEN, DAD, MODERATOR):
        assert (await play.call(who, "POST", play.beside(MUM, "consents"), {"yes": False})).status_code in {403, 404}
    assert no(await play.call(MUM, "GET", f"parties/{play.party[BEN]}/guardians/{play.guardian[MUM]}"))[0] == 404


async def test_c14_a_guardian_gets_nothing_of_the_childs_private_words(play: Raised) -> None:
    await play.grown()
    await play.does(ANN, "statements", {"text": PRIVATE})
    await play.does(ANN, "private-harms", {"kinds": ["emotional"], "text": PRIVATE})
    await play.does(MODERATOR, play.of(ANN, "talks"), {"kind": "preparatory", "goal": PRIVATE, "plannedFor": JOINT["plannedFor"]})
    document = (await play.client.get("/openapi.json")).json()
    said = ""
    for path, item in document["paths"].items():
        if "get" in item and path.startswith("/cases/{caseId}"):
            address = path.replace("{caseId}", play.id).replace("{partyId}", play.party[ANN]).replace("{guardianId}", play.guardian[DAD])
            if "{" not in address:
                said += (await play.call(MUM, "GET", address)).text
    assert PRIVATE not in said
    for path in ("readiness-declarations", "talks", "safety-assessments", "one-time-codes", "particulars", "secrecy-acceptance"):
        answer = await play.call(MUM, "GET", play.of(ANN, path))
        assert answer.status_code == 404 or answer.json()["items"] == [], path


async def test_r6_a_guardian_who_is_invited_again_is_informed_and_asked_again(play: Raised) -> None:
    await play.grown()
    for name in (MUM, DAD):
        await play.consents(name)
    former = dict(play.headers[MUM])
    await play.lets_in(MUM)
    assert await play.unmet() == [("guardian-consent", play.party[ANN])]
    play.headers["former"] = former
    assert no(await play.call("former", "GET", ""))[0] == 404
    await play.informs_guardian(MUM)
    assert await play.unmet() == [("guardian-consent", play.party[ANN])]
    await play.consents(MUM)
    assert await play.unmet() == []


async def test_r6_with_the_authority_ends_the_access(play: Raised) -> None:
    await play.grown()
    await play.consents(DAD)
    await play.does(MODERATOR, play.beside(MUM, "ending"))
    assert await play.unmet() == []
    assert no(await play.call(MUM, "GET", ""))[0] == 404
    assert await play.cannot(MODERATOR, play.beside(MUM, "invitations")) == "authority-ended"
    await play.does(MODERATOR, play.beside(DAD, "ending"))
    assert await play.unmet() == [("guardian-recorded", play.party[ANN])]


async def test_r17_reopened_everyone_is_asked_again(play: Raised) -> None:
    await play.grown()
    for name in (MUM, DAD):
        await play.consents(name)
    await play.does(MODERATOR, "closure", {"ending": "unsuitable"})
    assert await play.cannot(MUM, play.beside(MUM, "consents"), {"yes": False}) == "case-not-running"
    await play.does(ANN, "reopening-requests")
    await play.moves("readiness")
    assert ("guardian-consent", play.party[ANN]) in await play.unmet()


async def test_r6_guardians_have_no_other_deed(play: Raised) -> None:
    await play.grown()
    session = {"kind": "joint", "goal": "A", "agenda": "B", "plannedFor": JOINT["plannedFor"]}
    deeds: list[tuple[str, Any]] = [
        (play.of(ANN, "readiness-declarations"), YES),
        (play.of(ANN, "withdrawals"), None),
        (play.of(ANN, "one-time-codes"), {}),
        (play.of(ANN, "birth-date"), {"bornOn": "1980-01-01"}),
        (play.of(ANN, "guardians"), {"displayName": "X"}),
        ("sessions", session),
        ("statements", {"text": "A"}),
        ("reopening-requests", None),
    ]
    for path, body in deeds:
        assert (await play.call(MUM, "POST", path, body)).status_code == 403, path


def test_a_birthday_is_a_day() -> None:
    today = datetime(2026, 11, 23, tzinfo=UTC).date()
    assert years_ago(16, today) == "2010-11-23"
    assert years_ago(16, datetime(2028, 2, 29, tzinfo=UTC).date()) == "2012-03-01"
