"""C15, P2: what somebody reads and writes of keys who has the password of a runtime role and forges the context."""

from typing import Final

import pytest

from tests.people import AWAY, HOME, PEOPLE, REGISTRY, key
from tests.walls.thieves import DENIED, NOBODY, Thief

NEW: Final = (
    "id, etag, created_at, organisation_id, holder_id, kind, moderator_id, kid, public_key, state, challenge, secret_digest, attempts"
)
A_KEY: Final = f"""
    insert into sealing_key ({NEW})
    values (gen_random_uuid(), 'x', now(), %(org)s, %(me)s, %(kind)s, %(moderator)s, 'k', '{{}}', 'registered', 'x', 'x', 0)"""
A_PROVEN_KEY: Final = A_KEY.replace("attempts)", "attempts, proven_at)").replace("'registered'", "'proven'").replace("0)", "0, now())")
A_SIGNED_KEY: Final = (
    A_KEY.replace("attempts)", "attempts, proven_at, countersignature, signing_key_id, countersigned_at)")
    .replace("'registered'", "'countersigned'")
    .replace("0)", "0, now(), 'x', %(signing)s, now())")
)
A_SIGNING_KEY: Final = """
    insert into signing_key (id, etag, created_at, organisation_id, kid, public_key, proof)
    values (gen_random_uuid(), 'x', now(), %(org)s, 'k', '{}', 'x')"""
MINE: Final = key("moderator", "moderator")
OTHERS: Final = key("moderator", "other_moderator")


def given(who: str, kind: str = "moderator", moderator: object = MINE, org: object = None) -> dict[str, object]:
    """What is put in."""
    me = PEOPLE[who].principal.id if who in PEOPLE else NOBODY
    return {"me": me, "kind": kind, "moderator": moderator, "org": org or key(REGISTRY), "signing": key("signing key")}


@pytest.mark.parametrize("who", ["admin", "member", "coordinator", "auditor", "foreign_admin", "moderator", "party"])
def test_c15_of_whoever_is_served_as_an_organisation_the_registrar_alone_sees_a_key(org: Thief, who: str) -> None:
    org.be(who)
    for table in ("signing_key", "sealing_key"):
        assert org.ask(f"select id from {table}") == []
        assert org.refused(f"update {table} set etag = 'x'") in {DENIED, "nothing"}
    for statement in (A_KEY, A_PROVEN_KEY, A_SIGNED_KEY, A_SIGNING_KEY):
        for organisation in (key(REGISTRY), PEOPLE[who].principal.organisation_id):
            assert org.refused(statement, **given(who, "recovery", None, organisation)) == DENIED
            assert org.refused(statement, **given(who, org=organisation)) == DENIED


def test_c15_a_registrar_of_another_organisation_sees_none_and_adds_none_here(org: Thief) -> None:
    org.pretend(NOBODY, key(AWAY), "registrar")
    for table in ("signing_key", "sealing_key"):
        assert org.ask(f"select id from {table}") == []
    assert org.refused(A_SIGNING_KEY, **given("nobody")) == DENIED
    assert org.refused(A_KEY, **given("nobody", "recovery", None)) == DENIED


def test_p2_a_registrar_registers_recovery_keys_and_no_moderators_and_proves_none_of_theirs(org: Thief) -> None:
    org.be("registrar")
    assert len(org.ask("select id from sealing_key")) == 6
    assert org.ask(A_KEY, **given("registrar", "recovery", None)) == [1]
    assert org.ask(A_SIGNING_KEY, **given("registrar")) == [1]
    for moderator in (MINE, OTHERS):
        assert org.refused(A_KEY, **given("registrar", moderator=moderator)) == DENIED
    assert org.refused(A_KEY, **given("moderator", "recovery", None)) == DENIED
    for statement in (A_PROVEN_KEY, A_SIGNED_KEY):
        assert org.refused(statement, **given("registrar", "recovery", None)) == DENIED
    registered = "update sealing_key set state = 'proven', proven_at = now() where kind = 'moderator' and state = 'registered'"
    assert org.refused(registered) == "nothing"
    for change in ("public_key = '{}'", "kid = 'x'", "kind = 'recovery'", "holder_id = me()", "moderator_id = null", "challenge = 'x'"):
        assert org.refused(f"update sealing_key set {change}") == DENIED
    assert org.refused("update signing_key set public_key = '{}'") == DENIED


def test_p2_a_moderators_hand_sees_their_own_and_the_registrys_and_countersigns_nothing(seated: Thief) -> None:
    seated.be("moderator")
    seen = {(row["kind"], row["moderator_id"]) for row in seated.ask("select kind, moderator_id from sealing_key")}
    assert seen == {("moderator", MINE), ("recovery", None)}
    assert len(seated.ask("select id from signing_key")) == 1
    assert seated.ask(A_KEY, **given("moderator")) == [1]
    for statement in (A_PROVEN_KEY, A_SIGNED_KEY):
        assert seated.refused(statement, **given("moderator")) == DENIED
    for change in ("countersignature = 'x'", "countersigned_at = now()", "signing_key_id = id", "public_key = '{}'", "kid = 'x'"):
        assert seated.refused(f"update sealing_key set {change}") == DENIED
    assert seated.refused("update sealing_key set state = 'countersigned', proven_at = now()") == DENIED
    assert seated.refused(A_SIGNING_KEY, **given("moderator")) == DENIED
    # Theirs that is in force stays as it is; the one that they registered they can prove.
    assert seated.ask("update sealing_key set state = 'proven', proven_at = now()") == [1]


def test_p2_a_moderators_hand_writes_no_key_of_another_and_none_for_recovery(seated: Thief) -> None:
    seated.be("moderator")
    for wrong in (
        given("moderator", moderator=OTHERS),
        given("other_moderator", moderator=OTHERS),
        given("moderator", "recovery", None),
        given("moderator", org=key(HOME)),
        given("moderator", moderator=None),
    ):
        assert seated.refused(A_KEY, **wrong) == DENIED


@pytest.mark.parametrize("who", ["party", "guardian", "supporter"])
def test_c15_of_whoever_has_a_seat_the_moderator_alone_sees_a_key(seated: Thief, who: str) -> None:
    seated.be(who)
    for table in ("signing_key", "sealing_key"):
        assert seated.ask(f"select id from {table}") == []
    assert seated.refused(A_KEY, **given(who)) == DENIED


def test_c15_the_worker_has_nothing_to_do_with_keys(job: Thief) -> None:
    for table in ("signing_key", "sealing_key"):
        assert job.refused(f"select id from {table}") == DENIED
        assert job.refused(f"update {table} set etag = 'x'") == DENIED
