"""A WebSocket client without a browser: what an attacker with a script can send and see."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 20


@dataclass
class Seen:
    """What one run of the script sent.

    Attributes:
        session_id: Streamlit's own id of the connection's session.
        text: Everything drawn, as it came over the wire.
    """

    session_id: str
    text: str


def open_wire(
    url: str,
    *,
    session_id: str | None = None,
    cookies: Mapping[str, str] | None = None,
    origin: str | None = None,
    host: str | None = None,
) -> ClientConnection:
    """Open Streamlit's WebSocket by hand, as the given session where one is given."""
    parts = urlsplit(url)
    address = f"ws://{host or parts.hostname}:{parts.port}/_stcore/stream"
    headers = {}
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    protocols = ["streamlit", "no-token", *([session_id] if session_id else [])]
    return connect(
        address,
        subprotocols=protocols,  # type: ignore[arg-type]
        additional_headers=headers,
        origin=origin,  # type: ignore[arg-type]
        sock=socket.create_connection((parts.hostname, parts.port)),
        open_timeout=PATIENCE,
        proxy=None,
        max_size=None,
    )


def run_script(wire: ClientConnection, *, page: str = "", clicked: Sequence[str] = ()) -> Seen:
    """Have the script run once, with buttons of these ids clicked, and return what it drew."""
    asked = BackMsg()
    for widget_id in clicked:
        asked.rerun_script.widget_states.widgets.add(id=widget_id, trigger_value=True)
    asked.rerun_script.query_string = ""
    asked.rerun_script.page_name = page
    wire.send(asked.SerializeToString())
    seen = Seen("", "")
    while True:
        data = wire.recv(timeout=PATIENCE)
        assert isinstance(data, bytes)
        message = ForwardMsg()
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            seen.session_id = message.new_session.initialize.session_id
        if kind == "delta":
            seen.text += str(message.delta)
        if kind == "script_finished":
            return seen
