"""The tables that all columns work on, and their return to what they were."""

from __future__ import annotations

from .columns import Column
from .load import Table
from .postgres import Postgres
from .service import Service

TITLE = "'Task number ' || n"
DESCRIPTION = "CASE WHEN n % 2 = 0 THEN 'What there is to say about task ' || n END"

FILL = {
    "tasks": f"""
        INSERT INTO tasks (id, title, description, is_completed, due_date, priority, labels, external_id,
            created_at, updated_at)
        SELECT n, {TITLE}, {DESCRIPTION}, false,
            CASE WHEN n % 3 = 0 THEN date '2026-01-01' + n % 365 END,
            n % 5,
            CASE WHEN n % 4 = 0 THEN array['home', 'garden'] ELSE array[]::text[] END,
            CASE WHEN n % 10 = 0 THEN 'crm-' || n END,
            timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second',
            timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second'
        FROM generate_series(1, {{tasks}}) AS n""",
    "origin": f"""
        INSERT INTO tasks (id, title, description, is_completed)
        SELECT n, {TITLE}, {DESCRIPTION}, false FROM generate_series(1, {{tasks}}) AS n""",
}

CHANGED = {"tasks": "version > 1", "origin": "is_completed"}

UNDO = {
    "tasks": """
        UPDATE tasks SET is_completed = false, completed_at = NULL, updated_at = created_at, version = 1
        WHERE version > 1""",
    "origin": "UPDATE tasks SET is_completed = false WHERE is_completed",
}


class Data:
    """One database's tasks, with ids from 1 on. Patches go through them id by id, from the first that is as it was."""

    def __init__(self, postgres: Postgres, database: str, tasks: int) -> None:
        self.postgres = postgres
        self.database = database
        self.tasks = tasks
        self.first_open = 1

    def fill(self) -> None:
        self.postgres.sql(
            self.database,
            FILL[self.database].format(tasks=self.tasks),
            f"SELECT setval(pg_get_serial_sequence('tasks', 'id'), {self.tasks})",
            "VACUUM ANALYZE",
            "CHECKPOINT",
        )

    def table(self) -> Table:
        return Table(self.tasks, self.first_open)

    def before_write(self) -> None:
        """A checkpoint, so that every cell begins with the same debt; and enough tasks left to patch."""
        if self.first_open > self.tasks // 2:
            self.restore()
        self.postgres.sql(self.database, "CHECKPOINT")

    def after_patches(self) -> None:
        changed = f"SELECT coalesce(max(id), 0) FROM tasks WHERE {CHANGED[self.database]} AND id <= {self.tasks}"
        self.first_open = 1 + int(self.postgres.sql(self.database, changed))

    def restore(self) -> None:
        """Deletes what was added, undoes what was changed, and leaves no dead rows."""
        self.postgres.sql(
            self.database,
            f"DELETE FROM tasks WHERE id > {self.tasks}",
            UNDO[self.database],
            "VACUUM ANALYZE tasks",
            "CHECKPOINT",
        )
        self.first_open = 1


def migrate(column: Column, postgres: Postgres, database: str) -> None:
    """Lets Punchlist make its schema, and end."""
    process = column.start(database, postgres.port, 0, PUNCHLIST_SCHEMA_MIGRATE="only")
    if process.wait() != 0:
        raise SystemExit(f"The migration failed: see target/bench/{column.name}.log")


def check(service: Service, tasks: int) -> None:
    """That the calls to be measured do what they should; a peer that answers wrongly is fast for nothing."""
    column = service.column
    one = service.call("GET", "/tasks/7")
    _expect(column, one.status == 200 and one.body["id"] == 7 and one.body["title"] == "Task number 7", one)
    page = service.call("GET", "/tasks?limit=10" if column.dialect == "punchlist" else "/tasks/?skip=0&limit=10")
    _expect(column, page.status == 200 and len(page.body) == 10, page)
    path = "/tasks" if column.dialect == "punchlist" else "/tasks/"
    created = service.call("POST", path, {"title": "Call the plumber"}, Content_Type="application/json")
    _expect(column, created.status in (200, 201) and created.body["id"] > tasks, created)
    if column.dialect == "origin":
        patched = service.call("PATCH", f"/tasks/{created.body['id']}?completed=true")
        _expect(column, patched.status == 200 and patched.body["is_completed"], patched)
        return
    of_patch = {"Content_Type": "application/merge-patch+json", "If_Match": created.headers["etag"]}
    location = created.headers["location"]
    patched = service.call("PATCH", location, {"is_completed": True}, **of_patch)
    _expect(column, patched.status == 200 and patched.body["version"] == 2, patched)
    stale = service.call("PATCH", location, {"is_completed": False}, **of_patch)
    _expect(column, stale.status == 412, stale)


def _expect(column: Column, holds: bool, answer: object) -> None:
    if not holds:
        raise SystemExit(f"{column.title} answers otherwise than expected: {answer}")


def deep_positions(tasks: int) -> list[int]:
    """A hundred places in the last tenth."""
    return [tasks * 9 // 10 + step * (tasks // 1000) for step in range(100)]


def deep_paths(service: Service, tasks: int) -> list[str]:
    """The pages of ten behind these places; in Punchlist the walk there is by its own sealed links."""
    positions = deep_positions(tasks)
    if service.column.name in ("origin", "raw"):
        return [service.column.deep_path(position) for position in positions]
    step = tasks // 1000
    paths: list[str] = []
    path = f"/tasks?limit={step}"
    for position in range(step, positions[-1] + 1, step):
        links = service.call("GET", path).headers["link"]
        path = links.rpartition("<")[2].partition(">")[0]
        if position >= positions[0]:
            paths.append(path.replace(f"limit={step}", "limit=10"))
    found = service.call("GET", paths[-1]).body[0]["id"]
    if found != positions[-1] + 1:
        raise SystemExit(f"{service.column.title}: the deepest page begins with task {found}")
    return paths
