"""Keys: of a registry, which vouches with them; and of its moderators, for notes that nobody else can open."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import sealing_keys as actions
from app.domain.audit import Outcome
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import ThePaging, TheStore
from app.routers.problems import problem
from app.schemas.base import ListOut
from app.schemas.sealing_keys import CountersignatureIn, ProofIn, SealingKeyIn, SealingKeyOut, SigningKeyIn, SigningKeyOut
from app.store.models.sealing_keys import SealingKey, SigningKey

router = routes("Keys")

SigningKeyId = Annotated[UUID, Path(alias="signingKeyId")]
SealingKeyId = Annotated[UUID, Path(alias="sealingKeyId")]


@router.get("/signing-keys", **shows(Secrecy.KEYS))
async def list_signing_keys(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[SigningKeyOut]:
    """The public keys with which your registry signs, the newest last."""
    return await listed(request, response, store, store.listing(SigningKey), SigningKeyOut, paging)


@router.post("/signing-keys", status_code=201, **deed(Act.KEEP_REGISTRY_KEYS))
async def register_signing_key(request: Request, response: Response, body: SigningKeyIn, store: TheStore) -> SigningKeyOut:
    """Register your registry's public signing key, with its own signature as proof; the private half never comes here."""
    row = await actions.register_signing_key(store, body.public_key.as_key(), body.proof)
    return await created(request, response, store, row, SigningKeyOut)


@router.get("/signing-keys/{signingKeyId}", **shows(Secrecy.KEYS))
async def get_signing_key(response: Response, signing_key_id: SigningKeyId, store: TheStore) -> SigningKeyOut:
    """One of the public keys with which your registry signs, or signed."""
    return shown(response, await store.one(SigningKey, signing_key_id), SigningKeyOut)


@router.get("/sealing-keys", **shows(Secrecy.KEYS))
async def list_sealing_keys(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[SealingKeyOut]:
    """Your own keys and your registry's recovery keys, as a moderator; all keys of your registry, as its registrar."""
    return await listed(request, response, store, store.listing(SealingKey), SealingKeyOut, paging)


@router.post("/sealing-keys", status_code=201, **deed(Act.OFFER_KEY, Act.KEEP_REGISTRY_KEYS))
async def register_sealing_key(request: Request, response: Response, body: SealingKeyIn, store: TheStore) -> SealingKeyOut:
    """Register a public key for sealed notes: your own, as a moderator; your registry's recovery key, as its registrar.

    The answer holds a challenge. Open it with the private half, which never comes here, and say what was in it.
    """
    row = await actions.register_sealing_key(store, body.public_key.as_key())
    return await created(request, response, store, row, SealingKeyOut)


@router.get("/sealing-keys/{sealingKeyId}", **shows(Secrecy.KEYS))
async def get_sealing_key(response: Response, sealing_key_id: SealingKeyId, store: TheStore) -> SealingKeyOut:
    """One key, with what its registry signed of it."""
    return shown(response, await store.one(SealingKey, sealing_key_id), SealingKeyOut)


@router.post("/sealing-keys/{sealingKeyId}/proof", response_model=SealingKeyOut, **deed(Act.PROVE_KEY))
async def prove_sealing_key(
    request: Request, response: Response, sealing_key_id: SealingKeyId, body: ProofIn, store: TheStore
) -> SealingKeyOut | Response:
    """Say what was in the challenge of a key that you registered; five times at most, then register it anew."""
    row, right = await actions.prove(store, sealing_key_id, body.secret, store.moment())
    if right:
        return await changed(response, store, row, SealingKeyOut)
    # Answered and not raised, so that a wrong one is counted.
    store.ended_as(Outcome.NOT_NOW)
    return problem(request, 409, "wrong-proof")


@router.post("/sealing-keys/{sealingKeyId}/countersignature", **deed(Act.COUNTERSIGN_KEY))
async def countersign_sealing_key(
    response: Response, sealing_key_id: SealingKeyId, body: CountersignatureIn, store: TheStore
) -> SealingKeyOut:
    """Sign, as a registrar, that a proven key is this moderator's, or your registry's for recovery; with that it is in force."""
    row = await actions.countersign(store, sealing_key_id, body.countersignature, store.moment())
    return await changed(response, store, row, SealingKeyOut)
