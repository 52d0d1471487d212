"""Aftercare over HTTP: what it came to, as everyone says for themselves, and the little that leaves of it (R12, R14, R15, S10)."""

from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from app.domain.harms import HarmState
from tests.routers.agreeing import ANN, BEN, CEM, LONG_AGO, OUTSIDERS, PARTIES, TODAY, YESTERDAY, Table, problem, table

NOTHING_NEEDED, RESTORED = "no_commitments_needed", "restored"
HELD: Final = {"held": True, "on": TODAY.isoformat(), "summary": "Het gaat goed tussen ons."}


async def say(here: Table, who: str, question: str, yes: bool = True) -> httpx.Response:
    """Someone's answer about the outcome."""
    return await here.post(who, "/outcome-confirmations", {"question": question, "yes": yes})


async def move(here: Table, to: str) -> httpx.Response:
    """The moderator takes the case on."""
    return await here.post("moderator", "/transitions", {"to": to})


async def close(here: Table) -> httpx.Response:
    """The moderator closes the case as the parties say."""
    return await here.post("moderator", "/closure", {})


async def closed(here: Table, *yes: str) -> tuple[str, dict[str, Any]]:
    """The end of a case in its aftercare in which these say yes: its ending in truth, and the shell as HR sees it."""
    for name in yes:
        assert (await say(here, name, RESTORED)).status_code == 201
    assert (await here.post("moderator", "/follow-ups", HELD)).status_code == 201
    answer = await close(here)
    assert (answer.status_code, answer.json()["state"]) == (200, "closed")
    return answer.json()["ending"], dict((await here.get("coordinator")).json())


