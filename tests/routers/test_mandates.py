"""One text for how all will talk: drafted, commented on, offered, and in force when everyone accepted the identical words (R10, S10)."""

from hashlib import sha256
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.routers.playing import ANN, BEN, COORDINATOR, MANDATE, MODERATOR, Play, no, playing

pytestmark = pytest.mark.usefixtures("the_world")

WHOLE = (
    '{"evidenceClause":"Wat hier is gezegd, gebruiken wij niet als bewijs.","groundRules":["non_violence","respect_for_others"],'
    '"involvement":"none","limitsOfSecrecy":"Acuut gevaar en een wettelijke plicht.",'
    '"moderatorRole":"Leidt het gesprek en kiest geen partij.","notConcerned":[],"organisationMayKnow":["joint_sessions","moderator_name"],'
    '"ownGroundRules":["Telefoons uit."],"procedure":"Eerst ieder apart, dan samen.",'
    '"scope":"Hoe wij elkaar tijdens de dienst aanspreken.","sessionForms":["circle","joint"]}'
)
"""The whole text of the mandate, as a reader would write it down to work out its hash."""


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


def told(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Everything by which two answers can be told apart, but for the number of the request."""
    return answer.status_code, answer.content, sorted(pair for pair in answer.headers.items() if pair[0] != "x-request-id")


# Drafts


async def test_r10_a_draft_is_the_next_version_and_its_hash_covers_the_whole_text(play: Play) -> None:
    await play.to_readiness()
    answer = await play.call(MODERATOR, "POST", "mandates", MANDATE)
    first = answer.json()
    assert (answer.status_code, first["version"], first["state"]) == (201, 1, "draft")
    assert first["textHash"] == sha256(WHOLE.encode()).hexdigest()
    assert (first["offeredAt"], first["inForceAt"]) == (None, None)
    assert answer.headers["location"] == f"/v1/cases/{play.id}/mandates/1"
    second = await play.does(MODERATOR, "mandates", {**MANDATE, "scope": "Alleen de overdracht."})
    assert second["version"] == 2
    assert (
        second["textHash"]
        == sha256(WHOLE.replace("Hoe wij elkaar tijdens de dienst aanspreken.", "Alleen de overdracht.").encode()).hexdigest()
    )
    for who in (MODERATOR, ANN, BEN):
        assert [row["version"] for row in await play.items(who, "mandates")] == [1, 2]
        assert await play.sees(who, "mandates/1") == first


async def test_r10_the_same_codes_in_another_order_are_the_same_text(play: Play) -> None:
    await play.to_readiness()
    rules = ["respect_for_others", "non_violence", "respect_for_others"]
    other = await play.does(MODERATOR, "mandates", {**MANDATE, "groundRules": rules, "sessionForms": ["circle", "joint"]})
    assert (other["groundRules"], other["textHash"]) == (["non_violence", "respect_for_others"], sha256(WHOLE.encode()).hexdigest())


async def test_r10_a_draft_is_put_in_other_words_by_whoever_read_it_last(play: Play) -> None:
    await play.to_readiness()
    drafted = await play.call(MODERATOR, "POST", "mandates", MANDATE)
    etag = drafted.headers["etag"]
    assert no(await play.call(MODERATOR, "PATCH", "mandates/1", {"scope": "Anders."})) == (428, "precondition-required")
    changed = await play.call(MODERATOR, "PATCH", "mandates/1", {"scope": "Alleen de overdracht."}, etag)
    assert changed.status_code == 200
    assert changed.json() == {
        **drafted.json(),
        "scope": "Alleen de overdracht.",
        "textHash": sha256(WHOLE.replace("Hoe wij elkaar tijdens de dienst aanspreken.", "Alleen de overdracht.").encode()).hexdigest(),
    }
    assert changed.headers["etag"] != etag
    assert no(await play.call(MODERATOR, "PATCH", "mandates/1", {"scope": "Anders."}, etag)) == (412, "stale")
    same = await play.call(MODERATOR, "PATCH", "mandates/1", {}, changed.headers["etag"])
    assert (same.status_code, same.json(), same.headers["etag"]) == (200, changed.json(), changed.headers["etag"])


async def test_r10_non_violence_cannot_be_removed(play: Play) -> None:
    await play.to_readiness()
    expected = [{"pointer": "/groundRules", "code": "ground-rule-cannot-be-removed"}]
    without = await play.call(MODERATOR, "POST", "mandates", {**MANDATE, "groundRules": ["respect_for_others"]})
    assert (no(without), without.json()["errors"]) == ((400, "ground-rule-cannot-be-removed"), expected)
    drafted = await play.call(MODERATOR, "POST", "mandates", MANDATE)
    changed = await play.call(MODERATOR, "PATCH", "mandates/1", {"groundRules": ["respect_for_oneself"]}, drafted.headers["etag"])
    assert (no(changed), changed.json()["errors"]) == ((400, "ground-rule-cannot-be-removed"), expected)
    assert await play.sees(MODERATOR, "mandates/1") == drafted.json()


async def test_r10_what_the_organisation_may_know_can_only_narrow(play: Play) -> None:
    await play.to_readiness()
    wider = await play.call(MODERATOR, "POST", "mandates", {**MANDATE, "organisationMayKnow": ["moderator_name", "who_was_ready"]})
    assert (no(wider), wider.json()["errors"]) == ((400, "invalid-request"), [{"pointer": "/organisationMayKnow/1", "code": "enum"}])
    assert (await play.does(MODERATOR, "mandates", {**MANDATE, "organisationMayKnow": []}))["organisationMayKnow"] == []


async def test_r10_only_the_moderator_drafts_and_offers(play: Play) -> None:
    await play.to_mandate()
    drafted = await play.call(MODERATOR, "POST", "mandates", MANDATE)
    assert no(await play.call(ANN, "POST", "mandates", MANDATE)) == (403, "not-allowed")
    assert no(await play.call(ANN, "PATCH", "mandates/1", {"scope": "Anders."}, drafted.headers["etag"])) == (403, "not-allowed")
    assert no(await play.call(ANN, "POST", "mandates/1/offer")) == (403, "not-allowed")


async def test_s0_s1_whoever_accepted_the_statement_comments_and_all_read_it(play: Play) -> None:
    await play.begins()
    await play.informs(ANN, BEN)
    assert no(await play.call(ANN, "POST", "mandates/1/comments", {"text": "Mag het korter?"})) == (404, "not-found")
    await play.moves("readiness")
    await play.does(MODERATOR, "mandates", MANDATE)
    await play.does(BEN, "mandates/1/comments", {"text": "Mag het korter?"})
    await play.does(MODERATOR, "mandates/1/comments", {"text": "Ik probeer het."})
    for who in (ANN, BEN, MODERATOR):
        said = [(row["partyId"], row["text"]) for row in await play.items(who, "mandates/1/comments")]
        assert said == [(play.party[BEN], "Mag het korter?"), (None, "Ik probeer het.")]
    assert no(await play.call("other_party", "GET", "mandates/1/comments")) == (404, "not-found")


async def test_s0_nobody_comments_before_they_accepted_the_statement(play: Play) -> None:
    await play.to_readiness()
    await play.does(MODERATOR, "mandates", MANDATE)
    cem = await play.does(MODERATOR, "parties", {"displayName": "Cem"})
    invitation = await play.does(MODERATOR, f"parties/{cem['id']}/invitations")
    grant = {"grant_type": "urn:herstel:grant:invitation", "code": invitation["code"], "pin": invitation["pin"]}
    token = (await play.client.post("/token", data=grant)).json()["access_token"]
    play.headers["Cem"], play.party["Cem"] = {"Authorization": f"Bearer {token}"}, cem["id"]
    early = await play.call("Cem", "POST", "mandates/1/comments", {"text": "Ik lees mee."})
    assert no(early) == (409, "secrecy-statement-not-accepted")
    await play.informs("Cem")
    assert (await play.call("Cem", "POST", "mandates/1/comments", {"text": "Ik lees mee."})).status_code == 201


# Offer and acceptance


async def test_r10_a_mandate_is_offered_when_everyone_was_ready_and_never_changes_again(play: Play) -> None:
    await play.begins()
    await play.informs(ANN, BEN)
    await play.does(MODERATOR, "mandates", MANDATE)
    assert no(await play.call(MODERATOR, "POST", "mandates/1/offer")) == (409, "wrong-case-state")
    await play.moves("readiness")
    await play.readies(ANN, BEN)
    await play.moves("mandate")
    offered = await play.call(MODERATOR, "POST", "mandates/1/offer")
    assert (offered.status_code, offered.json()["state"], offered.json()["inForceAt"]) == (200, "offered", None)
    etag = offered.headers["etag"]
    assert no(await play.call(MODERATOR, "PATCH", "mandates/1", {"scope": "Anders."}, etag)) == (409, "wrong-mandate-state")
    assert no(await play.call(MODERATOR, "POST", "mandates/1/offer")) == (409, "wrong-mandate-state")
    assert no(await play.call(ANN, "POST", "mandates/1/comments", {"text": "Nog iets."})) == (409, "wrong-mandate-state")


async def test_r10_everyone_accepts_the_identical_text_and_the_last_one_puts_it_in_force(play: Play) -> None:
    await play.to_mandate()
    offered = await play.offers_mandate()
    assert no(await play.call(ANN, "POST", "mandates/1/acceptances", {"hash": "0" * 64})) == (409, "other-text")
    await play.accepts(offered, ANN, MODERATOR)
    early = await play.call(MODERATOR, "POST", "transitions", {"to": "in_process"})
    assert (no(early), [one["code"] for one in early.json()["conditions"]]) == ((409, "guard-unmet"), ["mandate-in-force"])
    again = await play.call(ANN, "POST", "mandates/1/acceptances", {"hash": offered["textHash"]})
    assert no(again) == (409, "accepted-already")
    assert (await play.sees(BEN, "mandates/1"))["state"] == "offered"
    await play.accepts(offered, BEN)
    whole = await play.sees(ANN, "mandates/1")
    assert (whole["state"], whole["inForceAt"] is None) == ("in_force", False)
    await play.moves("in_process")


async def test_r10_an_acceptance_of_what_was_offered_before_is_none_of_what_is_offered_now(play: Play) -> None:
    await play.to_mandate()
    first = await play.offers_mandate()
    await play.accepts(first, ANN, MODERATOR)
    second = await play.offers_mandate(scope="Alleen de overdracht.")
    assert (await play.sees(BEN, "mandates/1"))["state"] == "superseded"
    assert no(await play.call(BEN, "POST", "mandates/1/acceptances", {"hash": first["textHash"]})) == (409, "wrong-mandate-state")
    assert no(await play.call(BEN, "POST", "mandates/2/acceptances", {"hash": first["textHash"]})) == (409, "other-text")
    await play.accepts(second, BEN)
    assert (await play.sees(BEN, "mandates/2"))["inForceAt"] is None
    await play.accepts(second, MODERATOR, ANN)
    assert (await play.sees(BEN, "mandates/2"))["state"] == "in_force"


async def test_r10_what_is_in_force_stays_in_force_until_everyone_accepted_the_next(play: Play) -> None:
    await play.to_conversation()
    second = await play.offers_mandate(involvement="proposals")
    await play.accepts(second, ANN, MODERATOR)
    assert [row["state"] for row in await play.items(ANN, "mandates")] == ["in_force", "offered"]
    session = await play.plans()
    await play.does(MODERATOR, f"{session}/cancellation")
    await play.accepts(second, BEN)
    assert [row["state"] for row in await play.items(ANN, "mandates")] == ["superseded", "in_force"]


async def test_s10_nobody_but_the_moderator_learns_who_has_not_accepted(play: Play) -> None:
    await play.to_mandate()
    offered = await play.offers_mandate()
    reads = ["mandates", "mandates/1", "mandates/1/acceptances", "process", "readiness", "parties", ""]
    before = [told(await play.call(BEN, "GET", path)) for path in reads]
    await play.accepts(offered, ANN, MODERATOR)
    assert [told(await play.call(BEN, "GET", path)) for path in reads] == before
    assert await play.items(BEN, "mandates/1/acceptances") == []
    assert [row["partyId"] for row in await play.items(ANN, "mandates/1/acceptances")] == [play.party[ANN]]
    assert [row["partyId"] for row in await play.items(MODERATOR, "mandates/1/acceptances")] == [play.party[ANN], None]
    waiting = await play.call(BEN, "POST", "transitions", {"to": "in_process"})
    assert (no(waiting), "conditions" in waiting.json()) == ((403, "not-allowed"), False)


async def shell(play: Play) -> Any:
    """What the coordinator is told of who moderates."""
    return (await play.sees(COORDINATOR, ""))["moderatorName"]


async def welcome(play: Play, *names: str) -> None:
    """They accept the moderator."""
    appointment = (await play.items(MODERATOR, "appointments"))[0]["id"]
    for name in names:
        await play.does(name, f"appointments/{appointment}/acceptances")


async def test_r10_what_the_organisation_was_told_stays_told_and_says_nothing_of_a_mandate(play: Play) -> None:
    """C7: that the name went would tell that a mandate holds now."""
    await play.to_mandate()
    await welcome(play, ANN, BEN)
    before = await play.call("coordinator", "GET", "")
    assert before.json()["moderatorName"] == "Name moderator"
    await play.accepts(await play.offers_mandate(organisationMayKnow=["joint_sessions"]), ANN, BEN, MODERATOR)
    after = await play.call("coordinator", "GET", "")
    assert (after.json(), after.headers["etag"]) == (before.json(), before.headers["etag"])


async def test_r10_a_wider_mandate_lets_the_name_out_that_a_narrower_one_withheld(play: Play) -> None:
    await play.to_mandate()
    await play.accepts(await play.offers_mandate(organisationMayKnow=[]), ANN, BEN, MODERATOR)
    await welcome(play, ANN, BEN)
    assert await shell(play) is None
    await play.accepts(await play.offers_mandate(), ANN, BEN, MODERATOR)
    assert await shell(play) == "Name moderator"


async def test_r10_a_name_that_the_mandate_withholds_does_not_leave_when_the_last_party_accepts_the_moderator(play: Play) -> None:
    await play.to_mandate()
    await welcome(play, ANN)
    await play.accepts(await play.offers_mandate(organisationMayKnow=[]), ANN, BEN, MODERATOR)
    await welcome(play, BEN)
    assert await shell(play) is None
    assert (await play.items(ANN, "appointments"))[0]["acceptedByAllAt"] is not None
