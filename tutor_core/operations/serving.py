"""How the web server is started: what must be free, and what Streamlit is told."""

from __future__ import annotations

import errno
import hashlib
import ipaddress
import socket
from collections.abc import Sequence

from tutor_core.badges.keys import key_in
from tutor_core.errors import SetupError
from tutor_core.settings import ROOT, Settings

HERE = ("localhost", "127.0.0.1", "::1")


def check_credential_key(settings: Settings) -> None:
    """Make sure that badges can be signed, where there is a key for it.

    Raises:
        SetupError: It cannot be read.
    """
    if settings.credential_key:
        key_in(settings.credential_key)


def check_port_free(host: str, port: int) -> None:
    """Refuse an address that nobody can listen at.

    Raises:
        SetupError: The port is taken or reserved, or the host is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SetupError(
                f"Port {port} is taken: stop what is running there, or choose another one "
                f"with --port {port + 1}."
            ) from error
        raise SetupError(
            f"The tutor cannot listen at {host}, port {port} ({error.strerror}): "
            "choose others with --host and --port."
        ) from error


def server_command(*, host: str, port: int, public_names: Sequence[str]) -> list[str]:
    """Return Streamlit's command line; nothing in it is secret, for everybody here can read it.

    Args:
        host: Address to listen at.
        port: Port to listen at.
        public_names: By which other names browsers reach the server, as behind a proxy.
    """
    command = ["streamlit", "run", str(ROOT / "asgi.py")]
    command += [f"--server.address={host}", f"--server.port={port}"]
    return command + [f"--server.allowedHosts={name}" for name in allowed_hosts(host, public_names)]


def server_environment(settings: Settings) -> dict[str, str]:
    """Return what Streamlit is told in secret: its own key, drawn from ours, so that all agree."""
    return {"STREAMLIT_SERVER_COOKIE_SECRET": _cookie_secret(settings)}


def streamlit_secrets(settings: Settings) -> dict[str, dict[str, str]]:
    """Return what `st.login` must know of the OpenID provider; nothing where there is none."""
    provider = settings.openid
    if provider is None:
        return {}
    return {
        "auth": {
            "redirect_uri": f"{provider.public_url}/oauth2callback",
            "cookie_secret": _cookie_secret(settings),
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "server_metadata_url": (
                f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            ),
        }
    }


def allowed_hosts(host: str, public_names: Sequence[str]) -> list[str]:
    """Return the names under which browsers may come, so that no other site's name leads here.

    Whoever listens at every address and names none is reached by names that cannot be known:
    then every name is allowed.
    """
    if _is_everywhere(host) and not public_names:
        return ["*"]
    own = [] if host in HERE or _is_everywhere(host) else [host]
    return [*public_names, *own, *HERE]


def _is_everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _cookie_secret(settings: Settings) -> str:
    return hashlib.sha256(b"streamlit's cookies:" + settings.cookie_key.encode()).hexdigest()
