"""Nothing hangs: until when something may be waited for (R1, R17)."""

from datetime import date, timedelta


def passed(since: date, days: int, today: date) -> bool:
    """Whether so many days after this day have gone by; the last of them still counts, whole."""
    return since + timedelta(days=days) < today
