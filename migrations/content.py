"""What people said, for the migrations that must touch it: sealed and opened with the keys of the installation that is migrated."""

import asyncio
from typing import Final
from uuid import UUID

from app.settings import BadSettings, Settings
from app.store.keys import KeyRing, KeysAway, KeyStore
from app.store.sealing import DataKey, Place, seal, unseal

_WHERE: Final = "Set it, and HERSTEL_KEY_RING_FILE, to where every process will look for the keys, and start again."


class Content:
    """The key store, asked one at a time, and not before something stands that is sealed or is to be.

    Unless it `makes` one, a store that is not there is none: whoever happens to migrate must not become the only one with the keys.
    """

    def __init__(self, settings: Settings, *, makes: bool) -> None:
        self._settings = settings
        self._makes = makes
        self._known: dict[UUID, DataKey] = {}
        self._store: KeyStore | None = None

    def seal(self, value: str | list[str], organisation: UUID, case: UUID | None, table: str, row: UUID, column: str) -> bytes:
        """The envelope for this place; without a byte in it where nothing was said."""
        place = Place(organisation, case, table, row, column)
        return seal(self._key(case or organisation), place, value) if value else b""

    def unseal(self, envelope: bytes, organisation: UUID, case: UUID | None, table: str, row: UUID, column: str) -> str | list[str]:
        """What was said there. Raises `Broken` for what does not open."""
        place = Place(organisation, case, table, row, column)
        return unseal(self._key(case or organisation, stands=True), place, envelope) if envelope else ""

    def reseal(
        self, envelope: bytes, organisation: UUID, case: UUID | None, table: str, row: UUID, column: str, *, of: UUID, under: UUID
    ) -> bytes:
        """The envelope of the same words for the same place under another owner's key. Raises `Broken` for what does not open."""
        place = Place(organisation, case, table, row, column)
        return seal(self._key(under), place, unseal(self._key(of, stands=True), place, envelope))

    def bear(self, *owners: UUID) -> None:
        """The keys of these owners stand, whether anything is sealed with them yet or not."""
        for owner in owners:
            self._key(owner)

    def find(self, value: str, organisation: UUID) -> str:
        """The keyed hash by which a value is found again in its organisation."""
        return self._key(organisation).mac("find", value.encode()).hex()

    def close(self) -> None:
        """Let go of the key store."""
        if self._store is not None:
            asyncio.run(self._store.close())

    def _key(self, owner: UUID, *, stands: bool = False) -> DataKey:
        # Born here where it does not stand: what is sealed for the first time has had no key that could be lost.
        if owner not in self._known:
            self._store = self._store or KeyStore(
                self._settings.keys_at, KeyRing(self._settings.key_ring_at), makes=self._makes and not stands
            )
            try:
                found = asyncio.run(self._store.of(owner) if stands else self._store.born(owner))
            except KeysAway as away:
                raise BadSettings(f"HERSTEL_KEYS_URL: {away} {_WHERE}") from None
            if found is None:
                raise BadSettings("HERSTEL_KEYS_URL: the key store does not hold the keys of this database; name the one that does.")
            self._known[owner] = found
        return self._known[owner]
