"""An identity is an issuer and its subject; and who may vouch for whom (A1)."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.confidentiality import INVITED, VOUCHES, Role
from app.domain.identity import IssuerKind, principal_id

URL = "https://login.zuid.example"
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def test_an_identity_is_always_the_same() -> None:
    """SHA-1 of the namespace and "26:https://login.zuid.example" + "anna-1", worked out by hand."""
    assert principal_id(URL, "anna-1") == UUID("e1a94b7a-33ec-5535-b197-a401821c10be")


def test_another_subject_issuer_case_or_slash_is_another_identity() -> None:
    spellings = [
        (URL, "anna-1"),
        (URL, "Anna-1"),
        (URL, "anna-1 "),
        (f"{URL}/", "anna-1"),
        (URL, "/anna-1"),
        (URL.upper(), "anna-1"),
        (URL, ""),
    ]
    assert len({principal_id(url, subject) for url, subject in spellings}) == 7


@settings(derandomize=True)
@given(names, names, names, names)
def test_no_issuers_subject_can_spell_another_issuers(url: str, subject: str, other_url: str, other_subject: str) -> None:
    same = (url, subject) == (other_url, other_subject)
    assert (principal_id(url, subject) == principal_id(other_url, other_subject)) is same
    assert principal_id(url + subject[:1], subject[1:]) != principal_id(url, subject) or not subject


def test_a1_each_kind_of_issuer_vouches_for_exactly_these_roles() -> None:
    assert {kind.value: {role.value for role in roles} for kind, roles in VOUCHES.items()} == {
        "organisation": {"admin", "member", "coordinator", "auditor"},
        "moderators_registry": {"registrar", "moderator"},
        "herstel": {"party", "guardian", "supporter"},
        "demo": {"admin", "registrar", "member", "coordinator", "moderator", "party", "guardian", "supporter", "auditor"},
    }


def test_a1_no_issuer_ever_makes_a_worker() -> None:
    assert [kind for kind in IssuerKind if Role.WORKER in VOUCHES[kind]] == []


def test_an_invitation_makes_a_party_a_guardian_or_a_supporter() -> None:
    assert {role.value for role in INVITED} == {"party", "guardian", "supporter"}
