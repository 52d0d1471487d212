"""What a change costs per request: two checkouts side by side on the demo, asked in turn.

    python -m benchmarks.paired ../before . --rounds 200

Each checkout serves its own demo on its own embedded PostgreSQL, with the Python that runs this. In every round each kind of request
goes to both, in changing order; the ratio of a kind is the median of the ratios of its rounds. Runs are not to be compared.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

KINDS = {
    "list cases (coordinator)": ("coordinator", "GET", "/cases"),
    "list offers (moderator)": ("moderator", "GET", "/offers"),
    "read one case (moderator)": ("moderator", "GET", "/cases/{case}"),
    "list parties (content)": ("moderator", "GET", "/cases/{case}/parties"),
    "list harms (content)": ("moderator", "GET", "/cases/{case}/harms"),
    "worklist (moderator)": ("moderator", "GET", "/me/worklist"),
    "timeline (moderator)": ("moderator", "GET", "/cases/{case}/timeline"),
    "write a note (content)": ("moderator", "POST", "/cases/{case}/notes"),
    "pause and resume": ("moderator", "TWICE", "/cases/{case}"),
}


@contextmanager
def serving(checkout: Path) -> Iterator[httpx.Client]:
    """A client of the demo of one checkout."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(checkout), "HERSTEL_DEMO": "1", "HERSTEL_PORT": "0", "HERSTEL_DATA_FOLDER": folder}
        command = [sys.executable, "-m", "app.cli", "serve"]
        with subprocess.Popen(command, cwd=checkout, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            found = next(match[1] for line in process.stdout if (match := re.search(r"(http://\S+)/docs", line)))
            try:
                with httpx.Client(base_url=f"{found}/v1", timeout=30) as client:
                    yield client
            finally:
                process.terminate()


class Asked:
    """One of the two, and who asks it."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.headers = {who: self._token(who) for who in ("coordinator", "moderator")}
        cases = client.get("/cases?limit=100", headers=self.headers["moderator"]).json()["items"]
        self.case = next(one["id"] for one in cases if self._runs(one["id"]))

    def _token(self, who: str) -> dict[str, str]:
        grant = {"grant_type": "urn:herstel:grant:demo-persona", "persona": who}
        return {"Authorization": f"Bearer {self.client.post('/token', data=grant).json()['access_token']}"}

    def _runs(self, case: str) -> bool:
        state = self.client.get(f"/cases/{case}/process", headers=self.headers["moderator"])
        return state.status_code == 200 and state.json()["phase"] == "in_conversation" and state.json()["pausedAt"] is None

    def seconds(self, kind: str) -> float:
        """How long one request of this kind takes."""
        who, method, path = KINDS[kind]
        address, body = path.format(case=self.case), {"text": "Wat ik hoorde, en wat ik niet hoorde. " * 20}
        began = time.perf_counter()
        if method == "TWICE":
            self._ask(who, "POST", f"{address}/pauses", None)
            self._ask(who, "POST", f"{address}/resumption", None)
        else:
            self._ask(who, method, address, body if method == "POST" else None)
        return time.perf_counter() - began

    def _ask(self, who: str, method: str, address: str, body: Any) -> None:
        answer = self.client.request(method, address, json=body, headers=self.headers[who])
        if answer.is_error:
            raise SystemExit(f"{method} {address}: {answer.status_code} {answer.text}")


def main() -> None:
    """Ask both, and say what each kind of request costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--rounds", type=int, default=100)
    wanted = parser.parse_args()
    with ExitStack() as stack:
        before, after = (Asked(stack.enter_context(serving(place.resolve()))) for place in (wanted.before, wanted.after))
        for kind in KINDS:
            pairs = []
            for number in range(wanted.rounds + 10):
                order = (before, after) if number % 2 else (after, before)
                took = {one: one.seconds(kind) for one in order}
                pairs.append((took[before], took[after]))
            pairs = pairs[10:]
            ratios = sorted(later / earlier for earlier, later in pairs)
            middle = [statistics.median(column) * 1000 for column in zip(*pairs, strict=True)]
            low, high = ratios[len(ratios) // 10], ratios[-len(ratios) // 10]
            print(
                f"{kind:28} {middle[0]:7.2f} ms {middle[1]:7.2f} ms   ratio {statistics.median(ratios):.2f} ({low:.2f}-{high:.2f})",
                flush=True,
            )


if __name__ == "__main__":
    main()
