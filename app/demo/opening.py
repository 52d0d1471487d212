"""How the demo begins: its people are there, and whoever started it is told how to be one of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from app.demo.keys import keys as public_keys
from app.demo.people import PERSONAS, WHO_THEY_ARE, people
from app.demo.records import recorded
from app.demo.seeds import seeds
from app.routers.tokens import Tokens
from app.store.founding import found_once
from app.store.keys import KeyStore
from app.store.notary import Notary

WISH: Final = (
    '{"setting": "healthcare", "note": "Sinds de zomer praten we niet meer.",'
    ' "proposedPeople": [{"name": "Maarten de Wit"}], "anyModerator": true}'
)


async def settle(url: str, keys: KeyStore, notary: Notary, now: datetime) -> bool:
    """Put everyone and their cases in, once: whether this start was the one that did."""
    began = now - timedelta(days=60)
    return await found_once(url, keys, *people(), *public_keys(began), *seeds(now), *recorded(notary, began))


def welcome(base_url: str, tokens: Tokens) -> str:
    """A token for each of the people, and three calls to begin with."""
    signed = {name: _token(tokens, name) for name in WHO_THEY_ARE}
    lines = ["", "Everyone below is invented. Choose Authorize on the docs page and paste a token; each is good for 12 hours.", ""]
    for name, who in WHO_THEY_ARE.items():
        lines += [f"{name}: {who}", signed[name], ""]
    lines += ["Three calls to paste:", "", *_calls(base_url, signed)]
    return "\n".join([*lines, "The product in two minutes, from another terminal: herstel demo (after `make run`: .venv/bin/herstel demo)"])


def _token(tokens: Tokens, name: str) -> str:
    persona = PERSONAS[name]
    return tokens.issue_demo(persona.subject, persona.organisation_id, persona.role)


def _calls(base_url: str, signed: dict[str, str]) -> Iterator[str]:
    def curl(name: str, path: str, more: str = "") -> str:
        return f"curl -H 'Authorization: Bearer {signed[name]}'{more} {base_url}/v1{path}"

    wish = f" -H 'Content-Type: application/json' -d '{WISH}'"
    for what, call in (
        ("Farah asks for a moderator", curl("member", "/requests", wish)),
        ("Ilse sees what is offered to her", curl("moderator", "/offers")),
        ("The coordinator sees the cases that she referred", curl("coordinator", "/cases")),
    ):
        yield from (f"# {what}", call, "")
