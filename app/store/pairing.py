"""The database and the key store belong together: the one keeps the id of the other's first key, from the first start on.

So a second store is never made beside a database that has one already, and a wrong one is noticed before anything is written with it.
"""

from uuid import UUID

import psycopg

from app.domain.confidentiality import Pool
from app.settings import BadSettings, Settings
from app.store.keys import KeyRing, KeyStore
from app.store.logins import PATIENCE, addresses, plain

STORE_ITSELF = UUID(int=0)
"""Whose key is the store's own: it seals nothing, and its id is the store's."""
_KNOWN = "select id from public.key_store"


def key_store(settings: Settings, *, makes: bool = False) -> KeyStore:
    """The key store of these settings."""
    return KeyStore(settings.keys_at, KeyRing(settings.key_ring_at), makes=makes)


async def paired(settings: Settings) -> None:
    """Nothing, when the key store is this database's; on the very first start it becomes so.

    `KeysAway` when it cannot be reached, `BadSettings` when it is another one.
    """
    known = _known(settings)
    keys = key_store(settings, makes=known is None)
    try:
        if known is None:
            known = _remembered(settings, (await keys.born(STORE_ITSELF)).id)
        key = await keys.of(STORE_ITSELF)
    finally:
        await keys.close()
    if key is None or key.id != known:
        raise BadSettings("HERSTEL_KEYS_URL: this is not the key store of this database, and opens nothing in it; name the one that is.")


def _known(settings: Settings) -> UUID | None:
    with psycopg.connect(plain(addresses(settings)[Pool.JOB]), connect_timeout=PATIENCE) as connection:
        found = connection.execute(_KNOWN).fetchone()
    return found[0] if found else None


def _remembered(settings: Settings, id: UUID) -> UUID:
    """The id that the database keeps: this one, unless another process was faster."""
    with psycopg.connect(plain(addresses(settings)[Pool.JOB]), connect_timeout=PATIENCE) as connection:
        connection.execute("insert into public.key_store (id) values (%s) on conflict do nothing", [id])
        ((found,),) = connection.execute(_KNOWN).fetchall()
    return UUID(str(found))
