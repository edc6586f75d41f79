"""A small real OpenID provider: discovery, authorisation, token and keys, signing with RS256."""

from __future__ import annotations

import secrets
import threading
import time
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.journeys.server import free_port

CLIENT_ID, CLIENT_SECRET = "tutor-of-the-tests", "known to the tests only"


class Provider:
    """Vouches at once for whoever `person` is, in the way the test wants.

    Attributes:
        person: Claims about whoever comes next.
        forged: Claims that replace the right ones, to see them refused.
        key: What it signs with; another than it publishes is seen through.
        vouched: How often it has handed out a token.
        signed_out: How often somebody was sent here to end their session.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.person: dict[str, Any] = {}
        self.forged: dict[str, Any] = {}
        self.published = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.key = self.published
        self.vouched = self.signed_out = 0
        self._asked: dict[str, str] = {}
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
                Route("/end", self._end),
            ]
        )
        config = uvicorn.Config(app, port=self.port, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(5)

    @property
    def settings(self) -> dict[str, str]:
        """What the environment of a tutor says that trusts this provider."""
        return {
            "TUTOR_OIDC_NAME": "Test School",
            "TUTOR_OIDC_ISSUER": self.issuer,
            "TUTOR_OIDC_CLIENT_ID": CLIENT_ID,
            "TUTOR_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        }

    async def _discovery(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/end",
                "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.published.as_dict(private=False)]})

    async def _authorize(self, request: Request) -> Response:
        asked = request.query_params
        code = secrets.token_urlsafe(16)
        self._asked[code] = asked["nonce"]
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        nonce = self._asked.pop(str(form["code"]))
        now = int(time.time())
        self.vouched += 1
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        header = {"alg": "RS256", "kid": "one"}
        token = jwt.encode(header, claims | self.person | self.forged, self.key)
        return JSONResponse(
            {"access_token": "unused", "token_type": "Bearer", "id_token": token, "expires_in": 300}
        )

    async def _end(self, request: Request) -> Response:
        self.signed_out += 1
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)
