"""For whom a transaction is, said to the database so that nobody else can say it (docs/secrecy.md).

The database's walls ask who acts. Whoever has a runtime role's password could claim to be anybody, so the service proves each claim: an
HMAC-SHA256 under a key that the database keeps where none of those roles can read it. PostgreSQL has no HMAC of its own, only SHA-256; so
it keeps the two blocks into which RFC 2104 makes of a key, and hashes twice.
"""

from hmac import digest
from typing import Final

import psycopg
from sqlalchemy import text

from app.domain.confidentiality import SERVED_BY, Pool, Principal
from app.settings import BadSettings, Settings
from app.store.logins import PATIENCE, addresses, plain

PURPOSE: Final = "contexts"
"""For what the key is derived from the one with which the service signs its tokens."""
CONTEXT: Final = text(
    "select set_config('herstel.me', :me, true), set_config('herstel.organisation', :organisation, true),"
    " set_config('herstel.role', :role, true), set_config('herstel.proof', :proof, true), public.genuine() as believed"
)
"""Gone with the transaction, and no connection keeps it. Whether it is believed is said at once: to whom it is not, everything is empty."""

_BLOCK: Final = 64
_KEEP: Final = "insert into public.context_key (inner_block, outer_block) values (%(inner)s, %(outer)s) on conflict (alone) do "
_REPLACE: Final = "update set inner_block = excluded.inner_block, outer_block = excluded.outer_block"
_SAY: Final = "select set_config('herstel.proof', %s, true)"


class Contexts:
    """Proofs of who acts, under one key."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, who: Principal) -> dict[str, str]:
        """The parameters of CONTEXT for a transaction of this principal, in the role of the database that serves them."""
        said = {"me": str(who.id), "organisation": str(who.organisation_id), "role": who.role.value}
        return {**said, "proof": self.proof(SERVED_BY[who.role], **said)}

    def of_nobody(self, pool: Pool) -> dict[str, str]:
        """The same for a login alone, to see whether it is believed."""
        return {"me": "", "organisation": "", "role": "", "proof": self.proof(pool)}

    def proof(self, pool: Pool, me: str = "", organisation: str = "", role: str = "") -> str:
        """What only a holder of the key can say of these words, for a login of this role."""
        return digest(self._secret, "\n".join([pool, me, organisation, role]).encode(), "sha256").hex()

    def blocks(self) -> dict[str, bytes]:
        """The key as the database keeps it (RFC 2104, 2)."""
        padded = self._secret.ljust(_BLOCK, b"\0")
        return {"inner": bytes(byte ^ 0x36 for byte in padded), "outer": bytes(byte ^ 0x5C for byte in padded)}


def believed(settings: Settings, contexts: Contexts, *, anew: bool) -> None:
    """See that the database believes these proofs; one that believes none yet, or is to `anew`, is told by whoever may migrate it.

    `BadSettings` when it believes those of another key.
    """
    if settings.database_url:
        with psycopg.connect(plain(settings.database_url), connect_timeout=PATIENCE) as connection:
            connection.execute("set local role herstel_owner")
            connection.execute((_KEEP + (_REPLACE if anew else "nothing")).encode(), contexts.blocks())
    with psycopg.connect(plain(addresses(settings)[Pool.ORG]), connect_timeout=PATIENCE) as connection:
        connection.execute(_SAY, [contexts.proof(Pool.ORG)])
        (genuine,) = connection.execute("select public.genuine()").fetchone() or (False,)
    if not genuine:
        raise BadSettings(
            "HERSTEL_SIGNING_KEY_FILE: the database was told of another key; name the file that every process has,"
            " or run `herstel migrate` with this one and start the others anew."
        )
