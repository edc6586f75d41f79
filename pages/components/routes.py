"""The routes beside the pages: session cookie, calendars, what verifiers fetch, health."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pages.components import runtime
from pages.components.badges import published
from pages.components.plan.files import calendar_bytes
from tutor_core.accounts.sessions import service as sessions
from tutor_core.accounts.tokens import LIFETIME, session_cookie, session_id_in
from tutor_core.operations.opening import touch
from tutor_core.planning.calendars.queries import calendar_at
from tutor_core.planning.calendars.service import follow

LONGEST_BODY = 1_000


async def session(request: Request) -> Response:
    """POST a ticket for a cookie, PUT for a fresh one, DELETE to end the session."""
    if not _is_ours(request):
        return Response(status_code=403)
    if request.method == "DELETE":
        return await run_in_threadpool(_leave, request.cookies.get(runtime.COOKIE))
    if request.method == "PUT":
        return await run_in_threadpool(_renew, request.cookies.get(runtime.COOKIE))
    body = await request.body()
    return await run_in_threadpool(_enter, body)


async def healthz(_request: Request) -> Response:
    """Answer that the process lives and its database answers."""
    await run_in_threadpool(lambda: touch(runtime.database()))
    return JSONResponse({"ok": True})


async def today(_request: Request) -> Response:
    """Lead to the first page, which has no name in its address."""
    return RedirectResponse("/")


async def calendar(request: Request) -> Response:
    """Give a plan to a calendar program that knows its secret address."""
    token: str = request.path_params["token"]
    return await run_in_threadpool(_calendar, token, request.headers.get("if-none-match"))


def _calendar(token: str, known: str | None) -> Response:
    moment = runtime.now()
    with runtime.database().reading() as db:
        found = calendar_at(db, token, now=moment)
    if found is None:
        return Response(status_code=404)
    plan, is_followed = found
    if is_followed:
        starts_at = runtime.settings().day_starts_at
        runtime.database().run(lambda db: follow(db, token, now=moment, day_starts_at=starts_at))
        return _calendar(token, known)
    body = calendar_bytes(plan)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=3600"}
    if known == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/calendar")


def _is_ours(request: Request) -> bool:
    """Tell whether one of our own pages asks: no other site may set or end sessions."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")


def _enter(body: bytes) -> Response:
    ticket = _ticket_in(body)
    moment = runtime.now()
    found = runtime.database().run(
        lambda db: sessions.redeem_ticket(db, ticket, now=moment) if ticket else None
    )
    return _with_cookie(*found) if found else Response(status_code=403)


def _renew(cookie: str | None) -> Response:
    moment = runtime.now()
    session_id = _session_in(cookie, check_expiry=True)
    if session_id is None:
        return Response(status_code=403)
    student_id = runtime.database().run(
        lambda db: sessions.renew_session(db, session_id, now=moment)
    )
    return Response(status_code=403) if student_id is None else _with_cookie(session_id, student_id)


def _leave(cookie: str | None) -> Response:
    session_id = _session_in(cookie, check_expiry=False)
    if session_id is not None:
        moment = runtime.now()
        runtime.database().run(lambda db: sessions.sign_out(db, session_id, now=moment))
    response = Response(status_code=204)
    response.delete_cookie(runtime.COOKIE, path="/")
    return response


def _with_cookie(session_id: str, student_id: int) -> Response:
    settings = runtime.settings()
    response = Response(status_code=204)
    response.set_cookie(
        runtime.COOKIE,
        session_cookie(session_id, student_id, key=settings.cookie_key, now=runtime.now()),
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        secure=settings.https,
        samesite="lax",
        path="/",
    )
    return response


def _session_in(cookie: str | None, *, check_expiry: bool) -> str | None:
    return session_id_in(
        cookie, key=runtime.settings().cookie_key, now=runtime.now(), check_expiry=check_expiry
    )


def _ticket_in(body: bytes) -> str | None:
    if len(body) > LONGEST_BODY:
        return None
    try:
        ticket = json.loads(body)["ticket"]
    except (ValueError, KeyError, TypeError):
        return None
    return ticket if isinstance(ticket, str) else None


ROUTES = [
    Route("/auth/session", session, methods=["POST", "PUT", "DELETE"]),
    Route("/calendar/{token}.ics", calendar),
    Route("/healthz", healthz),
    Route("/today", today),
    *published.ROUTES,
]
