"""A wire between browser and server that can be cut: `set_offline` leaves a WebSocket open."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading

from tests.journeys.server import free_port


class Wire:
    """Forwards a port of its own to the server's, as long as it is whole."""

    def __init__(self, target_port: int) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._target = ("127.0.0.1", target_port)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def join(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._forward, args=(self._stop,), daemon=True)
        self._thread.start()

    def cut(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _forward(self, stop: threading.Event) -> None:
        with contextlib.ExitStack() as ends, selectors.DefaultSelector() as ready:
            listener = ends.enter_context(socket.create_server(("127.0.0.1", self.port)))
            ready.register(listener, selectors.EVENT_READ)
            while not stop.is_set():
                for key, _ in ready.select(timeout=0.05):
                    if key.fileobj is listener:
                        self._connect(listener, ready, ends)
                    else:
                        _pass_on(key, ready)

    def _connect(
        self,
        listener: socket.socket,
        ready: selectors.BaseSelector,
        ends: contextlib.ExitStack,
    ) -> None:
        near, _ = listener.accept()
        ends.enter_context(near)
        far = ends.enter_context(socket.create_connection(self._target))
        ready.register(near, selectors.EVENT_READ, far)
        ready.register(far, selectors.EVENT_READ, near)


def _pass_on(key: selectors.SelectorKey, ready: selectors.BaseSelector) -> None:
    end = key.fileobj
    assert isinstance(end, socket.socket)
    try:
        data = end.recv(65_536)
        if data:
            key.data.sendall(data)
    except OSError:
        data = b""
    if not data:
        for each in (end, key.data):
            with contextlib.suppress(KeyError, ValueError):
                ready.unregister(each)
            each.close()
