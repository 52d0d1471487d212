"""The identical text: what is accepted and confirmed is a hash that every reader can work out (R10, R13)."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from app.domain import agreements, mandates
from app.domain.agreements import CommitmentKind, CommitmentTerms, Promised
from app.domain.errors import Invalid
from app.domain.mandates import GroundRule, Involvement, MandateText, MayKnow
from app.domain.sessions import SessionKind

NOOR, SEM, OLD = (UUID(f"00000000-0000-4000-8000-00000000000{end}") for end in "abc")
MANDATE: dict[str, Any] = {
    "scope": "De groepsapp.",
    "moderator_role": "Begeleiden.",
    "involvement": Involvement.NONE,
    "procedure": "Eerst luisteren.",
    "session_forms": [SessionKind.JOINT, SessionKind.CIRCLE],
    "ground_rules": [GroundRule.RESPECT_FOR_OTHERS, GroundRule.NON_VIOLENCE],
    "own_ground_rules": ["Telefoons uit.", "Eén tegelijk."],
    "evidence_clause": "Wat hier gezegd is, blijft hier.",
    "limits_of_secrecy": "Acuut gevaar.",
    "organisation_may_know": [MayKnow.MODERATOR_NAME, MayKnow.JOINT_SESSIONS],
    "not_concerned": [OLD, NOOR],
}


def by_a_day() -> CommitmentTerms:
    """What Sem promises Noor."""
    what = Promised(
        what="Ik wis de foto’s.", how_we_know="De groep is leeg.", kind=CommitmentKind.BEHAVIOURAL, due_on=date(2026, 12, 4), review_on=None
    )
    return what.between(SEM, NOOR)


def standing() -> CommitmentTerms:
    """What Noor promises Sem, in the place of something else."""
    what = Promised(
        what="Ik zeg het meteen.", how_we_know="Bij de terugblik.", kind=CommitmentKind.OTHER, due_on=None, review_on=date(2027, 1, 15)
    )
    return what.between(NOOR, SEM, replaces=OLD)


def test_r13_the_hash_of_an_agreement_is_that_of_its_canonical_json() -> None:
    """Worked out with sha256sum over the JSON as RFC 8785 writes it:

    {"commitments":[{"beneficiaryPartyId":"…a","dueOn":"2026-12-04","howWeKnow":"De groep is leeg.","kind":"behavioural",
    "ownerPartyId":"…b","replacesId":null,"reviewOn":null,"what":"Ik wis de foto’s."},
    {"beneficiaryPartyId":"…b","dueOn":null,"howWeKnow":"Bij de terugblik.","kind":"other",
    "ownerPartyId":"…a","replacesId":"…c","reviewOn":"2027-01-15","what":"Ik zeg het meteen."}],"text":"Zo gaan wij verder."}
    """
    for order in permutations([by_a_day(), standing()]):
        expected = "29b0a6f4e76b433bd502776d07f8f363a8b83af1783844e2155ce33c3e334b17"
        assert agreements.text_hash("Zo gaan wij verder.", order) == expected


def test_r13_a_text_without_words_or_commitments_has_a_hash_too() -> None:
    """{"commitments":[],"text":null}"""
    assert agreements.text_hash(None, []) == "f14c8ddcd35b4b95f603e0e8323238e0d8a14d331a6bfff5b55b65241614624e"


def test_r10_the_hash_of_a_mandate_is_that_of_its_canonical_json() -> None:
    """Worked out with sha256sum over the JSON as RFC 8785 writes it:

    {"evidenceClause":"Wat hier gezegd is, blijft hier.","groundRules":["non_violence","respect_for_others"],"involvement":"none",
    "limitsOfSecrecy":"Acuut gevaar.","moderatorRole":"Begeleiden.",
    "notConcerned":["00000000-0000-4000-8000-00000000000a","00000000-0000-4000-8000-00000000000c"],
    "organisationMayKnow":["joint_sessions","moderator_name"],
    "ownGroundRules":["Telefoons uit.","Eén tegelijk."],"procedure":"Eerst luisteren.","scope":"De groepsapp.",
    "sessionForms":["circle","joint"]}
    """
    expected = "f28213f74865f4034b8922c167d00d4c5e1728b1ab3e6184d514e38ca307e86b"
    assert mandates.text_hash(MandateText(**MANDATE)) == expected
    twice = MANDATE | {"session_forms": [SessionKind.CIRCLE, SessionKind.JOINT, SessionKind.CIRCLE], "not_concerned": [NOOR, OLD, NOOR]}
    assert mandates.text_hash(MandateText(**twice)) == expected


def test_r10_every_part_of_a_mandate_is_in_its_hash() -> None:
    text = MandateText(**MANDATE)
    others = [
        replace(text, scope="anders"),
        replace(text, moderator_role="anders"),
        replace(text, involvement=Involvement.PROPOSALS),
        replace(text, procedure="anders"),
        replace(text, session_forms=[]),
        replace(text, ground_rules=[GroundRule.NON_VIOLENCE]),
        replace(text, own_ground_rules=["Eén tegelijk.", "Telefoons uit."]),
        replace(text, evidence_clause="anders"),
        replace(text, limits_of_secrecy="anders"),
        replace(text, organisation_may_know=[]),
        replace(text, not_concerned=[NOOR]),
    ]
    assert len({mandates.text_hash(one) for one in (text, *others)}) == 12


@pytest.mark.parametrize(
    "rules", [[], [GroundRule.RESPECT_FOR_OTHERS, GroundRule.RESPECT_FOR_ONESELF, GroundRule.RESPECT_FOR_SURROUNDINGS]]
)
def test_r10_a_mandate_without_non_violence_is_no_mandate(rules: list[GroundRule]) -> None:
    with pytest.raises(Invalid) as caught:
        MandateText(**(MANDATE | {"ground_rules": rules}))
    assert (caught.value.code, caught.value.pointer) == ("ground-rule-cannot-be-removed", "/groundRules")
    assert MandateText(**(MANDATE | {"ground_rules": [*rules, GroundRule.NON_VIOLENCE]})).scope == "De groepsapp."
