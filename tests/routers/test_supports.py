"""Released items over HTTP (scenario B.6): one sentence, released by all or by nobody, answered without a word about the case."""

from typing import Any, Final
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.confidentiality import Role
from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.routers.agreeing import ANN, BEN, CEM, OUTSIDERS, PARTIES, TODAY, Table, problem, table

SENTENCE: Final = {"text": "De briefing van de ochtenddienst begint om kwart voor acht.", "dueOn": "2031-03-01"}
SUPPORTS: Final = "/organisational-supports"
OF_THE_CASE: Final = ("", "/process", SUPPORTS, "/agreements", "/commitments", "/sessions", "/parties")


class Asking:
    """The table, with a sentence on it that needs the organisation."""

    def __init__(self, here: Table) -> None:
        self.here, self.path, self.hash = here, "", ""

    async def proposes(self, who: str = ANN, **changes: Any) -> dict[str, Any]:
        """A sentence, as someone puts it to all."""
        answer = await self.here.post(who, SUPPORTS, SENTENCE | changes)
        assert answer.status_code == 201, answer.text
        self.path, self.hash = f"{SUPPORTS}/{answer.json()['id']}", answer.json()["textHash"]
        assert answer.headers["Location"] == f"/v1/cases/{self.here.case_id}{self.path}"
        return dict(answer.json())

    async def sees(self, who: str = ANN) -> dict[str, Any]:
        """The sentence, as someone who takes part sees it."""
        return dict((await self.here.get(who, self.path)).json())

    async def release(self, who: str, hash: str | None = None) -> httpx.Response:
        """Someone's yes that it leaves."""
        return await self.here.post(who, f"{self.path}/releases", {"hash": hash or self.hash})

    async def released(self, *names: str) -> None:
        """Their yes."""
        for name in names:
            answer = await self.release(name)
            assert answer.status_code == 201, answer.text

    async def confirm(self, who: str) -> httpx.Response:
        """Someone's yes that it was done."""
        return await self.here.post(who, f"{self.path}/confirmations")

    async def rewrite(self, who: str, changes: dict[str, Any], etag: str | None = None) -> httpx.Response:
        """Other words."""
        read = etag or (await self.here.get(who, self.path)).headers.get("etag", '"none"')
        headers = {**self.here.token(who), "If-Match": read}
        return await self.here.client.patch(f"/cases/{self.here.case_id}{self.path}", json=changes, headers=headers)

    async def item(self, who: str = ANN) -> dict[str, Any]:
        """What became of it, for those who released it."""
        answer = await self.here.get(who, f"{self.path}/item")
        return dict(answer.json()) if answer.status_code == 200 else {}

    def as_coordinator(self, name: str = "coordinator", organisation: UUID | None = None) -> dict[str, str]:
        """The headers of a coordinator's call; the one who is called so referred the case."""
        tokens = self.here.app.state.tokens
        return {"Authorization": f"Bearer {tokens.issue_demo(name, organisation or self.here.organisation, Role.COORDINATOR)}"}

    async def inbox(self, name: str = "coordinator", organisation: UUID | None = None) -> list[dict[str, Any]]:
        """What was released to a coordinator."""
        answer = await self.here.client.get("/released-items", headers=self.as_coordinator(name, organisation))
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def answers(self, said: str, name: str = "coordinator") -> httpx.Response:
        """The coordinator's word on it."""
        path = f"/released-items/{(await self.item())['id']}/answers"
        return await self.here.client.post(path, json={"answer": said}, headers=self.as_coordinator(name))

    async def everything(self, who: str) -> list[Any]:
        """All that someone could tell two moments apart by."""
        mine = (f"{self.path}{end}" for end in ("", "/releases", "/item", "/confirmations"))
        found = [await self.here.get(who, path) for path in (*OF_THE_CASE, *mine)]
        return [(one.status_code, one.json().get("code") or one.content, one.headers.get("etag")) for one in found]


async def asking(app: FastAPI, client: httpx.AsyncClient, state: CaseState = CaseState.AGREEMENT) -> Asking:
    """Ann has put a sentence to all."""
    found = Asking(await table(app, client, state=state))
    await found.proposes()
    return found


