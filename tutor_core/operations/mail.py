"""Hands a message over to the mail server that `TUTOR_SMTP_URL` names."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from tutor_core.errors import SetupError

SECONDS_TO_ANSWER = 15
HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed over.

    Attributes:
        host: Its name.
        port: Its port.
        user: Whom to sign in as; empty for nobody.
        password: With what.
        is_encrypted: Whether the connection is encrypted from its first byte (`smtps:`).
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    is_encrypted: bool

    @property
    def sender(self) -> str:
        """Whom the mail is from: the account, where it is an address."""
        return self.user if "@" in self.user else f"tutor@{self.host}"


def mail_server(url: str) -> MailServer:
    """Read `smtp://user:password@host:port` or `smtps://...`; user, password and port may lack.

    Raises:
        SetupError: It is no such address.
    """
    parts = urlsplit(url)
    is_encrypted = parts.scheme == "smtps"
    try:
        port = parts.port or (465 if is_encrypted else 587 if parts.username else 25)
    except ValueError:
        port = 0
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not port:
        raise SetupError("TUTOR_SMTP_URL must look like smtp://user:password@host:587.")
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_encrypted=is_encrypted,
    )


def send(server: MailServer, *, to: str, subject: str, text: str) -> None:
    """Hand over one message.

    Raises:
        SetupError: The server cannot be reached or does not take it; nothing was sent.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message.set_content(text, cte="quoted-printable")  # safe with every server on the way
    try:
        with _connected(server) as connection:
            _protect(connection, server)
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise SetupError(
            f"The mail server {server.host} did not take the message "
            f"({type(error).__name__}): check TUTOR_SMTP_URL, nothing was sent."
        ) from error


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.is_encrypted:
        trusted = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS_TO_ANSWER, context=trusted
        )
    return smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_ANSWER)


def _protect(connection: smtplib.SMTP, server: MailServer) -> None:
    """Encrypt where the server can; never send a password in the clear over a network."""
    connection.ehlo()
    if server.is_encrypted:
        return
    if connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
    elif server.user and server.host not in HERE:
        raise SetupError(
            f"The mail server {server.host} offers no encryption on port {server.port}: "
            "use smtps:// in TUTOR_SMTP_URL."
        )