async def test_R12_restored_without_commitments_leads_to_the_aftercare_when_everyone_says_so(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    here = await table(app, client)
    for name in PARTIES:
        assert problem(await move(here, "aftercare"))[:2] == (409, "guard-unmet")
        assert (await say(here, name, NOTHING_NEEDED)).status_code == 201
    assert (await move(here, "aftercare")).json()["state"] == "aftercare"
    assert (await here.get(ANN, "/process")).json()["phase"] == "aftercare"


async def test_R12_one_no_keeps_it_in_conversation_and_the_moderator_alone_learns_whose(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client)
    for name in PARTIES:
        await say(here, name, NOTHING_NEEDED, yes=name != CEM)
    answer = await move(here, "aftercare")
    assert [(one["code"], one["partyId"]) for one in answer.json()["conditions"]] == [("no-commitments-needed", here.party[CEM])]
    await say(here, CEM, NOTHING_NEEDED)
    assert (await move(here, "aftercare")).status_code == 200


async def test_R12_the_latest_answer_counts_and_a_new_proposal_asks_everyone_again(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client)
    for name in PARTIES:
        await say(here, name, NOTHING_NEEDED)
    await say(here, BEN, NOTHING_NEEDED, yes=False)
    assert (await move(here, "aftercare")).status_code == 409
    await say(here, BEN, NOTHING_NEEDED)
    await here.propose(CEM)
    assert len((await move(here, "aftercare")).json()["conditions"]) == 3


async def test_R12_in_the_aftercare_what_was_still_proposed_is_off_the_table(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client)
    proposed = await here.propose()
    for name in PARTIES:
        await say(here, name, NOTHING_NEEDED)
    assert (await move(here, "aftercare")).status_code == 200
    assert (await here.get(ANN, "/agreements/1")).json()["state"] == "superseded"
    assert problem(await here.confirm(ANN, proposed)) == (409, "no-agreement-proposed", [])


async def test_R14_who_agreed_on_commitments_goes_the_way_of_the_agreement(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client)
    for name in PARTIES:
        await say(here, name, NOTHING_NEEDED)
    await here.agree(await here.propose())
    for name in PARTIES:
        await say(here, name, NOTHING_NEEDED)
    assert problem(await move(here, "aftercare")) == (409, "guard-unmet", ["no-agreement-stands", "commitments-final"])
    assert (await move(here, "agreement")).json()["state"] == "agreement"


async def test_R13_nothing_leads_to_the_agreement_before_everyone_has_agreed(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client)
    proposed = await here.propose()
    assert problem(await move(here, "agreement")) == (409, "guard-unmet", ["agreement-confirmed-by-all"])
    await here.agree(proposed)
    assert (await move(here, "agreement")).status_code == 200


async def test_R14_the_aftercare_waits_until_every_commitment_is_at_rest(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    first, second = await here.put_in(CommitmentState.AGREED, CommitmentState.REPORTED)
    for who, key, deed in ((ANN, second, "disputes"), (BEN, first, "reports"), (ANN, first, "confirmation"), (ANN, second, "waiver")):
        assert problem(await move(here, "aftercare")) == (409, "guard-unmet", ["commitments-final"])
        assert (await here.post(who, f"/commitments/{key}/{deed}")).status_code == 200
    assert (await move(here, "aftercare")).status_code == 200


@pytest.mark.parametrize("final", ["confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed"])
async def test_R14_every_final_state_lets_the_aftercare_begin(app: FastAPI, client: httpx.AsyncClient, final: str) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    await here.put_in(CommitmentState(final))
    assert (await move(here, "aftercare")).status_code == 200


@pytest.mark.parametrize(
    ("state", "asked", "other"),
    [(CaseState.IN_PROCESS, NOTHING_NEEDED, RESTORED), (CaseState.AFTERCARE, RESTORED, NOTHING_NEEDED)],
)
async def test_R15_only_the_question_of_the_moment_is_answered(
    app: FastAPI, client: httpx.AsyncClient, state: CaseState, asked: str, other: str
) -> None:
    here = await table(app, client, state=state)
    assert problem(await say(here, ANN, other)) == (409, "other-question", [])
    answer = await say(here, ANN, asked)
    assert answer.headers["Location"] == f"/v1/cases/{here.case_id}/outcome-confirmations"
    assert await here.items(ANN, "/outcome-confirmations") == [answer.json()]
    assert (answer.json()["question"], answer.json()["yes"]) == (asked, True)


@pytest.mark.parametrize("state", [CaseState.INTAKE, CaseState.READINESS, CaseState.MANDATE, CaseState.AGREEMENT, CaseState.CLOSED])
@pytest.mark.parametrize("question", [NOTHING_NEEDED, RESTORED])
async def test_R15_elsewhere_nothing_is_asked(app: FastAPI, client: httpx.AsyncClient, state: CaseState, question: str) -> None:
    here = await table(app, client, state=state)
    assert problem(await say(here, ANN, question)) == (409, "wrong-case-state", [])


async def test_R15_the_outcome_is_each_party_s_own_to_say(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, uninformed=(CEM,))
    assert problem(await say(here, "moderator", NOTHING_NEEDED)) == (403, "not-allowed", [])
    assert problem(await say(here, CEM, NOTHING_NEEDED)) == (409, "secrecy-statement-not-accepted", ["secrecy-statement-accepted"])
    for who in OUTSIDERS:
        assert problem(await say(here, who, NOTHING_NEEDED)) == (404, "not-found", [])
        assert (await here.get(who, "/outcome-confirmations")).status_code == 404


async def test_S10_nobody_but_the_moderator_learns_what_others_answered_or_that_they_did(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client)
    await say(here, CEM, NOTHING_NEEDED)
    paths = ("", "/process", "/outcome-confirmations", "/agreements", "/commitments")
    before = [(await here.get(CEM, path)).content for path in paths]
    await say(here, ANN, NOTHING_NEEDED)
    await say(here, BEN, NOTHING_NEEDED, yes=False)
    assert [(await here.get(CEM, path)).content for path in paths] == before
    assert await here.items(BEN, "/outcome-confirmations") != await here.items(ANN, "/outcome-confirmations")
    found = await here.items("moderator", "/outcome-confirmations")
    assert [(one["partyId"], one["yes"]) for one in found] == [(here.party[CEM], True), (here.party[ANN], True), (here.party[BEN], False)]


async def test_R15_the_moderator_records_the_follow_up_and_the_parties_read_it(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    answer = await here.post("moderator", "/follow-ups", HELD)
    assert answer.headers["Location"] == f"/v1/cases/{here.case_id}/follow-ups"
    declined = await here.post("moderator", "/follow-ups", {"held": False, "on": YESTERDAY.isoformat()})
    assert declined.json()["summary"] is None
    for name in (*PARTIES, "moderator"):
        assert await here.items(name, "/follow-ups") == [answer.json(), declined.json()]
    for name in PARTIES:
        assert problem(await here.post(name, "/follow-ups", HELD)) == (403, "not-allowed", [])
    for name in OUTSIDERS:
        assert problem(await here.post(name, "/follow-ups", HELD)) == (404, "not-found", [])
        assert (await here.get(name, "/follow-ups")).status_code == 404


@pytest.mark.parametrize("state", [CaseState.MANDATE, CaseState.IN_PROCESS, CaseState.CLOSED])
async def test_R15_a_follow_up_comes_after_what_it_looks_back_on(app: FastAPI, client: httpx.AsyncClient, state: CaseState) -> None:
    here = await table(app, client, state=state)
    assert problem(await here.post("moderator", "/follow-ups", HELD)) == (409, "wrong-case-state", [])


async def test_R15_a_case_is_closed_as_the_parties_say_after_its_follow_up_only(app: FastAPI, client: httpx.AsyncClient) -> None:
    early = await table(app, client, state=CaseState.AGREEMENT)
    assert problem(await close(early)) == (409, "guard-unmet", ["in-aftercare", "followed-up"])
    here = await table(app, client, state=CaseState.AFTERCARE)
    assert problem(await close(here)) == (409, "guard-unmet", ["followed-up"])
    assert problem(await here.post(ANN, "/closure", {})) == (403, "not-allowed", [])
    await here.post("moderator", "/follow-ups", {"held": False, "on": TODAY.isoformat()})
    assert (await close(here)).json()["ending"] == "partially_restored"


@pytest.mark.parametrize("harm", [HarmState.REPAIRED, HarmState.NOTHING_MORE_NEEDED])
@pytest.mark.parametrize("final", ["confirmed", "waived", "replaced", "lapsed"])
async def test_R15_restored_when_everyone_says_so_and_nothing_was_left(
    app: FastAPI, client: httpx.AsyncClient, harm: HarmState, final: str
) -> None:
    here = await table(app, client, state=CaseState.AFTERCARE, harm=harm)
    await here.put_in(CommitmentState(final))
    assert (await closed(here, *PARTIES))[0] == "restored"


@pytest.mark.parametrize("no", [True, False])
async def test_R15_partially_restored_when_one_party_says_no_or_nothing(app: FastAPI, client: httpx.AsyncClient, no: bool) -> None:
    here = await table(app, client, state=CaseState.AFTERCARE, harm=HarmState.REPAIRED)
    if no:
        await say(here, CEM, RESTORED)
        await say(here, CEM, RESTORED, yes=False)
    assert (await closed(here, ANN, BEN))[0] == "partially_restored"


@pytest.mark.parametrize("final", ["not_kept", "unanswered"])
async def test_R15_partially_restored_when_a_commitment_was_not_kept_or_not_answered(
    app: FastAPI, client: httpx.AsyncClient, final: str
) -> None:
    here = await table(app, client, state=CaseState.AFTERCARE, harm=HarmState.REPAIRED)
    await here.put_in(CommitmentState.CONFIRMED, CommitmentState(final))
    assert (await closed(here, *PARTIES))[0] == "partially_restored"


@pytest.mark.parametrize("harm", [HarmState.OPEN, HarmState.ACKNOWLEDGED, HarmState.LEFT_OPEN])
async def test_R15_partially_restored_when_a_shared_harm_is_not_repaired(app: FastAPI, client: httpx.AsyncClient, harm: HarmState) -> None:
    here = await table(app, client, state=CaseState.AFTERCARE, harm=harm)
    assert (await closed(here, *PARTIES))[0] == "partially_restored"


async def test_S1_restored_or_partly_whoever_referred_it_reads_the_same_words(app: FastAPI, client: httpx.AsyncClient) -> None:
    for yes, truth in ((PARTIES, "restored"), ((ANN,), "partially_restored")):
        here = await table(app, client, state=CaseState.AFTERCARE, harm=HarmState.REPAIRED)
        ending, shell = await closed(here, *yes)
        assert ending == truth
        assert shell == {
            "id": str(here.case_id),
            "reference": here.case_id.hex[:12],
            "setting": "healthcare",
            "state": "closed",
            "receivedOn": LONG_AGO.date().isoformat(),
            "openedOn": LONG_AGO.date().isoformat(),
            "closedOn": TODAY.isoformat(),
            "result": "completed",
            "jointSessions": 1,
            "moderatorName": None,
        }


async def test_R15_from_a_proposal_to_restored_call_by_call(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, harm=HarmState.REPAIRED)
    there, back = await here.agree(await here.propose(ANN, here.promise(), here.promise(ANN, BEN)))
    assert (await move(here, "agreement")).status_code == 200
    for owner, beneficiary, key in ((BEN, ANN, there), (ANN, BEN, back)):
        assert (await here.post(owner, f"/commitments/{key}/reports")).status_code == 200
        assert (await here.post(owner, f"/commitments/{key}/confirmation")).status_code == 403
        assert (await here.post(beneficiary, f"/commitments/{key}/confirmation")).status_code == 200
    assert (await move(here, "aftercare")).status_code == 200
    ending, shell = await closed(here, *PARTIES)
    assert (ending, shell["state"], shell["result"], shell["jointSessions"]) == ("restored", "closed", "completed", 1)
    assert (await here.get(CEM, "/process")).json()["phase"] == "closed"


async def test_R17_reopened_nothing_that_was_proposed_or_promised_before_still_waits(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client)
    proposed = await here.propose()
    assert (await here.post("moderator", "/closure", {"ending": "not_possible"})).status_code == 200
    assert problem(await here.confirm(ANN, proposed)) == (409, "case-not-running", [])
    assert (await here.post(BEN, "/reopening-requests")).status_code == 201
    assert (await move(here, "readiness")).status_code == 200
    assert (await here.get(ANN, "/agreements/1")).json()["state"] == "superseded"
    assert problem(await here.confirm(ANN, proposed)) == (409, "no-agreement-proposed", [])


async def test_R14_R17_reopened_what_was_promised_in_the_round_before_is_still_promised(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client)
    [promised] = await here.agree(await here.propose())
    assert (await here.post("moderator", "/closure", {"ending": "unsuitable"})).status_code == 200
    assert (await here.get("coordinator")).json()["result"] == "ended_other_measures_open"
    assert (await here.get("coordinator")).json()["jointSessions"] is None
    assert (await here.post(BEN, "/reopening-requests")).status_code == 201
    assert (await move(here, "readiness")).status_code == 200
    assert await here.state_of(promised) == "agreed"
    assert (await here.post(BEN, f"/commitments/{promised}/reports")).status_code == 200
    assert await here.state_of(promised) == "reported"
