"""Sealed notes over HTTP: which are taken, which not, and what a client notices of a server that is not honest."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests import sealed_notes as mine
from tests.conftest import DATABASE
from tests.people import ASKED, MINE, OTHER, key
from tests.routers.sealing import Registry
from tests.sealed_notes import Refused
from tests.world import World

NOTES: Final = f"/cases/{key(MINE)}/notes"
SAID: Final = "Eerst De Wit bellen. Één woord."


@pytest.fixture
async def registry(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> Registry:
    return await Registry(app, client).ready()


async def rewritten(registry: Registry, note: str, changes: dict[str, Any]) -> httpx.Response:
    """A note, changed as it stands."""
    path = f"{NOTES}/{note}"
    etag = (await registry.call("moderator", "GET", path)).headers["etag"]
    return await registry.call("moderator", "PATCH", path, changes, **{"If-Match": etag})


async def test_a_sealed_note_comes_back_as_it_was_sent_and_opens_for_its_moderator_and_the_recovery_key(registry: Registry) -> None:
    sealed = registry.seals(SAID)
    answer = await registry.writes(sealed)
    assert answer.status_code == 201, answer.text
    note = (await registry.call("moderator", "GET", answer.headers["location"].removeprefix("/v1"))).json()
    assert (note["text"], note["sealed"]) == (None, sealed)
    assert registry.opens(note["sealed"]) == SAID
    assert registry.opens(note["sealed"], by=registry.recovery) == SAID
    assert note in (await registry.call("moderator", "GET", NOTES)).json()["items"]


@pytest.mark.parametrize(("own", "recovery"), [("X25519", "P-256"), ("P-256", "P-256"), ("X25519", "X25519")])
async def test_either_curve_serves_for_either_key(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, own: str, recovery: str
) -> None:
    registry = await Registry(app, client, recovery=mine.new_key(recovery), own=mine.new_key(own)).ready()
    note = (await registry.writes(registry.seals(SAID))).json()["sealed"]
    assert (registry.opens(note), registry.opens(note, by=registry.recovery)) == (SAID, SAID)


async def test_the_longest_text_fits_into_a_sealed_note(registry: Registry) -> None:
    said = "é" * 20_000
    assert registry.opens((await registry.writes(registry.seals(said))).json()["sealed"]) == said
    longest = registry.seals("€" * 20_000)
    assert (await registry.writes(longest)).status_code == 201
    too_long = await registry.writes({**longest, "ciphertext": "A" * 150_001})
    assert too_long.json()["errors"] == [{"pointer": "/sealed/ciphertext", "code": "string-too-long"}]


async def test_a_plain_note_can_be_sealed_and_a_sealed_one_stays_so(registry: Registry) -> None:
    plain = (await registry.call("moderator", "POST", NOTES, {"text": "Open."})).json()
    assert (plain["text"], plain["sealed"]) == ("Open.", None)
    assert (await rewritten(registry, plain["id"], {"text": "Nog open."})).json()["text"] == "Nog open."
    sealed = await rewritten(registry, plain["id"], {"sealed": registry.seals(SAID)})
    assert (sealed.status_code, sealed.json()["text"], registry.opens(sealed.json()["sealed"])) == (200, None, SAID)
    back = await rewritten(registry, plain["id"], {"text": "Weer open."})
    assert (back.status_code, back.json()["code"]) == (409, "note-is-sealed")
    anew = await rewritten(registry, plain["id"], {"sealed": registry.seals("Anders.")})
    assert registry.opens(anew.json()["sealed"]) == "Anders."
    assert (await rewritten(registry, plain["id"], {})).json() == anew.json()


@pytest.mark.parametrize("body", [{}, {"text": "A", "sealed": None}, {"text": None}, {"text": None, "sealed": None}, {"sealed": {}}])
async def test_a_note_is_either_a_text_or_sealed(registry: Registry, body: dict[str, Any]) -> None:
    both = await registry.call("moderator", "POST", NOTES, {"text": "A", "sealed": registry.seals(SAID)})
    assert (both.status_code, both.json()["errors"]) == (400, [{"pointer": "", "code": "value-error"}])
    status = 201 if body.get("text") else 400
    assert (await registry.call("moderator", "POST", NOTES, body)).status_code == status
    changes = {"text": "A", "sealed": registry.seals(SAID)}
    assert (await rewritten(registry, str(key(MINE, "note")), changes)).status_code == 400
    assert (await rewritten(registry, str(key(MINE, "note")), {"sealed": None})).status_code == 400


async def test_while_a_key_is_missing_it_says_which(registry: Registry, server: EmbeddedPostgres) -> None:
    sealed = registry.seals(SAID)
    for kind, code in (("recovery", "no-recovery-key"), ("moderator", "no-sealing-key")):
        server.execute(f"delete from sealing_key where kind = '{kind}'", DATABASE)
        answer = await registry.writes(sealed)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert (await registry.call("moderator", "POST", NOTES, {"text": "Open."})).status_code == 201


async def test_a_key_that_is_not_countersigned_counts_for_nothing(registry: Registry) -> None:
    sealed = registry.seals(SAID)
    newer = mine.new_key("X25519")
    await registry.proves("moderator", newer)
    assert (await registry.writes(sealed)).status_code == 201
    registry.own = newer
    assert (await registry.writes(registry.seals(SAID))).json()["errors"][0]["code"] == "wrong-recipient"


async def test_the_newest_key_is_in_force_and_what_was_sealed_for_the_former_still_opens_with_that(registry: Registry) -> None:
    former, before = registry.own, registry.seals(SAID)
    note = (await registry.writes(before)).json()
    registry.own = mine.new_key("P-256")
    await registry.in_force("moderator", registry.own)
    refused = await registry.writes(before)
    assert refused.status_code == 400
    assert refused.json()["errors"] == [{"pointer": "/sealed/recipients/0/header/kid", "code": "wrong-recipient"}]
    assert (await registry.writes(registry.seals(SAID))).status_code == 201
    known = {mine.kid(former), mine.kid(registry.recovery)}
    assert mine.unseal(note["sealed"], former, str(key(MINE)), registry.moderator, known) == SAID


Change = Callable[[Registry, Any], Any]


def _at(*path: str | int, value: Any) -> Change:
    def change(_: Registry, sealed: Any) -> Any:
        inner = sealed
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        return sealed

    return change


def _elsewhere(case: str, moderator: str = "moderator") -> Change:
    return lambda registry, _: mine.seal(SAID, str(key(case)), str(key("moderator", moderator)), registry.own, registry.recovery)


OFF: Final = {"kty": "OKP", "crv": "X25519", "x": "A" * 43}
WRONG: Final[dict[str, tuple[Change, str, str]]] = {
    "for another instead": (
        lambda registry, _: mine.seal(SAID, str(key(MINE)), registry.moderator, registry.own, mine.new_key("X25519")),
        "recipients/1/header/kid",
        "wrong-recipient",
    ),
    "for the same one twice": (
        lambda registry, _: mine.seal(SAID, str(key(MINE)), registry.moderator, registry.own, registry.own),
        "recipients/1/header/kid",
        "wrong-recipient",
    ),
    "for one": (lambda _, sealed: {**sealed, "recipients": sealed["recipients"][:1]}, "recipients", "too-short"),
    "for three": (lambda _, sealed: {**sealed, "recipients": [*sealed["recipients"], sealed["recipients"][0]]}, "recipients", "too-long"),
    "of another case": (_elsewhere(OTHER), "aad", "wrong-place"),
    "of another case of one's own": (_elsewhere(ASKED), "aad", "wrong-place"),
    "of another moderator": (_elsewhere(MINE, "other_moderator"), "aad", "wrong-place"),
    "of no place": (_at("aad", value="AA"), "aad", "wrong-place"),
    "packed": (_at("protected", value="eyJlbmMiOiJBMjU2R0NNIiwiemlwIjoiREVGIn0"), "protected", "wrong-algorithm"),
    "weaker": (_at("protected", value="eyJlbmMiOiJBMTI4R0NNIn0"), "protected", "wrong-algorithm"),
    "agreed upon directly": (_at("recipients", 0, "header", "alg", value="ECDH-ES"), "recipients/0/header/alg", "literal-error"),
    "with more in a header": (_at("recipients", 0, "header", "apu", value="QQ"), "recipients/0/header/apu", "extra-forbidden"),
    "with a header for all": (_at("unprotected", value={}), "unprotected", "extra-forbidden"),
    "with a key within": (_at("recipients", 0, "header", "epk", "d", value="A" * 43), "recipients/0/header/epk", "private-key"),
    "agreed upon with a weak point": (_at("recipients", 1, "header", "epk", value=OFF), "recipients/1/header/epk", "wrong-key"),
    "agreed upon off the curve": (_at("recipients", 0, "header", "epk", "y", value="A" * 43), "recipients/0/header/epk", "wrong-key"),
    "agreed upon on another curve": (_at("recipients", 0, "header", "epk", value=OFF), "recipients/0/header/epk", "wrong-key"),
    "with a short tag": (_at("tag", value="A" * 16), "tag", "string-pattern-mismatch"),
    "with a long iv": (_at("iv", value="A" * 22), "iv", "string-pattern-mismatch"),
    "with a short key": (_at("recipients", 1, "encrypted_key", value="A" * 43), "recipients/1/encrypted_key", "string-pattern-mismatch"),
    "padded": (_at("ciphertext", value="AAA="), "ciphertext", "string-pattern-mismatch"),
    "empty": (_at("ciphertext", value=""), "ciphertext", "string-too-short"),
    "in a second spelling": (_at("tag", value="A" * 21 + "B"), "tag", "wrong-encoding"),
}


@pytest.mark.parametrize("how", WRONG)
async def test_a_note_that_is_sealed_otherwise_is_refused_by_its_place_and_nothing_of_it_is_kept(registry: Registry, how: str) -> None:
    change, pointer, code = WRONG[how]
    before = (await registry.call("moderator", "GET", NOTES)).json()
    answer = await registry.writes(change(registry, deepcopy(registry.seals(SAID))))
    assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": f"/sealed/{pointer}", "code": code}])
    assert (await registry.call("moderator", "GET", NOTES)).json() == before


async def test_a_case_that_is_closed_or_anothers_takes_no_sealed_note(registry: Registry) -> None:
    assert (await registry.writes(registry.seals(SAID, OTHER), OTHER)).status_code == 404
    answer = await registry.call("party", "POST", NOTES, {"sealed": registry.seals(SAID)})
    assert answer.status_code == 403


# What an operator, or whoever can write to the database, might put before a client; the words by which it notices.
SWAPS: Final[dict[str, tuple[Change, str]]] = {
    "from another case": (_elsewhere(ASKED), "not a note of this place"),
    "from another moderator": (_elsewhere(MINE, "other_moderator"), "not a note of this place"),
    "sealed for one more": (
        lambda registry, sealed: {
            **sealed,
            "recipients": [
                *sealed["recipients"],
                mine.seal("x", str(key(MINE)), registry.moderator, registry.own, mine.new_key("P-256"))["recipients"][1],
            ],
        },
        "not a note of this place",
    ),
    "sealed for one only": (lambda _, sealed: {**sealed, "recipients": sealed["recipients"][:1]}, "not a note of this place"),
    "sealed for another": (
        lambda registry, _: mine.seal(SAID, str(key(MINE)), registry.moderator, registry.own, mine.new_key("X25519")),
        "sealed for somebody whom I do not know",
    ),
    "changed": (lambda _, sealed: {**sealed, "ciphertext": "A" + sealed["ciphertext"][1:]}, "does not open"),
    "with another's place written over it": (
        lambda registry, _: {
            **mine.seal(SAID, str(key(ASKED)), registry.moderator, registry.own, registry.recovery),
            "aad": mine.seal(SAID, str(key(MINE)), registry.moderator, registry.own, registry.recovery)["aad"],
        },
        "does not open",
    ),
}


@pytest.mark.parametrize("how", SWAPS)
async def test_p2_swaps_are_noticed_by_whoever_opens_a_note(app: FastAPI, client: httpx.AsyncClient, how: str) -> None:
    registry = Registry(app, client)
    swap, words = SWAPS[how]
    for by in (registry.own, registry.recovery) if how not in {"sealed for one only", "sealed for another"} else (registry.own,):
        with pytest.raises(Refused, match=words):
            registry.opens(swap(registry, registry.seals(SAID)), by=by)


async def test_p2_swaps_of_keys_are_noticed_by_whoever_knows_the_registrys_thumbprint(registry: Registry) -> None:
    """What a server that lies can show: another signing key, another's key, a key that nobody signed."""
    keys = (await registry.call("moderator", "GET", "/sealing-keys")).json()["items"]
    recovery = next(one for one in keys if one["kid"] == mine.kid(registry.recovery))
    own = next(one for one in keys if one["kid"] == mine.kid(registry.own))
    trust = [registry.signing]
    assert mine.kid(mine.trusted(recovery, trust, registry.id, None)) == mine.kid(registry.recovery)
    stranger = mine.new_key("X25519")
    forged = {**recovery, "kid": mine.kid(stranger), "publicKey": mine.shown(stranger)}
    theirs = mine.new_key("Ed25519")
    signed = {**forged, "countersignature": mine.vouch(theirs, mine.kid(stranger), "recovery", registry.id)}
    for lie, moderator in (
        (forged, None),
        (signed, None),
        ({**recovery, "countersignature": None}, None),
        ({**recovery, "countersignature": own["countersignature"]}, None),
        (own, None),
        (own, str(key("moderator", "other_moderator"))),
        (recovery, registry.moderator),
    ):
        with pytest.raises(Refused):
            mine.trusted(lie, trust, registry.id, moderator)
    with pytest.raises(Refused):
        mine.pinned({"publicKey": mine.shown(theirs)}, mine.kid(registry.signing))


async def test_p2_whoever_knows_the_public_keys_can_put_a_note_there_in_the_moderators_name(registry: Registry) -> None:
    """What sealing does not do: it says for whom a note is, and not who wrote it (docs: secrecy)."""
    forged = mine.seal("Dit schreef de moderator niet.", str(key(MINE)), registry.moderator, registry.own, registry.recovery)
    assert registry.opens(forged) == "Dit schreef de moderator niet."
