"""One run: every column's cells, interleaved."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import sys
from pathlib import Path

from . import columns, data, service
from .columns import BUILD, Column
from .data import Data
from .load import PGBENCH_CLIENTS, ROWS, Cell, Row, Target, pgbench, wrk
from .postgres import Postgres
from .processes import wait_until_quiet
from .report import PGBENCH, Results, Start
from .service import Service

WARM_UP_SLICE_SECONDS = 2
STEADY_SLICES = 3
STEADY = 0.05


def say(text: str) -> None:
    """Tells what is going on, beside the report."""
    print(f"{datetime.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


class Bench:
    """One run: its services, their tables, and what was measured so far."""

    def __init__(self, options: argparse.Namespace, found: list[Column], server: Postgres) -> None:
        self.options = options
        self.columns = found
        self.server = server
        self.rows = [row for row in ROWS if row.name in options.rows]
        self.tables = {name: Data(server, name, options.tasks) for name in ("tasks", "origin")}
        titles = {PGBENCH: PGBENCH} if PGBENCH in options.only else {}
        titles |= {column.name: column.title for column in found}
        self.results = Results(titles, options.connections)
        self.results.sizes = {column.name: column.size_megabytes() for column in found if column.files}
        self.results.raw_runs_on = "jvm25" if "25" in columns.java_homes() else "jvm17"
        self.services: list[Service] = []
        self.paths: dict[str, Path] = {}
        self.unsteady: list[str] = []

    def start(self, column: Column, database: str, offset: int = 0) -> Service:
        return service.start(column, database, self.server.port, self.options.port + offset)

    def prepare(self, migrator: Column) -> None:
        """Makes both tables, and tries each call of each service."""
        say(f"Filling {self.options.tasks} tasks")
        for name in self.tables:
            self.server.new_database(name)
        data.migrate(migrator, self.server, "tasks")
        self.tables["tasks"].fill()
        for column in self.columns:
            say(f"Checking {column.title}")
            with self.start(column, column.database) as running:
                if column.name == "origin":
                    self.tables["origin"].fill()
                data.check(running, self.options.tasks)
                self.paths[column.name] = self.deep_paths(running)
        self.restore()

    def deep_paths(self, running: Service) -> Path:
        """Whatever Punchlist runs on, a cursor is good for it."""
        column = running.column
        file = BUILD / f"{'punchlist' if column.creates_schema and column.name != 'origin' else column.name}.paths"
        if file not in self.paths.values():
            file.write_text("\n".join(data.deep_paths(running, self.options.tasks)) + "\n")
        return file

    def restore(self) -> None:
        for column in {column.database for column in self.columns} | {"tasks"}:
            self.tables[column].restore()

    def measure_starts(self) -> None:
        count = self.options.rounds if self.options.starts is None else self.options.starts
        for number in range(count):
            for column in self.columns:
                say(f"Start {number + 1} of {count}: {column.title}")
                empty = None
                if column.creates_schema:
                    self.server.new_database("empty")
                    with self.start(column, "empty") as running:
                        empty = running.seconds_to_answer
                with self.start(column, column.database) as running:
                    start = Start(empty, running.seconds_to_answer, running.idle_megabytes())
                self.results.starts.setdefault(column.name, []).append(start)

    def warm_up(self) -> None:
        """All services stay up from here on, so that the cells of a row follow each other."""
        for offset, column in enumerate(self.columns):
            self.services.append(self.start(column, column.database, offset))
        for running in self.services:
            for row in self.rows:
                self.warm(running, row)
                if row.writes:
                    self.tables[running.column.database].restore()

    def warm(self, running: Service, row: Row) -> None:
        rates: list[float] = []
        while len(rates) < self.options.warm_up:
            rates.append(self.cell(running, row, self.options.connections[0], WARM_UP_SLICE_SECONDS).rate)
            last = rates[-STEADY_SLICES:]
            if len(rates) > STEADY_SLICES and max(last) - min(last) <= STEADY * statistics.mean(last):
                break
        else:
            self.unsteady.append(f"{row.title} on {running.column.title}")
        # With more connections pools and queues grow, once.
        for connections in self.options.connections[1:]:
            self.cell(running, row, connections, WARM_UP_SLICE_SECONDS)
        say(f"Warm after {len(rates) * WARM_UP_SLICE_SECONDS} s: {running.column.title}, {row.title}")

    def cell(self, running: Service, row: Row, connections: int, seconds: int) -> Cell:
        column = running.column
        table = self.tables[column.database]
        if row.writes:
            table.before_write()
        target = Target(running.pid, running.port, column.dialect, self.paths[column.name])
        cell = wrk(row, target, table.table(), connections, seconds, self.options.wrk_threads, self.server)
        wait_until_quiet(running.pid, self.server.pid)
        if row.name == "patch":
            table.after_patches()
        return cell

    def limit(self, row: Row) -> Cell:
        table = self.tables["tasks"]
        if row.writes:
            table.before_write()
        threads = len(os.sched_getaffinity(0))
        cell = pgbench(row, "tasks", table.table(), self.options.seconds, threads, self.server)
        if row.name == "patch":
            table.after_patches()
        return cell

    def measure(self) -> None:
        """In each round each cell once, and who comes first changes from round to round."""
        for number in range(self.options.rounds):
            shift = number % max(1, len(self.services))
            order = self.services[shift:] + self.services[:shift]
            for row in self.rows:
                if PGBENCH in self.results.titles:
                    self.note(number, row, 0, PGBENCH, self.limit(row))
                for connections in self.options.connections:
                    for running in order:
                        cell = self.cell(running, row, connections, self.options.seconds)
                        self.note(number, row, connections, running.column.name, cell)
            self.restore()

    def note(self, number: int, row: Row, connections: int, column: str, cell: Cell) -> None:
        self.results.add(row, connections, column, cell)
        with open(BUILD / "cells.ndjson", "a") as file:
            described = {"round": number + 1, "row": row.name, "connections": connections, "column": column}
            file.write(json.dumps(described | cell.as_json()) + "\n")
        title = self.results.titles[column]
        say(f"Round {number + 1}: {row.title}, {connections or PGBENCH_CLIENTS}, {title}: {cell.rate:.0f}/s")

    def stop(self) -> None:
        for running in self.services:
            running.stop()
