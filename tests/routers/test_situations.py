"""One case lived over HTTP: after every deed the store finds the situation that the rules decided, and no gate looks at another (R8)."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Final

import httpx
import pytest
from fastapi import FastAPI

from app.domain.confidentiality import Act
from tests.domain.situations import INSIDE
from tests.routers.playing import ANN, BEN, COORDINATOR, JOINT, MANDATE, MODERATOR, YES, playing
from tests.routers.standing_by import TOLK, accepts, admits, comes_in, introduces
from tests.routers.watching import ALL, CEM, Watched, looking_along

pytestmark = pytest.mark.usefixtures("the_world")

DORA: Final = "Dora"
# Watched in test_turns, as people come and go, and nobody comes.
ELSEWHERE: Final = {
    *(Act.OBJECT, Act.RECUSE, Act.END_APPOINTMENT, Act.PROPOSE_SUCCESSOR, Act.ANSWER_OFFER, Act.GRANT_PRIVATE, Act.LAPSE),
    *(Act.DEPART, Act.RECORD_LOSS, Act.KEEP_MEMBERS, Act.CHOOSE_SPOKESPERSON),
    # In test_disclosures and test_safety_exceptions, as letters come from outside.
    *(Act.RECORD_REQUEST, Act.WRITE_LETTER, Act.CONSENT_DISCLOSURE, Act.NOTE_OTHER_LETTER, Act.RELEASE_LETTER, Act.INVOKE_SECRECY),
    *(Act.RECORD_EXCEPTION, Act.TELL_EXCEPTION, Act.HOLD),
    # In tests/retention, as time passes.
    Act.ASK_ERASURE,
}
TODAY: Final = datetime.now(UTC).date()
YESTERDAY: Final = {"dueOn": str(TODAY - timedelta(days=1))}
IN_YEARS: Final = {"reviewOn": "2095-03-01"}
HARM: Final = {"kinds": ["emotional"], "text": "Ik slaap slecht."}
GRADES: Final = {"heard": 5, "safe": 5, "fair": 4, "restored": 4, "insight": 4}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """A case that nobody has begun, with someone who looks along."""
    await playing(app, client)
    return Watched(app, client, looking_along(monkeypatch))


# The chapters of one life


async def they_come_in(play: Watched) -> None:
    """Intake: informed, invited again, and everything that a moderator writes down meanwhile."""
    await play.begins()
    await play.changes(MODERATOR, "classification", {"pattern": "single_intense"})
    note = await play.does(MODERATOR, "notes", {"text": "Eerst bellen."})
    await play.changes(MODERATOR, f"notes/{note['id']}", {"text": "Eerst schrijven."})
    await play.invites(BEN)
    assert await play.cannot(ANN, "statements", {"text": "Te vroeg."}) == "secrecy-statement-not-accepted"
    await play.informs(ANN)
    assert await play.cannot(MODERATOR, "transitions", {"to": "readiness"}) == "guard-unmet"
    await play.informs(BEN)
    await play.changes(ANN, play.of(ANN, "particulars"), {"contact": "ann@post.example"})
    for deed in ("end", "cancellation"):
        talk = await play.does(MODERATOR, play.of(ANN, "talks"), {"kind": "intake", "plannedFor": JOINT["plannedFor"]})
        await play.does(MODERATOR, play.of(ANN, f"talks/{talk['id']}/{deed}"))
    await play.does(MODERATOR, "pauses")
    assert await play.cannot(MODERATOR, "pauses") == "already-paused"
    await play.welcomes(BEN)
    await play.does(MODERATOR, "resumption")
    await play.moves("readiness")


async def they_are_ready(play: Watched) -> None:
    """Readiness: one more is concerned, one withdraws and comes back, one is not safe yet (R5, R7, R9, S11)."""
    await play.adds(CEM)
    await play.informs(CEM)
    await play.welcomes(CEM, ANN)
    await play.readies(ANN, CEM)
    await play.does(BEN, play.of(BEN, "readiness-declarations"), YES | {"exploreHarm": False})
    assert await play.cannot(MODERATOR, "readiness/announcements", {"gate": "open"}) == "gate-closed"
    await play.readies(BEN)
    await play.does(MODERATOR, "readiness/announcements", {"gate": "open"})
    for result in ("unsafe", "safe_with_measures"):
        await play.does(MODERATOR, play.of(BEN, "safety-assessments"), {"result": result, "measures": "Aparte ingang."})
    await play.does(ANN, play.of(ANN, "withdrawals"))
    await play.does(MODERATOR, "readiness/announcements", {"gate": "not_now"})
    assert await play.cannot(MODERATOR, "transitions", {"to": "mandate"}) == "gate-closed"
    await play.does(ANN, play.of(ANN, "readiness-declarations"), YES)
    await one_was_taken_for_a_child(play)
    await they_are_heard_and_say_otherwise(play)
    await play.moves("mandate")


async def one_was_taken_for_a_child(play: Watched) -> None:
    """Her mother is asked beside her, until it turns out how old she is (R6)."""
    await play.does(MODERATOR, play.of(ANN, "birth-date"), {"bornOn": str(TODAY - timedelta(days=4000))})
    assert await play.cannot(MODERATOR, "transitions", {"to": "mandate"}) == "gate-closed"
    guardian = (await play.does(MODERATOR, play.of(ANN, "guardians"), {"displayName": "Mum"}))["id"]
    beside = play.of(ANN, f"guardians/{guardian}")
    invitation = await play.does(MODERATOR, f"{beside}/invitations")
    grant = {"grant_type": "urn:herstel:grant:invitation", "code": invitation["code"], "pin": invitation["pin"]}
    play.headers["Mum"] = {"Authorization": f"Bearer {(await play.client.post('/token', data=grant)).json()['access_token']}"}
    statement = (await play.client.get("/secrecy-statement")).json()
    await play.does("Mum", f"{beside}/secrecy-acceptance", {"hash": statement["hash"]})
    await play.does("Mum", f"{beside}/consents", {"yes": True})
    await play.does(MODERATOR, f"{beside}/ending")
    await play.does(MODERATOR, play.of(ANN, "birth-date"), {"bornOn": "1980-01-01"})


async def they_are_heard_and_say_otherwise(play: Watched) -> None:
    """A note counts until it is contested; codes say nothing (R6)."""
    note = await play.does(MODERATOR, play.of(BEN, "noted-declarations"), YES | {"exploreHarm": False})
    assert await play.cannot(MODERATOR, "transitions", {"to": "mandate"}) == "gate-closed"
    await play.does(BEN, play.of(BEN, f"readiness-declarations/{note['id']}/contestations"))
    await play.does(BEN, play.of(BEN, "one-time-codes"), {"count": 2})


async def they_say_how_to_talk(play: Watched) -> None:
    """Mandate: drafted, discussed, offered, offered again, accepted in one order and another (R10)."""
    await play.does(MODERATOR, "mandates", MANDATE)
    await play.changes(MODERATOR, "mandates/1", {"scope": "De overdracht."})
    for name in (MODERATOR, CEM):
        await play.does(name, "mandates/1/comments", {"text": "En de visite?"})
    first = await play.does(MODERATOR, "mandates/1/offer")
    await play.accepts(first, MODERATOR, BEN)
    second = await play.offers_mandate(scope="Ook de visite.")
    assert await play.cannot(ANN, "mandates/1/acceptances", {"hash": first["textHash"]}) == "wrong-mandate-state"
    await play.accepts(second, CEM, MODERATOR, ANN)
    assert await play.cannot(ANN, "mandates/2/acceptances", {"hash": second["textHash"]}) == "accepted-already"
    assert await play.cannot(MODERATOR, "transitions", {"to": "in_process"}) == "guard-unmet"
    await play.accepts(second, BEN)
    await play.moves("in_process")
    third = await play.offers_mandate(involvement="proposals")
    await play.accepts(third, ANN, BEN, CEM, MODERATOR)


async def they_plan_and_break_off(play: Watched) -> None:
    """Sessions: a yes, a no, another day, called off, a pause, broken off (R4, R7, R8, R11)."""
    session = await play.plans()
    await play.says_yes(session, ANN, CEM)
    await play.does(MODERATOR, f"{session}/reconfirmations", {"ready": False, "partyId": play.party[BEN]})
    assert await play.cannot(BEN, f"{session}/reconfirmations", {"ready": True}) == "not-ready"
    await play.does(BEN, play.of(BEN, "readiness-declarations"), YES)
    await play.does(MODERATOR, f"{session}/reconfirmations", {"ready": True, "partyId": play.party[BEN]})
    await play.changes(MODERATOR, session, {"place": "Zaal 3"})
    await play.changes(MODERATOR, session, {"plannedFor": "2027-02-02T10:00:00Z"})
    assert await play.cannot(MODERATOR, f"{session}/start") == "gate-closed"
    await play.says_yes(session, CEM)
    await play.does(MODERATOR, f"{session}/cancellation")
    session = await play.plans(kind="circle")
    await play.says_yes(session, *ALL)
    await play.does(CEM, play.of(CEM, "readiness-declarations"), YES)
    await play.says_yes(session, CEM)
    await play.does(MODERATOR, "pauses")
    assert await play.cannot(MODERATOR, f"{session}/start") == "gate-closed"
    await play.does(MODERATOR, "resumption")
    await play.does(MODERATOR, f"{session}/start")
    await play.does(MODERATOR, f"{session}/suspension")


async def others_stand_by(play: Watched) -> None:
    """A supporter whom all admit, and an interpreter: they come in, and no gate looks at any of it (S0, S10)."""
    session = await play.plans()
    id = await introduces(play)
    await admits(play, id, *ALL)
    await comes_in(play, id)
    await accepts(play, id)
    await play.does(MODERATOR, f"{session}/companions", TOLK)
    await play.does(MODERATOR, f"{session}/cancellation")
    await play.does(ANN, f"supporters/{id}/ending")


async def they_tell(play: Watched) -> tuple[str, str]:
    """Content: private, shared, marked, and a record that names its author once he agrees (R12, R15, R16): two shared harms."""
    told = await play.does(ANN, "private-harms", HARM)
    mine = (await play.does(ANN, f"private-harms/{told['id']}/sharing"))["id"]
    assert await play.cannot(ANN, f"private-harms/{told['id']}/sharing") == "shared-already"
    theirs = (await play.does(BEN, "harms", HARM))["id"]
    for path in ("statements", "needs", "ideas"):
        await play.does(CEM, path, {"text": "Rust op de gang."})
    need = await play.does(CEM, "private-needs", {"text": "Tijd."})
    await play.does(CEM, f"private-needs/{need['id']}/sharing")
    lived = {"text": "Zo ging het.", "behaviourKinds": ["other"], "authorPartyId": play.party[BEN]}
    experience = await play.does(ANN, "behaviour-experiences", lived)
    await play.does(ANN, f"behaviour-experiences/{experience['id']}/sharing")
    [attribution] = await play.items(BEN, "attributions")
    await play.does(BEN, f"attributions/{attribution['id']}/acceptance")
    for mark in ("acknowledged", "repaired", "left_open"):
        await play.does(ANN, f"harms/{mine}/marks", {"mark": mark})
    assert await play.cannot(ANN, f"harms/{theirs}/marks", {"mark": "repaired"}) == "not-allowed"
    return mine, theirs


async def they_talk(play: Watched, harm: str) -> None:
    """A joint conversation that is held, and the record of it (R11, R12)."""
    session = await play.plans()
    await play.says_yes(session, *ALL)
    await play.does(MODERATOR, f"{session}/start")
    assert await play.cannot(MODERATOR, "sessions", JOINT) == "session-stands-already"
    for name in ALL:
        await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[name]})
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": [harm]})
    await play.does(MODERATOR, f"{session}/record", {"text": "We spraken over de dienst."})
    await play.changes(MODERATOR, f"{session}/record", {"text": "We spraken over de nacht."})
    record = await play.sees(ANN, f"{session}/record")
    await play.does(ANN, f"{session}/record/approvals", {"hash": record["textHash"]})


async def they_agree(play: Watched) -> list[str]:
    """Agreements: nothing needed, yet something proposed, another thing instead, and everyone's yes (R12, R13): what is promised."""
    for name, yes in ((ANN, True), (BEN, True), (ANN, False), (CEM, True)):
        await play.does(name, "outcome-confirmations", {"question": "no_commitments_needed", "yes": yes})
    first = await play.does(MODERATOR, "agreements", {"commitments": [play.promise(BEN, ANN, **IN_YEARS)]})
    await play.confirms(first, ANN, BEN)
    await play.does(BEN, "outcome-confirmations", {"question": "no_commitments_needed", "yes": True})
    promises = ((BEN, ANN, YESTERDAY), (ANN, BEN, IN_YEARS), (CEM, ANN, YESTERDAY), (BEN, CEM, IN_YEARS))
    second = await play.does(BEN, "agreements", {"commitments": [play.promise(*ends, **day) for *ends, day in promises]})
    assert await play.cannot(CEM, "agreements/1/confirmations", {"hash": first["textHash"]}) == "wrong-agreement-state"
    assert [promise.due for promise in (await play.found()).proposals] == [True, False, True, False]
    await play.confirms(second, CEM, ANN)
    assert await play.cannot(ANN, "agreements/2/confirmations", {"hash": second["textHash"]}) == "confirmed-already"
    await play.keeps(second)
    assert await play.cannot(MODERATOR, "transitions", {"to": "agreement"}) == "guard-unmet"
    await play.confirms(second, BEN)
    await play.moves("agreement")
    return [one["id"] for one in second["commitments"]]


