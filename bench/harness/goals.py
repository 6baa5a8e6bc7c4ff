"""What the figures are to reach."""

from __future__ import annotations

from dataclasses import dataclass

from .report import PGBENCH, Results, number, table


@dataclass(frozen=True)
class Goal:
    """A bound on a figure; at least, unless it says at most."""

    title: str
    bound: float
    found: float | None
    at_most: bool = False

    def line(self) -> list[str]:
        met = self.found is not None and (self.found <= self.bound if self.at_most else self.found >= self.bound)
        verdict = "not measured" if self.found is None else "met" if met else "missed"
        sign = "≤" if self.at_most else "≥"
        return [self.title, f"{sign} {self.bound:g}", number(self.found), verdict]


def goals(results: Results) -> str:
    found: list[Goal] = []
    jvms = [column for column in results.titles if column.startswith("jvm")]
    for column in jvms:
        found += _rates_of_jvm(results, column) + _footprint_of_jvm(results, column)
    if "native" in results.titles:
        # The newest, which is the image's.
        found += _native(results, jvms[-1] if jvms else "")
    for column in [*jvms, "native"]:
        if column in results.titles:
            found += _deep_pages(results, column)
    return table(["goal", "bound", "measured", "verdict"], [goal.line() for goal in found])


def _rates_of_jvm(results: Results, column: str) -> list[Goal]:
    goals: list[Goal] = []
    bounds = {("get", PGBENCH): 0.55, ("get", "raw"): 0.95, ("get", "origin"): 25.0}
    bounds |= {("post", PGBENCH): 0.45, ("post", "raw"): 0.85, ("post", "origin"): 15.0}
    for connections in results.connections:
        for (row, base), bound in bounds.items():
            # On two JVMs the comparison would be of the JVMs.
            if base in results.titles and (base != "raw" or results.raw_runs_on == column):
                title = f"{results.titles[column]}: {row.upper()} of {results.titles[base]}, {connections} connections"
                goals.append(Goal(title, bound, results.ratio(row, connections, column, base)))
    return goals


def _footprint_of_jvm(results: Results, column: str) -> list[Goal]:
    title = results.titles[column]
    return [
        Goal(
            f"{title}: first answer, migrated, s",
            1.2,
            results.start(column, lambda start: start.migrated),
            at_most=True,
        ),
        Goal(f"{title}: resident under load, MB", 220, results.loaded(column), at_most=True),
    ]


def _native(results: Results, jvm: str) -> list[Goal]:
    goals = [
        Goal(f"Native: {row.upper()} of {results.titles[jvm]}, {connections} connections", 0.6, ratio)
        for row in ("get", "first", "deep", "post", "patch")
        for connections in results.connections
        if jvm and (ratio := results.ratio(row, connections, "native", jvm)) is not None
    ]
    return goals + [
        Goal(
            "Native: first answer, migrated, s",
            0.1,
            results.start("native", lambda start: start.migrated),
            at_most=True,
        ),
        Goal("Native: resident idle, MB", 90, results.start("native", lambda start: start.idle), at_most=True),
        Goal("Native: resident under load, MB", 150, results.loaded("native"), at_most=True),
    ]


def _deep_pages(results: Results, column: str) -> list[Goal]:
    return [
        Goal(
            f"{results.titles[column]}: deep page of first page, {connections} connections",
            0.8,
            results.ratio("deep", connections, column, column, base_row="first"),
        )
        for connections in results.connections
    ]
