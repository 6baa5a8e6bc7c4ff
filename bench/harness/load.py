"""One cell: one row of the comparison, asked of one column for some seconds."""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from .postgres import Postgres
from .processes import cpu_seconds, resident_megabytes

BENCH = Path(__file__).resolve().parent.parent
TENANT = "default"
PGBENCH_CLIENTS = 20
SAMPLE_SECONDS = 0.2

# A slow peer is slow, it does not fail.
WRK_TIMEOUT = "60s"


@dataclass(frozen=True)
class Row:
    """What is asked: its title, and whether it writes."""

    name: str
    title: str
    writes: bool = False


ROWS: list[Row] = [
    Row("get", "GET one"),
    Row("first", "GET list of 10, first page"),
    Row("deep", "GET list of 10, deep page"),
    Row("post", "POST", writes=True),
    Row("patch", "PATCH with If-Match", writes=True),
]


@dataclass(frozen=True)
class Cell:
    """Answers that succeeded by the second, milliseconds, and processor seconds by 1,000 of those answers."""

    rate: float
    p50: float
    p99: float
    service_cpu: float | None
    database_cpu: float
    failed: int
    resident: float | None

    def as_json(self) -> dict[str, float | int | None]:
        return asdict(self)


@dataclass(frozen=True)
class Target:
    """A service under load."""

    pid: int
    port: int
    dialect: str
    deep_paths: Path


@dataclass(frozen=True)
class Table:
    """The tasks that there are, and the first that no patch has changed yet."""

    tasks: int
    first_open: int


def wrk(
    row: Row, target: Target, table: Table, connections: int, seconds: int, threads: int, postgres: Postgres
) -> Cell:
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", WRK_TIMEOUT]
    command += ["-s", str(BENCH / "wrk/tasks.lua"), f"http://127.0.0.1:{target.port}", "--"]
    command += [row.name, target.dialect, str(table.tasks), str(table.first_open), str(threads), str(target.deep_paths)]
    service_before, database_before = cpu_seconds(target.pid), cpu_seconds(postgres.pid)
    resident = 0.0
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        while process.poll() is None:
            resident = max(resident, resident_megabytes(target.pid))
            time.sleep(SAMPLE_SECONDS)
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        raise SystemExit(f"wrk failed on {row.title}:\n{text}")
    service = cpu_seconds(target.pid) - service_before
    database = cpu_seconds(postgres.pid) - database_before
    summary = json.loads(text.strip().splitlines()[-1])
    good = summary["answers"] - summary["refused"]
    return Cell(
        rate=good / (summary["microseconds"] / 1e6),
        p50=summary["p50"] / 1e3,
        p99=summary["p99"] / 1e3,
        service_cpu=_by_thousand(service, good),
        database_cpu=_by_thousand(database, good),
        failed=summary["refused"] + summary["broken"],
        resident=resident,
    )


def pgbench(row: Row, database: str, table: Table, seconds: int, threads: int, postgres: Postgres) -> Cell:
    variables = {"tasks": table.tasks, "first": table.first_open, "tenant": TENANT, "clients": PGBENCH_CLIENTS, "n": -1}
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "pgbench",
            "-n",
            "-M",
            "prepared",
            "-c",
            str(PGBENCH_CLIENTS),
            "-j",
            str(threads),
            "-T",
            str(seconds),
        ]
        # Every tenth transaction is enough for percentiles, and the log does not burden the limit.
        command += ["--log", "--log-prefix", f"{folder}/log", "--sampling-rate", "0.1"]
        command += [part for name, value in variables.items() for part in ("-D", f"{name}={value}")]
        command += ["-f", str(BENCH / f"pgbench/{row.name}.sql")]
        before = cpu_seconds(postgres.pid)
        done = subprocess.run(
            command, env=postgres.environment(database), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode != 0:
            raise SystemExit(f"pgbench failed on {row.title}:\n{done.stdout}")
        database_cpu = cpu_seconds(postgres.pid) - before
        latencies = sorted(
            int(line.split()[2]) / 1e3 for log in Path(folder).iterdir() for line in log.read_text().splitlines()
        )
    rate = next(float(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("tps = "))
    count = next(
        int(line.split()[-1].partition("/")[0])
        for line in done.stdout.splitlines()
        if line.startswith("number of transactions actually processed")
    )
    return Cell(
        rate, _percentile(latencies, 50), _percentile(latencies, 99), None, _by_thousand(database_cpu, count), 0, None
    )


def _by_thousand(seconds: float, answers: int) -> float:
    return seconds / answers * 1000 if answers else math.nan


def _percentile(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else math.nan
