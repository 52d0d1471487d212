"""The work that nobody waits for: the same Store, for a principal who sees ids, states and dates, and never content."""
