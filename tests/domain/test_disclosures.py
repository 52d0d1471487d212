"""What leaves a case, and with whose yes: every state of one letter, and every voice that is missing (S5, S6, S10)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any, Final
from uuid import UUID

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import decide
from app.domain.deeds.disclosures import Answer
from app.domain.disclosures import MODERATOR, NEUTRAL_ANSWER, DisclosureState, come, letter_hash, received, seen, stands, told_or_why
from app.domain.errors import DomainError, Invalid, NotAllowed, Unknown, WrongState
from app.domain.guardians import Age
from app.domain.situation import Deed, Disclosure, Guardian, Place, Situation, unconsented
from tests.domain.situations import ANN, BEN, by, by_moderator, case, ready, stopped

MUM, DAD, FORMER, WORDS, OTHER_WORDS = "mum", "dad", "former", "words", "other words"
YES, NO = Answer(WORDS, True), Answer(WORDS, False)
CHILD: Final = ready(BEN, age=Age.CHILD, guardians=(Guardian(MUM, informed=True), Guardian(DAD, informed=True)))
EVERYONE: Final = frozenset({ANN, BEN, MUM, DAD, FORMER, MODERATOR})
LETTER: Final = Disclosure(text=WORDS, formers=frozenset({FORMER}))


def asked(*, state: CaseState = CaseState.IN_PROCESS, **letter: Any) -> Situation:
    """A case of Ann and the child Ben, who has two guardians, with somebody's letter and the words that would leave."""
    return case(state, ready(ANN), CHILD, disclosure=LETTER._replace(**letter))


def by_guardian(now: Situation, key: str, answer: object) -> Situation:
    """What a guardian of Ben says."""
    return decide(now, Role.GUARDIAN, Deed(Act.CONSENT_DISCLOSURE, BEN, (key, answer)))


def in_time(now: Situation) -> Situation:
    """What the worker does on the day of the answer."""
    return decide(now, Role.WORKER, Deed(Act.INVOKE_SECRECY))


def letter(now: Situation) -> Disclosure:
    """Where the letter stands."""
    assert now.disclosure
    return now.disclosure


def test_s5_with_the_yes_of_all_the_letter_leaves_once() -> None:
    now = asked(yes=EVERYONE)
    after = by_moderator(now, Act.RELEASE_LETTER)
    assert letter(after).state is DisclosureState.RELEASED
    with stopped(WrongState, "wrong-disclosure-state"):
        by_moderator(after, Act.RELEASE_LETTER)
    with stopped(WrongState, "wrong-disclosure-state"):
        by_moderator(after, Act.WRITE_LETTER, OTHER_WORDS)
    with stopped(WrongState, "wrong-disclosure-state"):
        in_time(after._replace(disclosure=letter(after)._replace(due=True)))


@pytest.mark.parametrize("missing", [set(some) for size in (1, 2) for some in combinations(sorted(EVERYONE), size)])
def test_s5_whoever_is_missing_nothing_leaves(missing: set[str]) -> None:
    with pytest.raises(WrongState) as caught:
        by_moderator(asked(yes=EVERYONE - missing), Act.RELEASE_LETTER)
    codes = {
        ANN: "disclosure-consented",
        BEN: "disclosure-consented",
        MUM: "guardian-consents-to-disclosure",
        DAD: "guardian-consents-to-disclosure",
        FORMER: "disclosure-consented-by-former-moderator",
        MODERATOR: "disclosure-consented-by-moderator",
    }
    assert {condition.code for condition in caught.value.unmet} == {codes[who] for who in missing}


def test_s10_only_the_moderator_may_know_who_is_missing() -> None:
    unmet = unconsented(asked())
    assert [condition.code for condition in unmet] == [
        *("disclosure-consented", "disclosure-consented", "guardian-consents-to-disclosure"),
        *("disclosure-consented-by-former-moderator", "disclosure-consented-by-moderator"),
    ]
    assert {condition.secrecy.value for condition in unmet} == {"true_state"}


