"""People who call a live server, each with their own token."""

import re
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Self

import httpx

DEMO: Final = "urn:herstel:grant:demo-persona"
INVITATION: Final = "urn:herstel:grant:invitation"
# Sent with every call, so that two answers can be compared byte by byte: the trace is the only thing that differs by itself.
TRACE: Final = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
FOUR_YESES: Final = {
    "exploreRelation": True,
    "exploreHarm": True,
    "exploreRepair": True,
    "joinConversations": True,
    "voluntary": True,
    "informedVersion": 1,
}


class Voice:
    """One person's calls. Every call says which status it expects; the answer is its JSON."""

    def __init__(self, http: httpx.Client, name: str, token: str, refresh: str = "") -> None:
        self.http, self.name, self.refresh = http, name, refresh
        self.headers = {"Authorization": f"Bearer {token}", "traceparent": TRACE}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """The answer, whatever it is."""
        json = None if body is None else body
        return self.http.request(method, f"/v1{path}", json=json, headers={**self.headers, **headers})

    def get(self, path: str, status: int = 200) -> Any:
        """What a GET shows."""
        return self._told(self.ask("GET", path), status)

    def items(self, path: str) -> list[Any]:
        """Everything in a list, which must fit on one page."""
        found = self.get(path)
        assert found["page"] == {"nextCursor": None, "hasMore": False}
        items: list[Any] = found["items"]
        return items

    def post(self, path: str, body: object = None, status: int = 201) -> Any:
        """What a POST answers."""
        return self._told(self.ask("POST", path, body), status)

    def patch(self, path: str, body: object, status: int = 200) -> Any:
        """What a PATCH of what this person sees now answers."""
        read = self.ask("GET", path)
        return self._told(self.ask("PATCH", path, body, **{"If-Match": read.headers["ETag"]}), status)

    def refused(self, path: str, body: object = None) -> list[str]:
        """The conditions that a 409 to a POST names to this person, as "code rule"."""
        problem = self.post(path, body, 409)
        return [f"{one['code']} {one['rule']}" for one in problem.get("conditions", [])]

    def _told(self, answer: httpx.Response, status: int) -> Any:
        assert answer.status_code == status, (
            f"{self.name}: {answer.request.method} {answer.request.url.path} → {answer.status_code} {answer.text}"
        )
        return answer.json() if answer.content else None


class Town:
    """The people of the demo, and those who come in by invitation."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.http = httpx.Client(base_url=address, timeout=30)
        self.document: Mapping[str, Any] = self.http.get("/v1/openapi.json").json()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.http.close()

    def persona(self, name: str) -> Voice:
        """Someone of the demo."""
        return Voice(self.http, name, self._token(grant_type=DEMO, persona=name)["access_token"])

    def invited(self, moderator: Voice, case: str, party: str, name: str) -> Voice:
        """Someone who comes in: invited, and with both secrets at hand."""
        return self.invited_by(moderator, f"/cases/{case}/parties/{party}/invitations", name)

    def invited_by(self, moderator: Voice, path: str, name: str) -> Voice:
        """Whoever comes in by these invitations: not only a party for themselves does."""
        letter = moderator.post(path)
        token = self._token(grant_type=INVITATION, code=letter["code"], pin=letter["pin"])
        return Voice(self.http, name, token["access_token"], token["refresh_token"])

    def refreshed(self, voice: Voice) -> Voice:
        """The same person with a new token, some time later."""
        token = self._token(grant_type="refresh_token", refresh_token=voice.refresh)
        return Voice(self.http, voice.name, token["access_token"], token["refresh_token"])

    def accepts_secrecy(self, voice: Voice, case: str, party: str) -> None:
        """Everything begins with it (S0)."""
        self.accepts_statement(voice, f"/cases/{case}/parties/{party}/secrecy-acceptance")

    def accepts_statement(self, voice: Voice, path: str) -> None:
        """The same, for whoever is no party for themselves."""
        statement = self.http.get("/v1/secrecy-statement").json()
        voice.post(path, {"hash": statement["hash"]})

    def _token(self, **form: str) -> dict[str, str]:
        answer = self.http.post("/v1/token", data=form)
        assert answer.status_code == 200, answer.text
        found: dict[str, str] = answer.json()
        return found


_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_INSTANT: Final = r"\d{4}-\d\d-\d\dT[\d:.]+Z"
_REFERENCE: Final = r"\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b"
_ETAG: Final = r'"[0-9a-f]{16}"'
_CHANGING: Final = re.compile(f"({_UUID})|({_INSTANT})|({_REFERENCE})|({_ETAG})")


def neutral(transcript: str) -> str:
    """A transcript in which each id, reference and ETag is its number of appearance, and each moment is a moment."""
    seen: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        kind = next(number for number, group in enumerate(found.groups()) if group)
        return "moment" if kind == 1 else seen.setdefault(found[0], f"<{len(seen)}>")

    return _CHANGING.sub(named, transcript)
