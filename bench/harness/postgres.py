"""A PostgreSQL of our own: the binaries of the tests, the settings of production, thrown away with its data."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tarfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

SETTINGS: dict[str, str] = {
    "shared_buffers": "1GB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "400",
    # Left to themselves, both would burden the column of the moment only: they are done between cells.
    "checkpoint_timeout": "1h",
    "max_wal_size": "16GB",
    "autovacuum": "off",
}

USER = "punchlist"
PASSWORD = "punchlist"


@dataclass
class Postgres:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid

    def environment(self, database: str) -> dict[str, str]:
        """What psql and pgbench need to find a database here."""
        return os.environ | {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": USER,
            "PGPASSWORD": PASSWORD,
            "PGDATABASE": database,
            "PGOPTIONS": "-c client_min_messages=warning",
        }

    def sql(self, database: str, *statements: str) -> str:
        """Runs each statement on its own, and answers the rows of all of them."""
        command = ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1"]
        for statement in statements:
            command += ["-c", statement]
        done = subprocess.run(command, env=self.environment(database), check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip()

    def new_database(self, name: str) -> None:
        """An empty one, in the place of any other of this name."""
        self.sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def start(home: Path, folder: Path, port: int) -> Postgres:
    """Starts a new server that keeps its data in this folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    password = folder / "password"
    password.write_text(PASSWORD)
    data = folder / "data"
    initdb = [str(home / "bin/initdb"), "-D", str(data), "-U", USER, "-E", "UTF8", "--no-locale"]
    initdb += ["-A", "scram-sha-256", f"--pwfile={password}"]
    subprocess.run(_unprivileged(initdb), check=True, stdout=subprocess.DEVNULL)
    server = [str(home / "bin/postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", ""]
    for name, value in SETTINGS.items():
        server += ["-c", f"{name}={value}"]
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(_unprivileged(server), stdout=log, stderr=log, start_new_session=True)
    while process.poll() is None:
        if subprocess.run(["pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0:
            return Postgres(port, process)
        time.sleep(0.1)
    raise SystemExit(f"PostgreSQL does not start on port {port}: see {folder / 'log'}")


def _unprivileged(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; in a user namespace without a mapping root is nobody."""
    return ["unshare", "-U", *command] if os.geteuid() == 0 else command


def unpack(jar: Path, home: Path) -> None:
    """Unpacks the jar of the binaries, which holds one archive, unless that was done before."""
    if (home / "bin/postgres").exists():
        return
    with zipfile.ZipFile(jar) as jar_file:
        archive = next(name for name in jar_file.namelist() if name.endswith(".txz"))
        with jar_file.open(archive) as content, tarfile.open(fileobj=content, mode="r:xz") as tar:
            tar.extractall(home)
