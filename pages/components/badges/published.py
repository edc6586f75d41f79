"""What verifiers of credentials fetch: keys, what was taken back, issuer, badges; no names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pages.components import runtime
from tutor_core.badges.addresses import badge_address, issuer_at, profile_of, verify_address
from tutor_core.badges.credential import revocation_list
from tutor_core.badges.keys import published_key, published_keys
from tutor_core.badges.verifying.queries import badge_called, revoked_codes, used_keys

# For everybody, from any site; what was taken back is known everywhere after so many seconds.
HEADERS = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


async def keys(_request: Request) -> Response:
    """Answer with every key that ever signed, and the one that signs now."""
    return _answer(published_keys(await run_in_threadpool(_keys)))


async def key(request: Request) -> Response:
    """Answer with one key, by its thumbprint."""
    found = (published_key(jwk) for jwk in await run_in_threadpool(_keys))
    wanted = request.path_params["key_id"]
    return _answer(next((one for one in found if one["kid"] == wanted), None))


async def revocations(request: Request) -> Response:
    """Answer with the credentials that were taken back."""
    base = _base(request)
    codes = await run_in_threadpool(_read, revoked_codes)
    return _answer(revocation_list(issuer_at(base), (verify_address(base, code) for code in codes)))


async def issuer(request: Request) -> Response:
    """Answer with who issues credentials here."""
    return _answer(profile_of(issuer_at(_base(request))))


async def badge(request: Request) -> Response:
    """Answer with what a badge is, whoever earned it."""
    slug = request.path_params["slug"]
    found = await run_in_threadpool(_read, lambda db: badge_called(db, slug))
    if found is None:
        return _answer(None)
    address = badge_address(_base(request), slug)
    criteria = {"narrative": found["description"]}
    return _answer({"id": address, "type": ["Achievement"], **found, "criteria": criteria})


def _answer(document: dict[str, Any] | None) -> Response:
    if document is None:
        return Response(status_code=404)
    return JSONResponse(document, headers=HEADERS)


def _keys() -> list[Any]:
    signing = runtime.signing_key()
    used = list(_read(used_keys).values())
    return [*used, signing.public_jwk] if signing else used


def _read(query: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - what it returns
    with runtime.database().reading() as db:
        return query(db)


def _base(request: Request) -> str:
    stated = runtime.settings().public_url
    return stated or f"{request.url.scheme}://{request.url.netloc}"


ROUTES = [
    Route("/credentials/keys", keys),
    Route("/credentials/keys/{key_id}", key),
    Route("/credentials/revocations", revocations),
    Route("/credentials/issuer", issuer),
    Route("/credentials/badges/{slug}", badge),
]