def test_s5_r6_a_child_without_a_recorded_guardian_keeps_everything_inside() -> None:
    now = case(CaseState.CLOSED, ready(ANN), ready(BEN, age=Age.CHILD), disclosure=Disclosure(text=WORDS, yes=EVERYONE))
    with stopped(WrongState, "guard-unmet", "guardian-recorded R6"):
        by_moderator(now, Act.RELEASE_LETTER)


@pytest.mark.parametrize("age", [Age.YOUNG, Age.ADULT, Age.UNKNOWN])
def test_r6_nobody_but_oneself_is_asked_for_those_who_are_no_child(age: Age) -> None:
    now = case(
        CaseState.CLOSED, ready(ANN), CHILD._replace(age=age), disclosure=Disclosure(text=WORDS, yes=frozenset({ANN, BEN, MODERATOR}))
    )
    assert letter(by_moderator(now, Act.RELEASE_LETTER)).state is DisclosureState.RELEASED


def test_s5_a_changed_sentence_voids_what_everyone_said() -> None:
    after = by_moderator(asked(yes=EVERYONE), Act.WRITE_LETTER, OTHER_WORDS)
    assert letter(after) == LETTER._replace(text=OTHER_WORDS, yes=frozenset())
    with stopped(WrongState, "other-text"):
        by(ANN, after, Act.CONSENT_DISCLOSURE, YES)


def test_s5_the_latest_word_counts_whichever_it_is() -> None:
    now = by(ANN, asked(), Act.CONSENT_DISCLOSURE, YES)
    assert letter(now).yes == {ANN}
    now = by(ANN, now, Act.CONSENT_DISCLOSURE, NO)
    assert letter(now).yes == set()
    assert letter(by_moderator(now, Act.CONSENT_DISCLOSURE, YES)).yes == {MODERATOR}
    assert letter(by_guardian(now, MUM, YES)).yes == {MUM}


def test_s5_nobody_says_yes_before_there_are_words_or_to_something_that_is_none() -> None:
    with stopped(WrongState, "nothing-written"):
        by(ANN, asked(text=None), Act.CONSENT_DISCLOSURE, YES)
    with stopped(WrongState, "nothing-written"):
        by_moderator(asked(text=None), Act.RELEASE_LETTER)
    for nothing in (None, True, (WORDS, True)):
        with stopped(WrongState, "other-text"):
            by(ANN, asked(), Act.CONSENT_DISCLOSURE, nothing)


def test_s0_nobody_says_yes_before_they_know_what_secrecy_means() -> None:
    now = case(CaseState.CLOSED, Place(ANN), CHILD._replace(guardians=(Guardian(MUM),)), disclosure=LETTER)
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(ANN, now, Act.CONSENT_DISCLOSURE, YES)
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by_guardian(now, MUM, YES)
    with pytest.raises(Unknown):
        by_guardian(now, DAD, YES)


def test_s5_the_moderator_says_yes_for_nobody() -> None:
    with pytest.raises(NotAllowed):
        by_moderator(asked(), Act.CONSENT_DISCLOSURE, YES, about=ANN)


def test_s10_after_a_changed_letter_everyone_answers_as_before_and_nothing_leaves() -> None:
    now = by_moderator(asked(yes=EVERYONE - {ANN}), Act.NOTE_OTHER_LETTER)
    now = by(ANN, now, Act.CONSENT_DISCLOSURE, YES)
    assert letter(now).yes == EVERYONE
    assert letter(now).state is DisclosureState.OPEN
    for act, choice in ((Act.RELEASE_LETTER, None), (Act.WRITE_LETTER, OTHER_WORDS), (Act.NOTE_OTHER_LETTER, None)):
        with stopped(WrongState, "letter-changed"):
            by_moderator(now, act, choice)


