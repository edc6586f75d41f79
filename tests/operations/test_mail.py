import re
import socket
import threading
from email import message_from_bytes
from email.policy import default

import pytest

from tutor_core.errors import SetupError
from tutor_core.operations.mail import mail_server, send


class Postbox:
    """The least SMTP server: takes one message and keeps all that was said."""

    def __init__(self, greeting=b"220 postbox\r\n", offers=()):
        self.said: list[str] = []
        self._greeting, self._offers = greeting, offers
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._thread.join(timeout=5)
        self._listening.close()

    @property
    def message(self):
        text = "\n".join(self.said)
        body = re.search(r"^data\n(.*?)^\.$", text, re.DOTALL | re.MULTILINE)
        assert body, text
        return message_from_bytes(body.group(1).encode(), policy=default)

    def _serve(self):
        connection, _ = self._listening.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(self._greeting)
            in_data = False
            for line in lines:
                said = line.decode().rstrip("\r\n")
                self.said.append(said)
                in_data = said != "." if in_data else said.upper() == "DATA"
                if not in_data or said.upper() == "DATA":
                    connection.sendall(self._answer(said.partition(" ")[0].upper()))
                if said.upper() == "QUIT" and not in_data:
                    return

    def _answer(self, word):
        if word in ("EHLO", "HELO"):
            return "".join(f"250-{offer}\r\n" for offer in self._offers).encode() + b"250 HELP\r\n"
        return {
            "AUTH": b"235 welcome\r\n",
            "DATA": b"354 go on\r\n",
            "QUIT": b"221 bye\r\n",
        }.get(word, b"250 fine\r\n")


def post(url):
    send(mail_server(url), to="ada@example.org", subject="Your link", text="Grüße: https://t/?a=b")


def test_a_message_arrives_as_it_was_written():
    with Postbox() as postbox:
        post(f"smtp://127.0.0.1:{postbox.port}")
    message = postbox.message
    assert (message["To"], message["Subject"]) == ("ada@example.org", "Your link")
    assert message["From"] == "tutor@127.0.0.1"
    assert message.get_content().strip() == "Grüße: https://t/?a=b"


def test_it_signs_in_with_what_the_address_says():
    with Postbox(offers=["postbox", "AUTH PLAIN"]) as postbox:
        post(f"smtp://desk%40example.org:p%2Fw@127.0.0.1:{postbox.port}")
    auth = next(said for said in postbox.said if said.startswith("AUTH"))
    assert auth == "AUTH PLAIN AGRlc2tAZXhhbXBsZS5vcmcAcC93"  # NUL desk@example.org NUL p/w
    assert postbox.message["From"] == "desk@example.org"


def test_a_password_is_not_sent_in_the_clear_over_a_network(monkeypatch):
    monkeypatch.setattr("tutor_core.operations.mail.HERE", set())
    with (
        Postbox(offers=["postbox", "AUTH PLAIN"]) as postbox,
        pytest.raises(SetupError, match="use smtps://"),
    ):
        post(f"smtp://desk:secret@127.0.0.1:{postbox.port}")
    assert not [said for said in postbox.said if said.startswith(("AUTH", "MAIL"))]


@pytest.mark.parametrize("greeting", [b"554 closed\r\n", b""])
def test_a_server_that_refuses_is_a_sentence(greeting):
    if not greeting:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with pytest.raises(SetupError, match="did not take the message"):
            post(f"smtp://127.0.0.1:{port}")
        return
    with Postbox(greeting) as postbox, pytest.raises(SetupError, match="did not take the message"):
        post(f"smtp://127.0.0.1:{postbox.port}")


@pytest.mark.parametrize(
    ("url", "port", "is_encrypted"),
    [
        ("smtp://mail.example.org", 25, False),
        ("smtp://u:p@mail.example.org", 587, False),
        ("smtps://u:p@mail.example.org", 465, True),
        ("smtp://mail.example.org:2525", 2525, False),
    ],
)
def test_ports_that_are_not_given_are_the_usual_ones(url, port, is_encrypted):
    server = mail_server(url)
    assert (server.host, server.port) == ("mail.example.org", port)
    assert server.is_encrypted is is_encrypted


@pytest.mark.parametrize("url", ["mail.example.org", "http://h", "smtp://", "smtp://h:port"])
def test_an_address_that_cannot_be_read_is_a_sentence(url):
    with pytest.raises(SetupError, match="must look like smtp://"):
        mail_server(url)


def test_the_password_is_in_no_representation():
    assert "secret" not in repr(mail_server("smtp://u:secret@h"))
