"""A service that runs: its start to the first answer, its end, and calls to it."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import time
from dataclasses import dataclass
from typing import Any

from .columns import Column
from .processes import resident_megabytes

POLL_SECONDS = 0.001
START_TIMEOUT_SECONDS = 120
SETTLE_SECONDS = 3


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: Any


@dataclass
class Service:
    """One process of a column, and the time from its exec to its first answer."""

    column: Column
    process: subprocess.Popen[bytes]
    port: int
    seconds_to_answer: float

    @property
    def pid(self) -> int:
        return self.process.pid

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        text = response.read()
        connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, json.loads(text) if "json" in found.get("content-type", "") else None)

    def idle_megabytes(self) -> float:
        """Resident memory once the work of the start is over."""
        time.sleep(SETTLE_SECONDS)
        return resident_megabytes(self.pid)

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(column: Column, database: str, database_port: int, port: int) -> Service:
    begun = time.monotonic()
    process = column.start(database, database_port, port)
    while not _answers(port):
        if process.poll() is not None or time.monotonic() - begun > START_TIMEOUT_SECONDS:
            process.terminate()
            raise SystemExit(f"{column.title} does not start: see target/bench/{column.name}.log")
        time.sleep(POLL_SECONDS)
    return Service(column, process, port, time.monotonic() - begun)


def _answers(port: int) -> bool:
    """Whatever the status: on an empty schema there is no task 1."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=START_TIMEOUT_SECONDS) as connection:
            connection.sendall(b"GET /tasks/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(5) == b"HTTP/"
    except (ConnectionRefusedError, ConnectionResetError):
        return False
