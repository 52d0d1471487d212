"""C12, C13, S9, T3: what somebody writes who has the password of a runtime role and forges the context: each attack that has to fail."""

from typing import Final

import psycopg
import pytest

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.people import AWAY, FOREIGN, HOME, MINE, OTHER, PEOPLE, REGISTRY, key
from tests.walls.catalogue import MODELS, schema_of
from tests.walls.thieves import (
    A_NOTE,
    A_PARTYS_SEAT,
    A_PROPOSAL,
    A_READ,
    A_SEAT,
    AN_INVITATION,
    AN_OFFER,
    DENIED,
    FRESH,
    NEW,
    NOBODY,
    Thief,
)

INSIDE: Final = sorted(name for name in MODELS if schema_of(name) == "conf")


@pytest.mark.parametrize("way_in", [A_SEAT, A_PARTYS_SEAT, AN_OFFER, AN_INVITATION, A_PROPOSAL, A_READ, A_NOTE])
@pytest.mark.parametrize("who", ["moderator", "party", "other_party", "nobody"])
def test_c12_nobody_gives_themselves_a_seat_nor_what_would_lead_to_one(seated: Thief, who: str, way_in: str) -> None:
    """An existing case and an invented one are refused alike, so that nothing tells which there are (T3)."""
    seated.be(who) if who in PEOPLE else seated.pretend(NOBODY, key(HOME), "moderator")
    me = PEOPLE[who].principal.id if who in PEOPLE else NOBODY
    foreign = {"org": key(AWAY), "case": key(FOREIGN), "party": key(FOREIGN, "party", 0)}
    invented = {"org": key(AWAY), "case": NOBODY, "party": NOBODY}
    told = []
    for where in (foreign, invented):
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refusal:
            seated.ask(way_in, me=me, moderator=key("moderator", "moderator"), **where)
        told.append((refusal.value.diag.message_primary, refusal.value.diag.message_detail))
    assert told[0] == told[1]


def test_c12_whoever_has_a_seat_seats_no_puppet_as_a_moderator(server: EmbeddedPostgres, seated: Thief, org: Thief) -> None:
    """An offer is to a moderator whom a registry registered; an invitation, whatever it says, makes nobody a moderator."""
    mine = {"org": key(HOME), "case": key(MINE), "party": key(MINE, "party", 0), "moderator": key("moderator", "other_moderator")}
    for found, who in ((seated, "party"), (seated, "moderator"), (org, "coordinator")):
        found.be(who)
        assert found.refused(AN_OFFER, me=NOBODY, **mine) == DENIED
        assert found.refused(AN_OFFER, me=PEOPLE[who].principal.id, **mine) == DENIED
        assert found.ask(AN_OFFER, me=PEOPLE["other_moderator"].principal.id, **mine) == [1]
    server.execute("update conf.invitation set role = 'moderator'", DATABASE)
    seated.pretend(key(MINE, "invitee", 0), key(HOME), "moderator")
    as_a_party = A_PARTYS_SEAT.replace("'party'", "'moderator'")
    assert seated.refused(as_a_party, me=key(MINE, "invitee", 0), **mine) == DENIED


def test_r2_whoever_comes_late_takes_no_seat_with_an_open_offer(server: EmbeddedPostgres, seated: Thief) -> None:
    server.execute("delete from public.seat", DATABASE)
    server.execute("update public.offer set state = 'open', created_at = '2026-01-01'", DATABASE)
    given = {"org": key(AWAY), "case": key(FOREIGN), "me": PEOPLE["other_moderator"].principal.id}
    seated.be("other_moderator")
    assert seated.refused(A_SEAT, **given) == DENIED
    server.execute("update public.offer set created_at = now()", DATABASE)
    assert seated.ask(A_SEAT, **given) == [1]


MOVES: Final = (
    "update {table} set case_id = %(case)s",
    "update {table} set organisation_id = %(org)s",
    "update {table} set id = gen_random_uuid()",
)


@pytest.mark.parametrize("move", MOVES)
def test_c12_no_row_is_moved_to_another_case_or_organisation(seated: Thief, move: str) -> None:
    seated.be("moderator")
    for table in [f"conf.{name}" for name in INSIDE] + ["seat", "offer", "released_item", "proposed_moderator"]:
        assert seated.refused(move.format(table=table), case=key(FOREIGN), org=key(AWAY)) == DENIED


