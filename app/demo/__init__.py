"""The demo: its people, its cases, and the scenarios it plays over HTTP."""
