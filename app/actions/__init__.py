"""One function per deed: find, decide, set."""
