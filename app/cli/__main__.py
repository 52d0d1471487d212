"""`python -m app.cli` is `herstel`."""

from app.cli import app

app()
