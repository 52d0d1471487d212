"""Released items when somebody leaves: all who remain are asked anew, and nothing tells what was not said (R9, S10, B.6)."""

import httpx
from fastapi import FastAPI

from tests.routers.agreeing import ANN, BEN, CEM, PARTIES, problem
from tests.routers.following import links_of
from tests.routers.test_supports import SENTENCE, Asking, asking


async def leaves(play: Asking, *names: str) -> None:
    """They depart."""
    for name in names:
        answer = await play.here.post(name, f"/parties/{play.here.party[name]}/departure")
        assert answer.status_code == 200, answer.text


async def asked(play: Asking, who: str) -> list[str]:
    """What somebody is asked about the sentence: in what waits for them, and in where it says that they may go on."""
    waiting = await play.here.client.get("/me/worklist", headers=play.here.token(who))
    codes = [one["code"] for one in waiting.json()["items"] if one["code"].endswith("-support")]
    links = links_of(await play.here.get(who, play.path))
    return codes + [rel.rpartition(":")[2] for rel, method, _ in links if method == "POST"]


async def test_r9_s10_nothing_leaves_by_somebodys_going_and_all_who_remain_release_it_anew(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    await play.released(ANN, BEN)
    await leaves(play, CEM)
    assert await play.inbox() == []
    assert (len(await asked(play, ANN)), len(await asked(play, BEN))) == (2, 2)
    await play.released(ANN)
    assert await play.inbox() == []
    assert (await asked(play, ANN), problem(await play.release(ANN))) == ([], (409, "released-already", []))
    await play.released(BEN)
    assert [one["text"] for one in await play.inbox()] == [SENTENCE["text"]]


async def test_r9_s10_nothing_is_confirmed_by_somebodys_going_and_all_who_remain_confirm_it_anew(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    play = await asking(app, client)
    await play.released(*PARTIES)
    await play.answers("done")
    for name in (ANN, BEN):
        assert (await play.confirm(name)).status_code == 201
    await leaves(play, CEM)
    assert (await play.item())["state"] == "done"
    assert (len(await asked(play, ANN)), len(await asked(play, BEN))) == (2, 2)
    assert (await play.confirm(ANN)).status_code == 201
    assert (await asked(play, ANN), problem(await play.confirm(ANN))) == ([], (409, "confirmed-already", []))
    assert (await play.item())["state"] == "done"
    assert (await play.confirm(BEN)).status_code == 201
    assert (await play.item())["state"] == "confirmed"


async def test_r9_other_words_than_were_released_leave_by_nobodys_going(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    await play.released(ANN, BEN)
    assert (await play.rewrite(CEM, {"text": "Anders."})).status_code == 200
    await leaves(play, CEM)
    assert await play.inbox() == []


async def test_r9_where_nobody_remains_nothing_leaves(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await asking(app, client)
    await leaves(play, *PARTIES)
    assert await play.inbox() == []
