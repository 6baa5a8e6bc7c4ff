"""Measures all columns side by side in one run, and writes bench/RESULTS.md. Start it by bench/run."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path

from harness import columns, goals, machine, postgres, report
from harness.columns import BUILD
from harness.load import ROWS
from harness.run import STEADY, WARM_UP_SLICE_SECONDS, Bench, say

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"
FINDINGS = "## What helped, what did not"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each cell is measured (%(default)s)")
    parser.add_argument("--seconds", type=int, default=10, help="how long a cell takes (%(default)s)")
    parser.add_argument(
        "--only", type=names(columns.NAMES), default=columns.NAMES, help=f"columns: {','.join(columns.NAMES)}"
    )
    rows = [row.name for row in ROWS]
    parser.add_argument("--rows", type=names(rows), default=rows, help=f"rows: {','.join(rows)}")
    parser.add_argument("--connections", type=numbers, default=[32, 256], help="of wrk, a comma list (32,256)")
    parser.add_argument("--starts", type=int, help="how often each service is started; 0 for never (as many as rounds)")
    parser.add_argument("--tasks", type=int, default=1_000_000, help="rows in the table, 10000 at least (%(default)s)")
    parser.add_argument("--warm-up", type=int, default=30, help="slices of 2 s at most, for each row (%(default)s)")
    parser.add_argument("--memory", default="512m", help="of the container that the services believe in (%(default)s)")
    parser.add_argument("--wrk-threads", type=int, default=1, help="(%(default)s)")
    parser.add_argument("--postgres-port", type=int, default=25432, help="(%(default)s)")
    parser.add_argument("--port", type=int, default=28080, help="the first of the services' (%(default)s)")
    parser.add_argument("--no-results", action="store_true", help="print only, leave bench/RESULTS.md as it is")
    return parser.parse_args()


def names(known: list[str]) -> Callable[[str], list[str]]:
    def parse(text: str) -> list[str]:
        unknown = set(text.split(",")) - set(known)
        if unknown:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
        return [name for name in known if name in text.split(",")]

    return parse


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def main() -> None:
    options = arguments()
    found, skipped = columns.services(options.only, options.memory)
    # The table is Punchlist's, so one of its builds makes it, whether it is measured or not.
    migrators, reasons = columns.services(["jvm17", "jvm25"], options.memory)
    if not migrators:
        raise SystemExit("; ".join(reasons.values()))
    for name, reason in skipped.items():
        say(f"Without {name}: {reason}")
    (BUILD / "cells.ndjson").unlink(missing_ok=True)
    postgres.unpack(BUILD / "postgres/binaries.jar", BUILD / "postgres/home")
    server = postgres.start(BUILD / "postgres/home", BUILD / "postgres/server", options.postgres_port)
    try:
        bench = Bench(options, found, server)
        bench.prepare(migrators[0])
        bench.measure_starts()
        try:
            bench.warm_up()
            bench.measure()
        finally:
            bench.stop()
        text = written(bench, skipped, server.sql("postgres", "SELECT version()"))
    finally:
        server.stop()
    print(text)
    if not options.no_results:
        RESULTS.write_text(text + "\n" + findings())


def findings() -> str:
    """What people wrote below the figures stays."""
    old = RESULTS.read_text() if RESULTS.exists() else ""
    return FINDINGS + (old.partition(FINDINGS)[2] or "\n")


def written(bench: Bench, skipped: dict[str, str], version: str) -> str:
    return "\n\n".join(
        [
            "# Results",
            "Written by `bench/run`, in one run on one machine; the [README](README.md) says what each figure means.",
            "\n".join(settings(bench, skipped, version)),
            "## Medians and ratios",
            report.medians(bench.results),
            "## Start, memory, size",
            report.footprint(bench.results),
            "## Goals",
            goals.goals(bench.results),
            "## Each round, answers/s",
            report.rounds(bench.results),
            report.starts(bench.results),
            "",
        ]
    )


def settings(bench: Bench, skipped: dict[str, str], version: str) -> list[str]:
    options = bench.options
    lines = [
        f"Date: {datetime.date.today()}, commit {machine.commit()}",
        f"Machine: {machine.machine()}; services, database and load share it",
        f"Database: {version.partition(' on ')[0]}, "
        + ", ".join(f"{name}={value}" for name, value in postgres.SETTINGS.items()),
        f"Load: {machine.tools()}; {options.tasks:,} tasks",
        f"Rounds: {options.rounds}, {options.seconds} s for each cell",
        f"JVM flags: `{' '.join(columns.jvm_flags(options.memory))}`",
        f"Punchlist: its defaults, but for a queue of {columns.QUEUE}, so that 256 connections are served, not refused",
        *(f"{column.title}: {column.version}" for column in bench.columns),
        *(f"Not measured, {name}: {reason}" for name, reason in skipped.items()),
    ]
    if bench.unsteady:
        limit = options.warm_up * WARM_UP_SLICE_SECONDS
        lines.append(f"Not within {STEADY:.0%} after {limit} s of warm-up: {', '.join(bench.unsteady)}")
    return [f" * {line}" for line in lines]


if __name__ == "__main__":
    main()
