"""Those who stand by, in a play: how they are brought, told of, admitted, and come in."""

from typing import Any, Final

from tests.routers.playing import ANN, BEN, MODERATOR, Play

SUE: Final = "Sue"
TOLK: Final = {"kind": "interpreter", "displayName": "Tolk Yusra", "contact": "yusra@tolk.example"}


async def brings(play: Play, who: str = ANN, name: str = SUE) -> str:
    """A supporter, whom nobody is told of: their id."""
    return str((await play.does(who, "supporters", {"displayName": name, "contact": "06 1234"}))["id"])


async def introduces(play: Play, who: str = ANN, name: str = SUE) -> str:
    """A supporter of whom everyone is told: their id."""
    id = await brings(play, who, name)
    await play.does(who, f"supporters/{id}/introduction")
    return id


async def admits(play: Play, id: str, *names: str) -> None:
    """Their yes to a supporter."""
    for name in names:
        await play.does(name, f"introductions/{id}/admissions")


async def invites(play: Play, id: str) -> dict[str, Any]:
    """A letter to someone beside the parties."""
    return dict(await play.does(MODERATOR, f"companions/{id}/invitations"))


async def redeems(play: Play, letter: dict[str, Any]) -> Any:
    """What comes of a letter and its second secret."""
    grant = {"grant_type": "urn:herstel:grant:invitation", "code": letter["code"], "pin": letter["pin"]}
    return await play.client.post("/token", data=grant)


async def comes_in(play: Play, id: str, name: str = SUE) -> dict[str, str]:
    """Someone beside the parties has a token: the tokens."""
    tokens = dict((await redeems(play, await invites(play, id))).json())
    play.headers[name] = {"Authorization": f"Bearer {tokens['access_token']}"}
    return tokens


async def accepts(play: Play, id: str, name: str = SUE) -> None:
    """They accept the statement (S0)."""
    statement = (await play.client.get("/secrecy-statement")).json()
    await play.does(name, f"companions/{id}/secrecy-acceptance", {"hash": statement["hash"]})


async def stands_by(play: Play, name: str = SUE) -> str:
    """Ann's supporter, introduced, admitted by both, come in and informed: their id."""
    id = await introduces(play, ANN, name)
    await admits(play, id, ANN, BEN)
    await comes_in(play, id, name)
    await accepts(play, id, name)
    return id


async def ends(play: Play, session: str) -> None:
    """A conversation that is over, at which both parties were."""
    for name in (ANN, BEN):
        await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[name]})
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})


async def records(play: Play, session: str, text: str) -> None:
    """What is kept of it, approved by both."""
    record = await play.does(MODERATOR, f"{session}/record", {"text": text})
    for name in (ANN, BEN):
        await play.does(name, f"{session}/record/approvals", {"hash": record["textHash"]})