async def it_goes_its_way(play: Watched, bens: str, anns: str, cems: str, other: str) -> None:
    """Commitments: reported, disputed, renegotiated and replaced; waived, not kept, confirmed (R13, R14)."""
    await play.does(BEN, f"commitments/{bens}/reports")
    await play.does(ANN, f"commitments/{bens}/disputes")
    await play.renegotiates(ANN, bens, **IN_YEARS)
    again = await play.renegotiates(BEN, bens, **YESTERDAY)
    await play.keeps(again)
    await play.confirms(again, BEN, CEM)
    await play.confirms(again, ANN)
    assert [promise.state.value for promise in (await play.found()).promises] == ["replaced", "agreed", "agreed", "agreed", "agreed"]
    lost = await play.renegotiates(ANN, anns, **IN_YEARS)
    await play.confirms(lost, ANN, CEM)
    await play.does(CEM, f"commitments/{other}/waiver")
    await play.does(BEN, f"commitments/{anns}/waiver")
    assert await play.cannot(BEN, f"agreements/{lost['version']}/confirmations", {"hash": lost["textHash"]}) == "no-agreement-proposed"
    await play.does(ANN, f"commitments/{cems}/not-kept")
    new = again["commitments"][0]["id"]
    for who, deed in ((BEN, "reports"), (ANN, "disputes"), (BEN, "reports"), (ANN, "confirmation")):
        await play.does(who, f"commitments/{new}/{deed}")


