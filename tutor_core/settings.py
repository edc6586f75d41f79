"""What the environment decides, prefix `TUTOR_`; everything has a default that works at home."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tutor_core.errors import SetupError

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdProvider:
    """Who may vouch for people by OpenID Connect.

    Attributes:
        name: What people call it, on the button.
        issuer: Its address; its configuration lies under `/.well-known/openid-configuration`.
        client_id: What it calls this tutor.
        client_secret: By which this tutor proves to it who asks.
        public_url: Where browsers reach this tutor; the provider sends them back to
            `/oauth2callback` there. `{port}` stands for the port served at.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    public_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation is set up.

    Attributes:
        database_url: SQLAlchemy address; SQLite or `postgresql+psycopg2`.
        cookie_key: Secret that signs the session cookie, at least 32 bytes.
        credential_key: Key that signs badges taken away, an Ed25519 private key as PEM or JWK; None
            where there is none, and no badge can be taken away.
        https: Whether browsers reach us by HTTPS, so that cookies are marked Secure.
        public_url: Where people reach this tutor, without a slash at the end: what leads here from
            paper, credentials and calendars begins with it. None where it was not said.
        demo: Whether this is a demo world: invented people in an embedded database of its own.
        smtp_url: Where to hand mail over, or None for no mail.
        openid: Who may vouch for people besides their password, or None for nobody.
        bcrypt_cost: Work factor of a password hash, 4 to 31; at least 12 outside tests.
        day_starts_at: Wall-clock hour at which a learner's day begins.
    """

    database_url: str = field(repr=False)
    cookie_key: str = field(repr=False)
    credential_key: str | None = field(default=None, repr=False)
    https: bool = False
    public_url: str | None = None
    demo: bool = False
    smtp_url: str | None = field(default=None, repr=False)
    openid: OpenIdProvider | None = None
    bcrypt_cost: int = 12
    day_starts_at: int = 4

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")


def read_settings(
    environment: Mapping[str, str] = os.environ, *, var: Path = ROOT / "var"
) -> Settings:
    """Read the settings; make `var/` and its keys where the embedded database is used.

    Raises:
        SetupError: A setting is missing, unreadable or too weak, or `var/` cannot be written.
    """
    demo = _flag(environment, "TUTOR_DEMO")
    url = _database_url(environment.get("TUTOR_DATABASE_URL", ""), var, demo=demo)
    if demo and not url.startswith("sqlite"):
        raise SetupError(
            "TUTOR_DEMO opens accounts to everybody, so it works with the embedded database only: "
            "unset TUTOR_DEMO or TUTOR_DATABASE_URL."
        )
    key = environment.get("TUTOR_COOKIE_KEY") or _kept_key(url, var)
    if len(key.encode()) < SHORTEST_KEY_BYTES:
        raise SetupError(
            f"TUTOR_COOKIE_KEY is too short: it needs at least {SHORTEST_KEY_BYTES} characters."
        )
    return Settings(
        database_url=url,
        cookie_key=key,
        credential_key=environment.get("TUTOR_CREDENTIAL_KEY") or _kept_credential_key(url, var),
        https=_flag(environment, "TUTOR_HTTPS"),
        public_url=_public_url(environment),
        demo=demo,
        smtp_url=environment.get("TUTOR_SMTP_URL") or None,
        openid=_openid(environment),
        bcrypt_cost=_number(environment, "TUTOR_BCRYPT_COST", 12, 4, 31),
        day_starts_at=_number(environment, "TUTOR_DAY_STARTS_AT", 4, 0, 23),
    )


def _public_url(environment: Mapping[str, str]) -> str | None:
    url = environment.get("TUTOR_PUBLIC_URL", "").strip().rstrip("/")
    if url and not _is_safe(url):
        raise SetupError(
            "TUTOR_PUBLIC_URL must begin with https://, or with http:// on this machine."
        )
    return url or None


def _openid(environment: Mapping[str, str]) -> OpenIdProvider | None:
    given = {
        name: environment.get(f"TUTOR_OIDC_{name}", "").strip()
        for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    }
    if not any(given.values()):
        return None
    missing = [f"TUTOR_OIDC_{name}" for name, value in given.items() if not value]
    if missing:
        raise SetupError(
            f"Signing in by OpenID Connect needs {' and '.join(missing)} as well: "
            "set all three of issuer, client id and client secret, or none."
        )
    url = environment.get("TUTOR_OIDC_PUBLIC_URL", "").strip() or "http://localhost:{port}"
    for name, address in (("ISSUER", given["ISSUER"]), ("PUBLIC_URL", url)):
        if not _is_safe(address):
            raise SetupError(
                f"TUTOR_OIDC_{name} must begin with https://, or with http:// on this machine."
            )
    return OpenIdProvider(
        name=environment.get("TUTOR_OIDC_NAME", "").strip() or "OpenID",
        issuer=given["ISSUER"],
        client_id=given["CLIENT_ID"],
        client_secret=given["CLIENT_SECRET"],
        public_url=url.rstrip("/"),
    )


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return is_here or (parts.scheme == "https" and bool(parts.hostname))


def _database_url(given: str, var: Path, *, demo: bool) -> str:
    if not given:
        return f"sqlite:///{_writable(var) / ('demo.db' if demo else 'tutor.db')}"
    for scheme in ("postgresql://", "postgres://"):
        if given.startswith(scheme):
            return "postgresql+psycopg2://" + given.removeprefix(scheme)
    if given.startswith(("postgresql+psycopg2://", "sqlite:///")):
        return given
    raise SetupError(
        "TUTOR_DATABASE_URL must begin with postgresql:// or sqlite:///, "
        f"not with {given.split(':', 1)[0]}:."
    )


def _writable(var: Path) -> Path:
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe = var / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SetupError(
            f"The tutor cannot write to {var} ({error.strerror}): "
            "give yourself write permission there, or set TUTOR_DATABASE_URL."
        ) from error
    return var


def _kept_key(url: str, var: Path) -> str:
    if not url.startswith("sqlite"):
        raise SetupError(
            "TUTOR_COOKIE_KEY is required with PostgreSQL: set it to a secret of at least "
            f"{SHORTEST_KEY_BYTES} characters, the same for every server process."
        )
    return _kept(var, "cookie.key", lambda: secrets.token_urlsafe(48))


def _kept_credential_key(url: str, var: Path) -> str | None:
    if not url.startswith("sqlite"):
        return None
    return _kept(var, "credential.key", _new_credential_key)


def _new_credential_key() -> str:
    secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    return json.dumps({"kty": "OKP", "crv": "Ed25519", "d": secret})


def _kept(var: Path, name: str, new: Callable[[], str]) -> str:
    """Return the secret in a file, which is made with a new one where it is missing."""
    path = _writable(var) / name
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new())
    except FileExistsError:
        pass
    return path.read_text().strip()


def _flag(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value in {"", "0", "no", "false", "off"}:
        return False
    if value in {"1", "yes", "true", "on"}:
        return True
    raise SetupError(f"{name} must be 1 or 0, not {value!r}.")


def _number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = environment.get(name, str(default)).strip()
    if not value.isdecimal() or not low <= int(value) <= high:
        raise SetupError(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)