@pytest.mark.parametrize("yes", [frozenset(), EVERYONE - {ANN}, EVERYONE])
@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("led", [False, True])
def test_s5_on_its_day_every_letter_that_was_not_released_ends_alike(yes: frozenset[str], changed: bool, led: bool) -> None:
    now = asked(due=True, yes=yes, changed=changed)._replace(led=led)
    assert letter(in_time(now)).state is DisclosureState.SECRECY_INVOKED
    with stopped(WrongState, "wrong-disclosure-state"):
        in_time(in_time(now))
    for who, act, choice in ((ANN, Act.CONSENT_DISCLOSURE, YES), (ANN, Act.CONSENT_DISCLOSURE, NO)):
        with stopped(WrongState, "deadline-come"):
            by(who, now, act, choice)
    for act in (Act.RELEASE_LETTER, Act.WRITE_LETTER, Act.NOTE_OTHER_LETTER) if led else ():
        with stopped(WrongState, "deadline-come"):
            by_moderator(now, act, OTHER_WORDS)


def test_s5_before_its_day_nothing_ends() -> None:
    for now in (asked(), case(CaseState.CLOSED)):
        with stopped(WrongState, "not-due"):
            in_time(now)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("act", [Act.RECORD_REQUEST, Act.RECORD_EXCEPTION, Act.TELL_EXCEPTION, Act.HOLD])
def test_s5_s6_s8_letters_exceptions_and_holds_come_in_every_case_that_has_begun(act: Act, state: CaseState) -> None:
    now = case(state)
    if state is CaseState.REGISTERED:
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, act)
    else:
        assert by_moderator(now, act)._replace(disclosure=None) == now


@pytest.mark.parametrize("state", [CaseState.INTAKE, CaseState.IN_PROCESS, CaseState.CLOSED])
def test_s5_a_letter_is_answered_closed_or_not(state: CaseState) -> None:
    now = by_moderator(case(state), Act.RECORD_REQUEST)
    now = by_moderator(now, Act.WRITE_LETTER, WORDS)
    for who in (ANN, BEN):
        now = by(who, now, Act.CONSENT_DISCLOSURE, YES)
    now = by_moderator(by_moderator(now, Act.CONSENT_DISCLOSURE, YES), Act.RELEASE_LETTER)
    assert letter(now).state is DisclosureState.RELEASED
    assert now._replace(disclosure=None) == case(state)


def test_s5_in_every_state_that_one_letter_comes_to_nothing_left_without_everyone() -> None:
    """The whole of it: two parties, a guardian, a former moderator, two texts, a changed letter, and the day of the answer."""
    child = ready(BEN, age=Age.CHILD, guardians=(Guardian(MUM, informed=True),))
    voices = frozenset({ANN, BEN, MUM, FORMER, MODERATOR})
    start = case(CaseState.CLOSED, ready(ANN), child, disclosure=Disclosure(formers=frozenset({FORMER})))
    found, waiting = {start}, [start]
    while waiting:
        now = waiting.pop()
        for then in _next(now):
            before, after = letter(now), letter(then)
            assert then._replace(disclosure=None) == now._replace(disclosure=None)
            if after.state is not before.state and after.state is DisclosureState.RELEASED:
                assert before.yes == voices
                assert (before.text, before.changed, before.due) == (after.text, False, False)
            if after.text != before.text:
                assert after.yes == frozenset()
            assert before.state is DisclosureState.OPEN or after.state is before.state
            if then not in found:
                found.add(then)
                waiting.append(then)
    # Without words: open with or without the day and a changed letter (4), or ended (2). With each of two texts: 32 sets of voices open
    # so (4 x 32) or ended (2 x 32), and released by all five, before the day and after it (2).
    assert len(found) == 6 + 2 * (4 * 32 + 2 * 32 + 2)
    ends = {letter(now).state for now in found}
    assert ends == set(DisclosureState)
    assert sum(letter(now).state is DisclosureState.RELEASED for now in found) == 4