async def they_need_the_organisation(play: Watched) -> None:
    """Released items: worded, released, worded anew, released by all, answered and confirmed, and no gate looks at any of it."""
    needed = await play.does(ANN, "organisational-supports", {"text": "De briefing begint later.", "dueOn": "2031-03-01"})
    path = f"organisational-supports/{needed['id']}"
    await play.does(BEN, f"{path}/releases", {"hash": needed["textHash"]})
    await play.changes(CEM, path, {"text": "De briefing begint om acht uur."})
    assert await play.cannot(ANN, f"{path}/releases", {"hash": needed["textHash"]}) == "other-text"
    anew = (await play.sees(ANN, path))["textHash"]
    for name in ALL:
        await play.does(name, f"{path}/releases", {"hash": anew})
    (item,) = [one for one in await play.items(COORDINATOR, "/released-items") if one["text"] == "De briefing begint om acht uur."]
    await play.does(COORDINATOR, f"/released-items/{item['id']}/answers", {"answer": "done"})
    for name in ALL:
        await play.does(name, f"{path}/confirmations")
    for name, yes in ((ANN, True), (BEN, True), (BEN, False), (CEM, True)):
        await play.does(name, "outcome-confirmations", {"question": "self_resolved", "yes": yes})
    assert await play.cannot(MODERATOR, "closure", {"ending": "self_resolved"}) == "guard-unmet"