@pytest.mark.parametrize("change", ["role = 'moderator'", "principal_id = public.me()", "member_id = id", "guardian_id = id"])
def test_c12_nobody_makes_more_of_their_own_seat_nor_takes_over_anothers(seated: Thief, change: str) -> None:
    seated.be("party")
    assert seated.refused(f"update seat set {change}") == DENIED


def test_c13_a_seat_that_has_ended_stays_ended(server: EmbeddedPostgres, seated: Thief, org: Thief, job: Thief) -> None:
    server.execute("update public.seat set ended_at = now()", DATABASE)
    for who in ("moderator", "party"):
        seated.be(who)
        assert seated.refused("update seat set ended_at = null") == "nothing"
        assert seated.refused("update seat set etag = 'x'") == "nothing"
        for table in INSIDE:
            # Whoever led before is asked about what would leave, and sees their own answer (S5, S7).
            kept = {"invitation", "successor_proposal", "access_event", "disclosure_veto", "disclosure_consent"}
            # What somebody did stays theirs to see (S9).
            others = " where actor_id is distinct from public.me()" if table == "case_audit_event" else ""
            found = seated.ask(f"select id from conf.{table}{others}")
            assert table in kept or found == [], table
    org.be("registrar")
    assert org.refused("update seat set ended_at = null") == "nothing"
    assert job.refused("update seat set ended_at = null") == "nothing"


def test_r3_a_declined_offer_and_a_void_invitation_give_no_seat(server: EmbeddedPostgres, seated: Thief) -> None:
    server.execute("delete from public.seat", DATABASE)
    given = {"org": key(AWAY), "case": key(FOREIGN), "me": PEOPLE["other_moderator"].principal.id}
    seated.be("other_moderator")
    assert seated.ask(A_SEAT, **given) == [1]
    assert seated.refused(A_PARTYS_SEAT, **given, party=key(FOREIGN, "party", 0)) == DENIED
    server.execute("update public.offer set state = 'declined'", DATABASE)
    assert seated.refused(A_SEAT, **given) == DENIED
    invited = {"org": key(HOME), "case": key(MINE), "me": key(MINE, "invitee", 0)}
    seated.pretend(key(MINE, "invitee", 0), key(HOME), "party")
    assert seated.ask(A_PARTYS_SEAT, **invited, party=key(MINE, "party", 0)) == [1]
    assert seated.refused(A_PARTYS_SEAT, **invited, party=key(MINE, "party", 1)) == DENIED
    assert seated.refused(A_SEAT, **invited) == DENIED
    server.execute("update conf.invitation set voided_at = now()", DATABASE)
    assert seated.refused(A_PARTYS_SEAT, **invited, party=key(MINE, "party", 0)) == DENIED


def test_s5_s7_whoever_led_a_case_before_answers_what_they_are_asked_and_reaches_nothing_else_of_it(seated: Thief) -> None:
    """The moderator of the world led the other case before; what another case asks of somebody else is not theirs to answer."""
    seated.be("moderator")
    answer = """
        insert into conf.disclosure_consent
            (id, etag, created_at, organisation_id, case_id, request_id, veto_id, version, yes, letter_changed, assisted)
        values (gen_random_uuid(), 'x', now(), %(org)s, %(case)s, %(request)s, %(veto)s, 1, true, false, false)
    """
    asked = {case: {"case": key(case), "request": key(case, "disclosure request")} for case in (OTHER, FOREIGN)}
    assert seated.ask(answer, org=key(HOME), veto=key(OTHER, "veto"), **asked[OTHER]) == [1]
    for veto in (key(FOREIGN, "veto"), None, NOBODY):
        assert seated.refused(answer, org=key(AWAY), veto=veto, **asked[FOREIGN]) == DENIED
        assert seated.refused(answer, org=key(HOME), veto=None, **asked[OTHER]) == DENIED
    assert seated.refused("update conf.disclosure_veto set closed_at = now() where case_id = %(case)s", case=key(OTHER)) == "nothing"
    for table in INSIDE:
        found = seated.ask(f"select id from conf.{table} where case_id = %(case)s", case=key(OTHER))
        assert {"disclosure_veto": 1, "disclosure_consent": 1}.get(table, 0) == len(found), table


