"""Refuses requests for names that are not ours: no other site's name may lead here.

Streamlit holds `server.allowedHosts` against whoever opens a WebSocket, and against nobody else;
this holds it against every request.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed


class KnownHosts:
    """Middleware that answers 400 where a browser was led here under a strange name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        app = self.app
        if scope["type"] == "http" and not is_host_allowed(Headers(scope=scope).get("host")):
            app = PlainTextResponse("This name is not one of this server's.", 400)
        await app(scope, receive, send)