async def they_look_back(play: Watched, harm: str) -> None:
    """Aftercare: a joint follow-up counts for nothing else, everyone says what it came to, and the case is closed (R15)."""
    follow_up = await play.plans(kind="follow_up")
    await play.says_yes(follow_up, *ALL)
    await play.does(MODERATOR, f"{follow_up}/start")
    await play.does(MODERATOR, f"{follow_up}/end", {"discussedHarmIds": [harm]})
    await play.moves("aftercare")
    assert await play.cannot(MODERATOR, "closure", {}) == "guard-unmet"
    await play.does(MODERATOR, "follow-ups", {"held": True, "on": str(TODAY)})
    for name, yes in ((ANN, True), (BEN, False), (CEM, True), (ANN, False), (BEN, True)):
        await play.does(name, "outcome-confirmations", {"question": "restored", "yes": yes})
    await play.does(ANN, "evaluations", GRADES)
    assert (await play.does(MODERATOR, "closure", {}))["ending"] == "partially_restored"
    await play.does(BEN, "evaluations", GRADES)
    await play.does(CEM, play.of(CEM, "withdrawals"))


async def they_begin_again(play: Watched) -> None:
    """Reopened with an offer, a text and a yes still standing; a second round that stops in the middle of everything (R17)."""
    assert await play.cannot(MODERATOR, "transitions", {"to": "readiness"}) == "guard-unmet"
    for _ in range(2):
        await play.does(BEN, "reopening-requests")
    await play.moves("readiness")
    await play.readies(*ALL)
    await play.moves("mandate")
    await play.accepts(await play.does(MODERATOR, "mandates/4/offer"), *ALL, MODERATOR)
    await play.moves("in_process")
    assert await play.cannot(ANN, "agreements", {"commitments": [play.promise(BEN, ANN, **IN_YEARS)]}) == "guard-unmet"
    await play.talks()
    proposed = await play.does(CEM, "agreements", {"commitments": [play.promise(BEN, ANN, **IN_YEARS)]})
    await play.confirms(proposed, CEM)
    await play.accepts(await play.offers_mandate(involvement="proposals"), CEM, MODERATOR)
    await play.says_yes(await play.plans(), ANN)
    await play.does(MODERATOR, "pauses")
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    await play.does(ANN, "reopening-requests")
    await play.moves("readiness")
    answer = await play.cannot(CEM, f"agreements/{proposed['version']}/confirmations", {"hash": proposed["textHash"]})
    assert answer == "no-agreement-proposed"