def test_s9_nobody_writes_into_a_read_log_in_anothers_name_or_takes_anything_out(seated: Thief) -> None:
    seated.be("moderator")
    where = {"org": key(HOME), "case": key(MINE), "party": key(MINE, "party", 0)}
    assert seated.refused(A_READ, me=PEOPLE["party"].principal.id, **where) == DENIED
    assert seated.ask(A_READ, me=PEOPLE["moderator"].principal.id, **where) == [1]
    assert seated.refused("update conf.access_event set read_on = now()") == DENIED
    assert seated.refused("delete from conf.access_event") == DENIED


@pytest.mark.parametrize(
    "table", ["referral", "request", "proposed_person", "proposed_moderator", "independence", "offer", "proposed_contact"]
)
def test_t3_nothing_is_said_of_a_case_that_somebody_else_brought_in(org: Thief, table: str) -> None:
    """Of a colleague's and of an invented case alike."""
    org.be("coordinator")
    me, said = PEOPLE["coordinator"].principal.id, []
    more = {
        "referral": ("referred_by_id", "%(me)s"),
        "request": ("asked_by_id", "%(me)s"),
        "proposed_person": ("proposed_by_id, name", "%(me)s, ''"),
        "proposed_moderator": (
            "proposed_by_id, moderator_id, principal_id, name, availability",
            "%(me)s, %(moderator)s, %(me)s, 'x', 'asked'",
        ),
        "independence": ("proposed_by_id, people, units, principals", "%(me)s, '{}', '{}', '{}'"),
        "proposed_contact": ("proposed_person_id, address", "%(person)s, ''"),
    }
    statement = AN_OFFER if table == "offer" else f"insert into {table} ({NEW}, {more[table][0]}) values ({FRESH}, {more[table][1]})"
    known = {"me": me, "moderator": key("moderator", "moderator"), "person": key(OTHER, "proposed", "other_party")}
    for case in (key(OTHER), NOBODY):
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refusal:
            org.ask(statement, org=key(HOME), case=case, **known)
        said.append(refusal.value.diag.message_primary)
    assert said[0] == said[1]


A_MODERATOR: Final = """
    insert into moderator (id, etag, created_at, organisation_id, principal_id, name, expertise)
    values (gen_random_uuid(), 'x', now(), %(org)s, %(me)s, 'x', '{}')"""


@pytest.mark.parametrize("who", ["admin", "coordinator", "member", "auditor", "moderator"])
def test_c12_no_organisation_makes_a_moderator_of_itself_or_of_a_puppet(org: Thief, who: str) -> None:
    org.be(who)
    own = PEOPLE[who].principal
    for me in (own.id, NOBODY):
        for organisation in (own.organisation_id, key(REGISTRY)):
            assert org.refused(A_MODERATOR, me=me, org=organisation) == DENIED
    assert org.refused("update moderator set expertise = '{}'") == "nothing"


def test_t3_a_lock_and_a_question_tell_nothing_of_which_cases_there_are(org: Thief, seated: Thief) -> None:
    for case in (key(FOREIGN), NOBODY):
        org.be("coordinator")
        assert org.ask("select lock_case(%(case)s) as said", case=case) == [{"said": ""}]
        seated.be("party")
        assert seated.ask("select conf.waits(%(case)s, '2000-01-01') as said", case=case) == [{"said": False}]


def test_c15_a_row_that_is_not_theirs_is_neither_overwritten_nor_shown_by_a_conflict(seated: Thief) -> None:
    seated.be("moderator")
    given = {"org": key(HOME), "case": key(MINE), "me": PEOPLE["moderator"].principal.id, "foreign": key(FOREIGN, "note")}
    mine = A_NOTE.replace("gen_random_uuid()", "%(foreign)s")
    assert seated.refused(f"{mine} on conflict (id) do update set etag = 'mine' returning *", **given) == DENIED
    assert seated.refused(f"{mine} on conflict (id) do nothing returning *", **given) == "nothing"
