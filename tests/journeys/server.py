"""The application as a process of its own, with a database file of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tutor_core.db import Database, make_engine
from tutor_core.operations.serving import server_command

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60
STOPS_WITHIN = 10


class Server:
    """A running tutor that can be stopped and started again at the same address and file."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = f"sqlite:///{folder / 'tutor.db'}"
        self.environment: dict[str, str] = {}
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._database: Database | None = None

    def start(self) -> None:
        command = [sys.executable, "-m"]
        command += server_command(host="127.0.0.1", port=self.port, public_names=[])
        environment = os.environ | {"TUTOR_DATABASE_URL": self.database_url} | self.environment
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_well()

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def close(self) -> None:
        self.stop()
        if self._database is not None:
            self._database.engine.dispose()

    @property
    def database(self) -> Database:
        """The server's own file, opened from here as well."""
        if self._database is None:
            self._database = Database(make_engine(self.database_url))
        return self._database

    def log(self, since: int = 0) -> str:
        return self._log.read_text(errors="replace")[since:] if self._log.exists() else ""

    def _wait_until_well(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            if self._is_well():
                return
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log()}")

    def _is_well(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