async def test_r8_r17_in_three_rounds_of_a_case_every_gate_finds_what_was_decided(play: Watched) -> None:
    await they_come_in(play)
    await they_are_ready(play)
    await they_say_how_to_talk(play)
    await they_plan_and_break_off(play)
    await others_stand_by(play)
    harm, other = await they_tell(play)
    await they_talk(play, harm)
    await it_goes_its_way(play, *await they_agree(play))
    await play.does(MODERATOR, "mandates", MANDATE)
    await they_need_the_organisation(play)
    await they_look_back(play, other)
    await they_begin_again(play)
    await play.adds(DORA)
    await play.informs(DORA)
    await play.readies(*ALL, DORA)
    await play.moves("mandate")
    assert INSIDE - play.watch.acts == ELSEWHERE


async def test_r12_where_nothing_is_needed_what_was_proposed_is_off_the_table_for_every_gate(play: Watched) -> None:
    await play.to_conversation()
    harm = (await play.does(ANN, "harms", HARM))["id"]
    await play.talks((ANN, BEN), harm)
    agreement = await play.does(ANN, "agreements", {"commitments": [play.promise(BEN, ANN, **IN_YEARS)]})
    await play.confirms(agreement, ANN)
    for name in (ANN, BEN):
        await play.does(name, "outcome-confirmations", {"question": "no_commitments_needed", "yes": True})
    await play.moves("aftercare")
    assert (await play.found()).proposals == ()
    await play.does(MODERATOR, "follow-ups", {"held": False, "on": str(TODAY)})
    await play.does(MODERATOR, "closure", {"ending": "unsuitable"})


