"""What the moderator notes of a party's words, and the party's own say over it (R6)."""

from app.domain.deeds.guards import informed
from app.domain.errors import Invalid, WrongState
from app.domain.readiness import Noted
from app.domain.sessions import SessionState
from app.domain.situation import Deed, Situation


def issue_codes(now: Situation, deed: Deed) -> Situation:
    """R6: a party's own codes for the moderator's device, closed or not; nothing is said by having one."""
    informed(now, deed)
    return now


def contest(now: Situation, deed: Deed) -> Situation:
    """R6: a contested note does not count; `choice` says of what it was, and whether what the party had said before it still counts."""
    place = informed(now, deed)
    what, before = deed.choice if isinstance(deed.choice, tuple) else (None, None)
    if what is Noted.DECLARATION:
        return now.with_place(deed.party, ready=before is True, reconfirmed=place.reconfirmed and before is True)
    if what is not Noted.RECONFIRMATION:
        raise Invalid("not-a-note", "/")
    # Once it has begun the yes was for something that happened: nothing can be taken back from that.
    if now.session is not SessionState.PLANNED:
        raise WrongState("wrong-session-state")
    return now.with_place(deed.party, reconfirmed=before is True)
