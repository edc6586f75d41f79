"""A learner without a browser: speaks Streamlit's protocol, so that only the server is measured."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX

WIDGETS = (
    "button", "text_input", "text_area", "radio", "selectbox", "multiselect", "bidi_component"
)  # fmt: skip


@dataclass
class Seen:
    """What a run of the script sent.

    Attributes:
        seconds: From the question to the end of the run.
        size: Bytes received.
        widgets: Widgets by their user key, each with its id and the fragment it belongs to.
        fields: Keys of the text fields among them.
        error: What an exception on the page said.
    """

    seconds: float
    size: int
    widgets: dict[str, tuple[str, str]] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    error: str = ""


class Visitor:
    """One tab of a signed-in learner."""

    def __init__(self, url: str, cookie: str) -> None:
        self._url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._headers = {"Cookie": cookie, "Origin": url}
        self._page = ""
        self._query = ""
        self._socket: Any = None
        self.widgets: dict[str, tuple[str, str]] = {}
        self._chosen: dict[str, tuple[str, object]] = {}  # what stays set from run to run

    async def open(self, page: str = "", query: str = "") -> Seen:
        """Connect and let the page run for the first time."""
        self._socket = await websockets.connect(
            self._url,
            subprotocols=["streamlit"],
            additional_headers=self._headers,
            max_size=None,
            open_timeout=120,
            compression=None,
            ping_interval=None,
        )
        self._page, self._query = page, query
        return await self._ask(self._message({}, ""))

    async def run(self, page: str | None = None, query: str = "") -> Seen:
        """Run a page again, or go to another one."""
        self._page = self._page if page is None else page
        self._query = query
        return await self._ask(self._message({}, ""))

    async def press(self, key: str, **text: str) -> Seen:
        """Press a button, with what was typed into other widgets; only its fragment runs."""
        number, fragment = self.widgets[key]
        states: dict[str, tuple[str, object]] = {number: ("trigger_value", True)}
        for name, value in text.items():
            states[self.widgets[name][0]] = ("string_value", value)
        return await self._ask(self._message(states, fragment))

    async def choose(self, key: str, option: str) -> Seen:
        """Choose an option of a select box; only its fragment runs."""
        number, fragment = self.widgets[key]
        self._chosen[number] = ("string_value", option)
        return await self._ask(self._message({}, fragment))

    async def pick(self, key: str, event: str, value: str) -> Seen:
        """Let a component of our own report an event; only its fragment runs."""
        number, fragment = self.widgets[key]
        told = json.dumps([{"event": event, "value": value}])
        events = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{number}__events"
        states = {number: ("json_value", "{}"), events: ("json_trigger_value", told)}
        return await self._ask(self._message(states, fragment))

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()

    def _message(self, states: Mapping[str, tuple[str, object]], fragment: str) -> bytes:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self._query
        rerun.page_name = self._page
        rerun.fragment_id = fragment
        rerun.context_info.timezone = "Europe/Berlin"
        rerun.context_info.locale = "en"
        for number, (kind, value) in (self._chosen | dict(states)).items():
            widget = rerun.widget_states.widgets.add()
            widget.id = number
            setattr(widget, kind, value)
        return message.SerializeToString()

    async def _ask(self, message: bytes) -> Seen:
        begun = time.perf_counter()
        seen = Seen(seconds=0.0, size=0)
        await self._socket.send(message)
        has_started = False
        while True:
            raw = await self._socket.recv()
            seen.size += len(raw)
            forward = ForwardMsg()
            forward.ParseFromString(raw)
            kind = forward.WhichOneof("type")
            if kind == "new_session":
                has_started = True
            elif kind == "delta":
                _note(forward.delta, seen)
            elif kind == "script_finished" and has_started:
                break
        seen.seconds = time.perf_counter() - begun
        self.widgets |= seen.widgets
        return seen


def _note(delta: Any, seen: Seen) -> None:
    element = delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        seen.error = element.exception.message
    if kind in WIDGETS:
        number = getattr(element, kind).id
        key = number.rsplit("-", 1)[-1]  # the id ends with the key that our code gave
        seen.widgets[key] = (number, delta.fragment_id)
        if kind == "text_input":
            seen.fields.append(key)