async def asked_for_themselves(app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres) -> Asking:
    """The same in a case that nobody referred."""
    here = await table(app, client)
    server.execute(f"update \"case\" set referred_by_id = null, asked_by_id = '{uuid4()}' where id = '{here.case_id}'", DATABASE)
    found = Asking(here)
    await found.proposes()
    return found


# Released by all


async def test_b6_all_release_one_sentence_and_the_coordinator_reads_it_answers_and_all_confirm(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    play = await asking(app, client)
    assert await play.inbox() == []
    await play.released(ANN, BEN)
    assert await play.inbox() == []
    assert (await play.sees())["releasedAt"] is None
    await play.released(CEM)
    (item,) = await play.inbox()
    expected = SENTENCE | {"releasedOn": TODAY.isoformat(), "state": "released", "answeredOn": None}
    assert item == {"id": item["id"], **expected}
    assert (await play.sees())["releasedAt"] is not None
    for said in ("can", "done"):
        answer = await play.answers(said)
        assert (answer.status_code, answer.json()["state"], answer.json()["answeredOn"]) == (200, said, TODAY.isoformat())
        assert [(await play.item(who))["state"] for who in (*PARTIES, "moderator")] == [said] * 4
    for name in PARTIES:
        assert (await play.item())["state"] == "done"
        confirmed = await play.confirm(name)
        assert confirmed.status_code == 201
        assert confirmed.headers["Location"] == f"/v1/cases/{play.here.case_id}{play.path}/confirmations"
        assert await play.here.items(name, f"{play.path}/confirmations") == [confirmed.json()]
    assert [one["state"] for one in await play.inbox()] == ["confirmed"]


async def test_b6_one_changed_letter_makes_every_release_void_until_it_is_given_again(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    first = play.hash
    await play.released(ANN, BEN)
    changed = await play.rewrite(CEM, {"text": SENTENCE["text"] + "!"})
    assert (changed.status_code, changed.json()["textHash"] == first, changed.json()["dueOn"]) == (200, False, SENTENCE["dueOn"])
    assert problem(await play.release(CEM, first)) == (409, "other-text", [])
    play.hash = changed.json()["textHash"]
    await play.released(CEM)
    assert await play.inbox() == []
    assert [one["stands"] for one in await play.here.items(ANN, f"{play.path}/releases")] == [False]
    await play.released(ANN)
    assert [one["stands"] for one in await play.here.items(ANN, f"{play.path}/releases")] == [False, True]
    await play.released(BEN)
    assert [one["text"] for one in await play.inbox()] == [SENTENCE["text"] + "!"]


@pytest.mark.parametrize("back", [{"text": SENTENCE["text"]}, {"dueOn": SENTENCE["dueOn"]}])
async def test_b6_what_was_changed_and_changed_back_is_released_anew(app: FastAPI, client: httpx.AsyncClient, back: dict[str, str]) -> None:
    play = await asking(app, client)
    await play.released(ANN, BEN)
    other = {"text": "Anders."} if "text" in back else {"dueOn": "2031-03-02"}
    assert (await play.rewrite(BEN, other)).status_code == 200
    assert (await play.rewrite(BEN, back)).json()["textHash"] == play.hash
    await play.released(CEM)
    assert await play.inbox() == []
    await play.released(BEN, ANN)
    assert len(await play.inbox()) == 1


async def test_b6_the_same_words_again_change_nothing(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    await play.released(ANN, BEN)
    assert (await play.rewrite(CEM, SENTENCE)).status_code == 200
    await play.released(CEM)
    assert len(await play.inbox()) == 1


async def test_b6_what_left_cannot_be_changed_released_or_proposed_by_the_moderator(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    assert problem(await play.here.post("moderator", SUPPORTS, SENTENCE)) == (403, "not-allowed", [])
    assert problem(await play.rewrite("moderator", {"text": "Anders."})) == (403, "not-allowed", [])
    assert problem(await play.release("moderator")) == (403, "not-allowed", [])
    await play.released(*PARTIES)
    assert problem(await play.rewrite(ANN, {"text": "Anders."})) == (409, "wrong-support-state", [])
    assert problem(await play.release(ANN)) == (409, "wrong-support-state", [])
    assert problem(await play.confirm(ANN)) == (409, "wrong-support-state", [])
    assert [one["text"] for one in await play.inbox()] == [SENTENCE["text"]]


async def test_b6_a_change_names_the_words_that_were_read(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    read = (await play.here.get(BEN, play.path)).headers["etag"]
    assert (await play.rewrite(ANN, {"dueOn": "2031-04-01"}, read)).status_code == 200
    assert problem(await play.rewrite(BEN, {"text": "Anders."}, read)) == (412, "stale", [])
    without = await client.patch(f"/cases/{play.here.case_id}{play.path}", json={"text": "A"}, headers=play.here.token(ANN))
    assert problem(without) == (428, "precondition-required", [])


@pytest.mark.parametrize("state", list(CaseState)[1:])
async def test_b6_sentences_have_their_time(app: FastAPI, client: httpx.AsyncClient, state: CaseState) -> None:
    here = await table(app, client, state=state)
    answer = await here.post(ANN, SUPPORTS, SENTENCE)
    if state.value in {"in_process", "agreement", "aftercare"}:
        assert (answer.status_code, answer.json()["addressee"]) == (201, "referrer")
    else:
        assert problem(answer) == (409, "wrong-case-state", [])


# Who sees what


async def test_s10_nobody_but_the_moderator_learns_who_has_released_it(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    before = {who: await play.everything(who) for who in (ANN, CEM)}
    await play.released(BEN)
    assert {who: await play.everything(who) for who in (ANN, CEM)} == before
    own = await play.here.items(BEN, f"{play.path}/releases")
    assert [(one["partyId"], one["stands"]) for one in own] == [(play.here.party[BEN], True)]
    assert problem(await play.release(BEN)) == (409, "released-already", [])
    await play.released(ANN)
    found = await play.here.items("moderator", f"{play.path}/releases")
    assert [one["partyId"] for one in found] == [play.here.party[BEN], play.here.party[ANN]]
    assert await play.everything(CEM) == before[CEM]


async def test_s10_nobody_but_the_moderator_learns_who_has_confirmed_it(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    await play.released(*PARTIES)
    await play.answers("done")
    before = {who: await play.everything(who) for who in (ANN, CEM)}
    inbox = await play.inbox()
    assert (await play.confirm(BEN)).status_code == 201
    assert problem(await play.confirm(BEN)) == (409, "confirmed-already", [])
    assert {who: await play.everything(who) for who in (ANN, CEM)} == before
    assert await play.inbox() == inbox
    assert [one["partyId"] for one in await play.here.items("moderator", f"{play.path}/confirmations")] == [play.here.party[BEN]]


async def test_s1_a_colleague_of_the_referrer_another_tenant_and_everyone_outside_find_nothing(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    play = await asking(app, client)
    await play.released(*PARTIES)
    id = (await play.item())["id"]
    missing = problem(await client.get(f"/released-items/{uuid4()}", headers=play.as_coordinator()))
    for headers in (play.as_coordinator("hr"), play.as_coordinator("coordinator-elsewhere", uuid4())):
        assert (await client.get("/released-items", headers=headers)).json()["items"] == []
        assert problem(await client.get(f"/released-items/{id}", headers=headers)) == missing
        assert problem(await client.post(f"/released-items/{id}/answers", json={"answer": "can"}, headers=headers)) == missing
    for who in OUTSIDERS:
        for end in ("", "/releases", "/item", "/confirmations"):
            assert (await play.here.get(who, f"{play.path}{end}")).status_code == 404
        if who in {"admin", "registrar", "member", "auditor"}:
            assert (await client.get("/released-items", headers=play.here.token(who))).status_code == 404


async def test_s1_what_people_who_asked_for_themselves_release_reaches_any_coordinator_and_none_elsewhere(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres
) -> None:
    play = await asked_for_themselves(app, client, server)
    assert (await play.sees())["addressee"] == "coordinators"
    await play.released(*PARTIES)
    assert [one["text"] for one in await play.inbox("hr")] == [one["text"] for one in await play.inbox("carla")] == [SENTENCE["text"]]
    assert await play.inbox("hr", uuid4()) == []
    assert (await client.get(f"/cases/{play.here.case_id}", headers=play.as_coordinator("hr"))).status_code == 404


async def test_c3_the_shell_of_the_case_and_every_other_thing_outside_stay_the_same(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    paths = (f"/cases/{play.here.case_id}", "/cases", "/referrals", "/me")

    async def outside() -> list[Any]:
        found = [await client.get(path, headers=play.as_coordinator()) for path in paths]
        return [(one.content, one.headers.get("etag")) for one in found]

    before = await outside()
    await play.released(*PARTIES)
    assert await outside() == before
    await play.answers("done")
    for name in PARTIES:
        await play.confirm(name)
    assert await outside() == before


async def test_c1_two_sentences_of_one_case_cannot_be_told_from_those_of_two(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    await play.released(*PARTIES)
    await play.proposes(BEN, text="Er komt een stiltekamer.", dueOn="2031-05-01")
    await play.released(*PARTIES)
    found = await play.inbox()
    assert {one["text"] for one in found} == {SENTENCE["text"], "Er komt een stiltekamer."}
    for one in found:
        assert set(one) == {"id", "text", "dueOn", "releasedOn", "state", "answeredOn"}
        assert str(play.here.case_id) not in str(one)
    by_id = sorted(found, key=lambda one: str(one["id"]), reverse=True)
    assert found == by_id


# What the organisation says


@pytest.mark.parametrize(
    ("said", "last"),
    [(("can", "done"), "done"), (("done",), "done"), (("cannot",), "cannot"), (("can", "cannot"), "cannot")],
)
async def test_b6_the_coordinator_can_cannot_or_has_done_it(
    app: FastAPI, client: httpx.AsyncClient, said: tuple[str, ...], last: str
) -> None:
    play = await asking(app, client)
    await play.released(*PARTIES)
    for answer in said:
        assert (await play.answers(answer)).status_code == 200
    assert (await play.item(CEM))["state"] == last
    again = "can" if last == "done" else "done"
    assert problem(await play.answers(again)) == (409, "wrong-support-state", [])
    confirmed = await play.confirm(ANN)
    assert confirmed.status_code == (201 if last == "done" else 409)


async def test_b6_nobody_inside_answers_for_the_organisation(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    await play.released(*PARTIES)
    id = (await play.item())["id"]
    for who in (ANN, "moderator"):
        headers = play.here.token(who)
        assert (await client.get(f"/released-items/{id}", headers=headers)).json() == await play.item(who)
        assert problem(await client.post(f"/released-items/{id}/answers", json={"answer": "done"}, headers=headers)) == (
            403,
            "not-allowed",
            [],
        )


async def test_b6_the_organisation_keeps_its_word_after_the_case_is_closed(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    await play.released(*PARTIES)
    assert (await play.here.post("moderator", "/closure", {"ending": "unsuitable"})).status_code == 200
    assert (await play.answers("done")).status_code == 200
    assert (await play.item(BEN))["state"] == "done"
    assert problem(await play.confirm(BEN)) == (409, "case-not-running", [])


async def test_r17_reopened_what_was_not_released_by_all_is_released_anew(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres
) -> None:
    play = await asking(app, client)
    await play.released(ANN, BEN)
    assert (await play.here.post("moderator", "/closure", {"ending": "unsuitable"})).status_code == 200
    assert problem(await play.release(CEM)) == (409, "wrong-case-state", [])
    assert (await play.here.post(BEN, "/reopening-requests")).status_code == 201
    assert (await play.here.post("moderator", "/transitions", {"to": "readiness"})).status_code == 200
    assert [one["stands"] for one in await play.here.items(ANN, f"{play.path}/releases")] == [False]
    server.execute(f"update true_state set state = 'in_process' where case_id = '{play.here.case_id}'", DATABASE)
    await play.released(CEM)
    assert await play.inbox() == []
    await play.released(ANN, BEN)
    assert len(await play.inbox()) == 1