async def test_r10_in_whatever_order_everyone_accepts_the_last_yes_puts_the_mandate_in_force(play: Watched) -> None:
    await play.to_mandate()
    for place, order in enumerate(permutations((MODERATOR, ANN, BEN))):
        offered = await play.offers_mandate(involvement="proposals" if place % 2 else "none")
        for name in order:
            assert (await play.found()).mandate_offered is True
            await play.accepts(offered, name)
        found = await play.found()
        assert (found.mandate_offered, found.mandate_in_force, found.moderator_may_propose) == (False, True, place % 2 == 1)


async def test_r13_in_whatever_order_everyone_answers_the_last_yes_makes_it_agreed(play: Watched) -> None:
    await play.to_conversation()
    harm = (await play.does(ANN, "harms", HARM))["id"]
    await play.talks((ANN, BEN), harm)
    agreement = await play.does(ANN, "agreements", {"commitments": [play.promise(BEN, ANN, **IN_YEARS)]})
    commitment = ""
    for round_, order in enumerate(permutations((ANN, BEN, "owner")), start=1):
        commitment = agreement["commitments"][0]["id"]
        for who in order:
            assert (await play.found()).agreement_proposed is True
            await (play.keeps(agreement) if who == "owner" else play.confirms(agreement, who))
        found = await play.found()
        assert [promise.state.value for promise in found.promises] == [*["replaced"] * (round_ - 1), "agreed"]
        agreement = await play.renegotiates(BEN, commitment, **IN_YEARS)
    # What was agreed outlives the round with whatever is still to do; what was only proposed in its place does not (R14, R17).
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    await play.does(ANN, "reopening-requests")
    await play.moves("readiness")
    assert (await play.found()).proposals == ()
    await play.does(BEN, f"commitments/{commitment}/reports")
    await play.does(ANN, f"commitments/{commitment}/confirmation")


async def test_s0_r7_r17_whoever_is_invited_again_is_informed_again_and_comes_back_to_all_that_they_knew(play: Watched) -> None:
    await play.to_conversation()
    harm = (await play.does(ANN, "harms", HARM))["id"]
    session = await play.plans()
    await play.says_yes(session, ANN, BEN)
    await play.invites(BEN)
    assert await play.cannot(MODERATOR, f"{session}/start") == "gate-closed"
    assert (await play.call(BEN, "GET", f"harms/{harm}")).status_code == 404
    await play.informs(BEN)
    assert (await play.sees(BEN, f"harms/{harm}"))["text"] == HARM["text"]
    assert await play.cannot(BEN, f"{session}/reconfirmations", {"ready": True}) == "not-ready"
    await play.does(BEN, play.of(BEN, "readiness-declarations"), YES)
    await play.says_yes(session, BEN)
    await play.does(MODERATOR, f"{session}/start")
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": [harm]})
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    await play.invites(BEN)
    assert await play.cannot(BEN, "reopening-requests") == "secrecy-statement-not-accepted"
    await play.informs(BEN)
    await play.does(BEN, "reopening-requests")
    await play.moves("readiness")
