"""The README's way to a sealed note, word by word, against a service in demo mode."""

import subprocess
import sys
from pathlib import Path

from app.embedded import EmbeddedPostgres
from app.settings import Settings
from tests.scenarios.test_played_demo import answering

ROOT = Path(__file__).resolve().parent.parent.parent
API = "http://127.0.0.1:8000"


def excerpt() -> str:
    """The code between its two marks."""
    _, rest = (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- sealed -->\n```python\n")
    code, _ = rest.split("```\n<!-- /sealed -->")
    return code


def test_the_way_to_a_sealed_note_in_the_readme_leads_there(server: EmbeddedPostgres, settings: Settings) -> None:
    code = excerpt()
    assert code.count(API) == 1
    with answering(server, settings, demo=True) as url:
        command = [sys.executable, "-"]
        done = subprocess.run(command, input=code.replace(API, url), capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "Eerst Farah bellen.\nEerst Farah bellen.\n"), done.stderr
