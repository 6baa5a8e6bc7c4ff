"""The figures as Markdown."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .load import PGBENCH_CLIENTS, ROWS, Cell, Row

PGBENCH = "pgbench"


@dataclass(frozen=True)
class Start:
    """Seconds to the first answer, and resident megabytes at rest after it."""

    empty: float | None
    migrated: float
    idle: float


@dataclass
class Results:
    """All that was measured: the cells of each row, connections and column in the order of the rounds."""

    titles: dict[str, str]
    connections: list[int]
    cells: dict[tuple[str, int, str], list[Cell]] = field(default_factory=dict)
    starts: dict[str, list[Start]] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    raw_runs_on: str = ""

    def add(self, row: Row, connections: int, column: str, cell: Cell) -> None:
        self.cells.setdefault((row.name, connections, column), []).append(cell)

    def of(self, row: str, connections: int, column: str) -> list[Cell]:
        """The limit has clients of its own, whatever the connections of the others."""
        return self.cells.get((row, 0 if column == PGBENCH else connections, column), [])

    def ratio(self, row: str, connections: int, column: str, base: str, base_row: str | None = None) -> float | None:
        """The median over the rounds of the ratio of both rates in that round."""
        own, other = self.of(row, connections, column), self.of(base_row or row, connections, base)
        ratios = [mine.rate / theirs.rate for mine, theirs in zip(own, other) if theirs.rate > 0]
        return statistics.median(ratios) if ratios else None

    def median(self, row: str, connections: int, column: str, figure: Callable[[Cell], float | None]) -> float | None:
        return median(figure(cell) for cell in self.of(row, connections, column))

    def loaded(self, column: str) -> float | None:
        """The most memory that was resident in any cell."""
        found = [cell.resident for (_, _, name), cells in self.cells.items() if name == column for cell in cells]
        return max((value for value in found if value is not None), default=None)

    def start(self, column: str, figure: Callable[[Start], float | None]) -> float | None:
        return median(figure(start) for start in self.starts.get(column, []))


def median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def number(value: float | None, digits: int = 2) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:,.{digits}f}"


def table(heads: list[str], lines: list[list[str]]) -> str:
    """The first column is text, the others are figures."""
    rule = ["---"] + ["---:"] * (len(heads) - 1)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [heads, rule, *lines])


def medians(results: Results) -> str:
    heads = ["row, connections, column", "answers/s", "of pgbench", "of raw", "times origin", "p50 ms", "p99 ms"]
    heads += ["service CPU s/1,000", "database CPU s/1,000", "failed"]
    lines: list[list[str]] = []
    for row, connections, column in _measured(results):
        lines.append(_line(results, row, connections, column))
    return table(heads, lines)


def _measured(results: Results) -> list[tuple[Row, int, str]]:
    return [
        (row, connections, column)
        for row in ROWS
        for connections in [0, *results.connections]
        for column in results.titles
        if (row.name, connections, column) in results.cells
    ]


def _name(results: Results, row: Row, connections: int, column: str) -> str:
    clients = PGBENCH_CLIENTS if column == PGBENCH else connections
    return f"{row.title}, {clients}, {results.titles[column]}"


def _line(results: Results, row: Row, connections: int, column: str) -> list[str]:
    def of(figure: Callable[[Cell], float | None]) -> float | None:
        return results.median(row.name, connections, column, figure)

    def against(base: str, digits: int = 2) -> str:
        return number(results.ratio(row.name, connections, column, base) if column != base else None, digits)

    return [
        _name(results, row, connections, column),
        number(of(lambda cell: cell.rate), 0),
        against(PGBENCH),
        against("raw"),
        against("origin", 1),
        number(of(lambda cell: cell.p50)),
        number(of(lambda cell: cell.p99)),
        number(of(lambda cell: cell.service_cpu)),
        number(of(lambda cell: cell.database_cpu)),
        str(sum(cell.failed for cell in results.of(row.name, connections, column))),
    ]


def footprint(results: Results) -> str:
    heads = ["column", "first answer, empty schema, ms", "migrated, ms", "idle MB", "under load MB", "on disk MB"]
    lines = [
        [
            title,
            number(_milliseconds(results.start(column, lambda start: start.empty)), 0),
            number(_milliseconds(results.start(column, lambda start: start.migrated)), 0),
            number(results.start(column, lambda start: start.idle), 0),
            number(results.loaded(column), 0),
            number(results.sizes.get(column), 0),
        ]
        for column, title in results.titles.items()
        if column != PGBENCH
    ]
    return table(heads, lines)


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000


def rounds(results: Results) -> str:
    """Each cell's rate, and how far the rounds lie apart."""
    count = max((len(cells) for cells in results.cells.values()), default=0)
    heads = ["row, connections, column", *(f"round {number + 1}" for number in range(count)), "spread"]
    lines: list[list[str]] = []
    for row, connections, column in _measured(results):
        rates = [cell.rate for cell in results.cells[row.name, connections, column]]
        spread = (max(rates) - min(rates)) / statistics.median(rates) if statistics.median(rates) else 0
        lines.append([_name(results, row, connections, column), *(number(rate, 0) for rate in rates), f"{spread:.0%}"])
    return table(heads, lines)


def starts(results: Results) -> str:
    """Each start on the migrated schema."""
    count = max((len(found) for found in results.starts.values()), default=0)
    heads = ["first answer, migrated, ms", *(f"start {number + 1}" for number in range(count))]
    lines = [
        [results.titles[column], *(number(start.migrated * 1000, 0) for start in found)]
        for column, found in results.starts.items()
    ]
    return table(heads, lines)