def _next(now: Situation) -> Iterator[Situation]:
    """Everything that can happen to the letter, by anyone, or by time."""
    here = letter(now)
    yield now._replace(disclosure=here._replace(due=True))
    if here.text is not None and not here.due and here.state is DisclosureState.OPEN:
        # Their answer stands beside the case: they see no more of it.
        yield now._replace(disclosure=here._replace(yes=here.yes ^ {FORMER}))
    deeds = [
        *((Role.MODERATOR, Deed(Act.WRITE_LETTER, choice=words)) for words in (WORDS, OTHER_WORDS)),
        *((Role.MODERATOR, Deed(act)) for act in (Act.NOTE_OTHER_LETTER, Act.RELEASE_LETTER)),
        (Role.WORKER, Deed(Act.INVOKE_SECRECY)),
        *(
            (role, Deed(Act.CONSENT_DISCLOSURE, who, Answer(words, yes) if role is not Role.GUARDIAN else (MUM, Answer(words, yes))))
            for role, who in ((Role.MODERATOR, None), (Role.PARTY, ANN), (Role.PARTY, BEN), (Role.GUARDIAN, BEN))
            for words in (WORDS, OTHER_WORDS)
            for yes in (False, True)
        ),
    ]
    for role, deed in deeds:
        try:
            yield decide(now, role, deed)
        except DomainError:
            continue


def test_s5_one_recipient_one_purpose_one_exact_text_is_the_hash_of_canonical_json() -> None:
    """Worked out with sha256sum over {"purpose":"Bezwaar","recipient":"Commissie","text":"Partijen maakten afspraken."}."""
    expected = "b2ba29e043634abceefe22166763b42d7bb39645195d050e9a0f9ccfecade22c"
    assert letter_hash("Commissie", "Bezwaar", "Partijen maakten afspraken.") == expected
    for other in (("Krant", "Bezwaar", "Partijen maakten afspraken."), ("Commissie", "Nieuws", "Partijen maakten afspraken.")):
        assert letter_hash(*other) != expected
    assert letter_hash("Commissie", "Bezwaar", "Partijen maakten afspraken") != expected


DAY: Final = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("received_on", "due_on", "days", "stops"),
    [
        (DAY, DAY + timedelta(days=14), 14, None),
        (DAY, DAY + timedelta(days=13), 14, ("too-soon", "/dueOn")),
        (DAY, DAY + timedelta(days=20), 21, ("too-soon", "/dueOn")),
        (DAY - timedelta(days=14), DAY, 14, None),
        (DAY + timedelta(days=1), DAY + timedelta(days=30), 14, ("in-the-future", "/receivedOn")),
    ],
)
def test_s5_those_concerned_have_as_many_days_as_the_terms_say(
    received_on: date, due_on: date, days: int, stops: tuple[str, str] | None
) -> None:
    if stops:
        with stopped(Invalid, *stops):
            received(received_on, due_on, days, DAY)
    else:
        received(received_on, due_on, days, DAY)


@pytest.mark.parametrize(("days", "over"), [(-1, False), (0, True), (1, True)])
def test_s5_the_answer_can_leave_from_the_day_on_which_it_is_due(days: int, over: bool) -> None:
    today = DAY + timedelta(days=days)
    assert come(DAY, today) is over
    assert seen(DisclosureState.OPEN, DAY, today).value == ("secrecy_invoked" if over else "open")
    assert seen(DisclosureState.RELEASED, DAY, today) is DisclosureState.RELEASED
    assert seen(DisclosureState.SECRECY_INVOKED, DAY, today) is DisclosureState.SECRECY_INVOKED


def test_s5_the_neutral_answer_names_nobody_and_confirms_nothing() -> None:
    assert NEUTRAL_ANSWER.nl.endswith("Dit antwoord bevestigt niets en ontkent niets.")
    assert NEUTRAL_ANSWER.en.endswith("This answer confirms nothing and denies nothing.")
    for text in NEUTRAL_ANSWER:
        assert not {"{", "%"} & set(text)


def test_r9_an_answer_counts_only_since_all_were_asked() -> None:
    then = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    assert stands(then, then)
    assert not stands(then, then + timedelta(microseconds=1))
    assert not stands(then, None)


def test_s6_whoever_was_not_told_there_is_a_reason_why_not_yet() -> None:
    ann, ben = UUID(int=1), UUID(int=2)
    told_or_why([ann, ben], [ann, ben], None)
    told_or_why([ann], [ann, ben], "Het zou Ben in gevaar brengen.")
    for why in (None, ""):
        with stopped(Invalid, "missing", "/whyNotYet"):
            told_or_why([ann], [ann, ben], why)
