"""Whoever has stolen a runtime role's password: a connection of their own, and whatever context they care to claim.

Most of them have the service's signing key as well, so that the database believes whatever they claim: what stands is the walls behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg.rows import dict_row

from app.cli.starting import contexts
from app.domain.confidentiality import Pool
from app.settings import Settings
from app.store.contexts import Contexts
from app.store.logins import addresses
from tests.people import PEOPLE

NOBODY: Final = UUID("11111111-2222-4333-8444-555555555555")
"""An id of nothing in the world."""


class Thief:
    """A stolen login, in a transaction that is never committed."""

    def __init__(self, connection: Connection[Any], pool: Pool, contexts: Contexts) -> None:
        self.connection = connection
        self._pool, self._contexts = pool, contexts

    def pretend(self, me: object = "", organisation: object = "", role: str = "") -> None:
        """Say and prove what the service says and proves."""
        said = {"me": str(me), "organisation": str(organisation), "role": role}
        self.claim(**said, proof=self._contexts.proof(self._pool, **said))

    def claim(self, **given: str) -> None:
        """Put words into the settings in which the service says who acts."""
        for name, value in given.items():
            self.connection.execute("select set_config(%s, %s, true)", (f"herstel.{name}", value))

    def be(self, who: str) -> None:
        """Forge the context of somebody of the world."""
        principal = PEOPLE[who].principal
        self.pretend(principal.id, principal.organisation_id, principal.role.value)

    def ask(self, statement: str, **values: Any) -> list[Any]:
        """What comes out of it, at once and with every reference looked at; undone, so that nothing of it stands."""
        with self.connection.transaction(force_rollback=True):
            self.connection.execute("set constraints all immediate")
            cursor = self.connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else [cursor.rowcount]

    def refused(self, statement: str, **values: Any) -> str:
        """The class of the error with which this is refused; "nothing" where it changes or finds nothing, else an error of the test."""
        try:
            found = self.ask(statement, **values)
        except psycopg.Error as error:
            return type(error).__name__
        assert found in ([], [0]), found
        return "nothing"


@contextmanager
def thief(settings: Settings, pool: Pool) -> Iterator[Thief]:
    """A stolen login of this role."""
    with psycopg.connect(addresses(settings)[pool].replace("+psycopg", ""), row_factory=dict_row) as connection:
        yield Thief(connection, pool, contexts(settings))
        connection.rollback()


DENIED: Final = "InsufficientPrivilege"
NEW: Final = "id, etag, created_at, organisation_id, case_id"
FRESH: Final = "gen_random_uuid(), 'x', now(), %(org)s, %(case)s"
A_SEAT: Final = f"insert into seat ({NEW}, principal_id, role) values ({FRESH}, %(me)s, 'moderator')"
A_PARTYS_SEAT: Final = f"insert into seat ({NEW}, principal_id, role, party_id) values ({FRESH}, %(me)s, 'party', %(party)s)"
AN_OFFER: Final = f"""
    insert into offer ({NEW}, moderator_id, offered_to_id, moderator_name, setting, expertise, expertise_matches, proposed_names,
        concerned_people, concerned_units, state, successor)
    values ({FRESH}, %(moderator)s, %(me)s, 'x', 'school', '{{}}', true, '{{}}', '{{}}', '{{}}', 'open', false)"""
AN_INVITATION: Final = f"""
    insert into conf.invitation ({NEW}, role, party_id, invitee_id, pin_digest, expires_at, attempts)
    values ({FRESH}, 'party', %(party)s, %(me)s, 'x', now() + '1 day', 0)"""
A_PROPOSAL: Final = f"""
    insert into conf.successor_proposal ({NEW}, moderator_id, principal_id, name, availability)
    values ({FRESH}, %(moderator)s, %(me)s, 'x', 'asked')"""
A_READ: Final = f"""
    insert into conf.access_event ({NEW}, party_id, reader_id, reader_role, read_on)
    values ({FRESH}, %(party)s, %(me)s, 'moderator', now())"""
A_NOTE: Final = f"insert into conf.note ({NEW}, author_id, text) values ({FRESH}, %(me)s, '')"
