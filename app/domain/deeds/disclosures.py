"""What leaves a case: on somebody's letter with everyone's yes, or without it for safety's sake, recorded by the moderator (S5, S6, S8).

Letters often come when a case is closed, so none of these asks whether it still runs.
"""

from typing import NamedTuple

from app.domain.cases import CaseState
from app.domain.deeds.guardians import consenting
from app.domain.deeds.guards import demand, informed
from app.domain.disclosures import LIFE, MODERATOR, DisclosureEvent
from app.domain.errors import WrongState
from app.domain.situation import Deed, Disclosure, Situation, unconsented


class Answer(NamedTuple):
    """A yes or no to the words with this hash."""

    text: str
    yes: bool


def record(now: Situation, _: Deed) -> Situation:
    """S5: the letter of somebody outside, as the moderator records it; it asks, and opens nothing."""
    begun(now)
    return now._replace(disclosure=Disclosure())


def write(now: Situation, deed: Deed) -> Situation:
    """S5: the exact words that would leave, `choice` their hash; whatever anybody said to other words is void."""
    asked = _unchanged(now)
    return now._replace(disclosure=asked._replace(text=deed.choice, yes=frozenset()))


def consent(now: Situation, deed: Deed) -> Situation:
    """S5: a party's own yes or no, or the moderator's (no party); only the latest counts, and a no shows nobody anything (S10)."""
    if deed.party is not None:
        informed(now, deed)
    return _said(now, deed.party if deed.party is not None else MODERATOR, deed.choice)


def consent_beside(now: Situation, deed: Deed) -> Situation:
    """S5, R6: a guardian's yes or no beside a child's own, `choice` the guardian's key and their answer."""
    guardian = consenting(now, deed)
    return _said(now, guardian.key, deed.choice[1] if isinstance(deed.choice, tuple) else None)


def note_other_letter(now: Situation, _: Deed) -> Situation:
    """S5: the third party asks something else: nothing leaves on this letter any more, and nobody but the moderator sees it before its day.

    It needs a new request, and asks everyone anew.
    """
    return now._replace(disclosure=_unchanged(now)._replace(changed=True))


def release(now: Situation, _: Deed) -> Situation:
    """S5: once, with the yes of every party, of the guardians beside a child, of every former moderator and of the moderator."""
    asked = _unchanged(now)
    if asked.text is None:
        raise WrongState("nothing-written")
    demand(unconsented(now))
    return now._replace(disclosure=asked._replace(state=LIFE.after(asked.state, DisclosureEvent.RELEASE)))


def invoke_secrecy(now: Situation, _: Deed) -> Situation:
    """S5: the day of the answer has come: whatever was said, and whoever was silent, one neutral sentence leaves."""
    asked = now.disclosure
    if asked is None or not asked.due:
        raise WrongState("not-due")
    return now._replace(disclosure=asked._replace(state=LIFE.after(asked.state, DisclosureEvent.INVOKE_SECRECY)))


def beside_the_process(now: Situation, _: Deed) -> Situation:
    """S6, S8: an exception, that somebody was told of it, a hold: no gate looks at any of them."""
    begun(now)
    return now


def begun(now: Situation) -> None:
    """Stops the deed where nothing was said yet."""
    if now.state is CaseState.REGISTERED:
        raise WrongState("case-not-running")


def _open(now: Situation) -> Disclosure:
    """The letter, while it can be answered."""
    asked = now.disclosure
    if asked is None:
        raise WrongState("wrong-disclosure-state")
    LIFE.after(asked.state, DisclosureEvent.RELEASE)
    if asked.due:
        raise WrongState("deadline-come")
    return asked


def _unchanged(now: Situation) -> Disclosure:
    """The letter, while the third party asks this and nothing else: for the one who may know."""
    asked = _open(now)
    if asked.changed:
        raise WrongState("letter-changed")
    return asked


def _said(now: Situation, who: object, answer: object) -> Situation:
    asked = _open(now)
    if asked.text is None:
        raise WrongState("nothing-written")
    if not isinstance(answer, Answer) or answer.text != asked.text:
        raise WrongState("other-text")
    voices = asked.yes | {who} if answer.yes else asked.yes - {who}
    return now._replace(disclosure=asked._replace(yes=frozenset(voices)))
