"""What is compared: how each service is started, and on which database."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .postgres import PASSWORD, USER

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "target/bench"
QUARKUS_APP = ROOT / "target/quarkus-app"
RAW = ROOT / "bench/peers/raw/target"
ORIGIN = ROOT / "bench/peers/origin"
ORIGIN_ROOT = BUILD / "origin-root"

# Any secret will do; it is the same for all, so that a cursor from one is good for the others.
CURSOR_KEY = "measured-side-by-side"
# More than the most connections: what is measured is work, not the refusal of it.
QUEUE = 512


@dataclass(frozen=True)
class Column:
    """
    A service. Its command and environment may hold {database}, {database_port} and {port}.

    database: "tasks", which Punchlist migrated, or "origin", which the origin's service made.
    creates_schema: whether it can start on an empty database.
    """

    name: str
    title: str
    command: list[str]
    environment: dict[str, str]
    files: list[Path]
    version: str
    dialect: str = "punchlist"
    database: str = "tasks"
    creates_schema: bool = True
    folder: Path = field(default=ROOT)

    def start(self, database: str, database_port: int, port: int, **more: str) -> subprocess.Popen[bytes]:
        values = {"database": database, "database_port": str(database_port), "port": str(port)}
        environment = {name: value.format(**values) for name, value in self.environment.items()} | more
        command = [part.format(**values) for part in self.command]
        BUILD.mkdir(parents=True, exist_ok=True)
        with open(BUILD / f"{self.name}.log", "ab") as log:
            return subprocess.Popen(command, env=os.environ | environment, cwd=self.folder, stdout=log, stderr=log)

    def deep_path(self, position: int) -> str:
        """The page behind this many tasks; Punchlist's own are found by walking there."""
        return f"/tasks/?skip={position}&limit=10" if self.dialect == "origin" else f"/tasks?limit=10&cursor={position}"

    def size_megabytes(self) -> float:
        found = [path for file in self.files for path in ([file] if file.is_file() else file.rglob("*"))]
        return sum(path.stat().st_size for path in found if path.is_file() and not path.is_symlink()) / 1e6


class Missing(Exception):
    """Why a column cannot be measured here."""


def java_homes() -> dict[str, Path]:
    """By feature release, the JDKs that the environment names."""
    on_path = shutil.which("java")
    candidates = [os.environ.get(name) for name in ("JAVA_HOME_17", "JAVA_HOME_25", "JAVA_HOME")]
    candidates += [str(Path(on_path).resolve().parents[1])] if on_path else []
    candidates += [os.environ.get("GRAALVM_HOME")]
    homes: dict[str, Path] = {}
    for candidate in candidates:
        if candidate and (Path(candidate) / "release").exists():
            feature = re.search(r'JAVA_VERSION="(\d+)', (Path(candidate) / "release").read_text())
            if feature:
                homes.setdefault(feature[1], Path(candidate))
    return homes


def _java(feature: str) -> Path:
    home = java_homes().get(feature)
    if home is None:
        raise Missing(f"no JDK {feature}: set JAVA_HOME_{feature}")
    return home / "bin/java"


def _java_version(java: Path) -> str:
    lines = subprocess.run([java, "-version"], stderr=subprocess.PIPE, text=True, check=True).stderr.splitlines()
    return lines[1].partition("(")[0].strip() + " " + lines[0].split('"')[1]


def image(kind: str) -> tuple[list[str], dict[str, str]]:
    """The entry point and the environment of an image, from its recipe."""
    recipe = (ROOT / f"src/main/docker/Dockerfile.{kind}").read_text().replace("\\\n", " ")
    entry = re.search(r"^ENTRYPOINT (\[.*\])$", recipe, re.MULTILINE)
    if entry is None:
        raise Missing(f"Dockerfile.{kind} has no ENTRYPOINT in the exec form")
    environment = dict(re.findall(r'^ENV (\w+)="?([^"\n]*)"?$', recipe, re.MULTILINE))
    return json.loads(entry[1]), environment


def jvm_flags(memory: str) -> list[str]:
    """
    The image's, or those of BENCH_JVM_FLAGS. They give the heap its share of the memory of a container, which MaxRAM
    stands for here. What a JDK does not know, such as the cache of a newer one, it is to ignore.
    """
    entry, _ = image("jvm")
    own = os.environ.get("BENCH_JVM_FLAGS")
    flags = own.split() if own else entry[1 : entry.index("-jar")]
    return ["-XX:+IgnoreUnrecognizedVMOptions", f"-XX:MaxRAM={memory}", *flags]


def _java_command(java: Path, memory: str, jar: Path) -> list[str]:
    """What the image has in /app is in the build's folder here."""
    flags = [flag.replace("/app/", f"{QUARKUS_APP}/") for flag in jvm_flags(memory)]
    return [str(java), *flags, "-jar", str(jar)]


def _punchlist_environment() -> dict[str, str]:
    return {
        "PUNCHLIST_DATABASE_URL": "postgresql://127.0.0.1:{database_port}/{database}",
        "PUNCHLIST_DATABASE_USERNAME": USER,
        "PUNCHLIST_DATABASE_PASSWORD": PASSWORD,
        "PUNCHLIST_CURSOR_KEYS": CURSOR_KEY,
        "PUNCHLIST_POOL_MAX_QUEUE": str(QUEUE),
        "QUARKUS_HTTP_HOST": "127.0.0.1",
        "QUARKUS_HTTP_PORT": "{port}",
    }


def jvm(feature: str, memory: str) -> Column:
    java = _java(feature)
    _, environment = image("jvm")
    return Column(
        name=f"jvm{feature}",
        title=f"Punchlist, JVM {feature}",
        command=_java_command(java, memory, QUARKUS_APP / "quarkus-run.jar"),
        environment=environment | _punchlist_environment(),
        files=[QUARKUS_APP],
        version=_java_version(java),
        folder=QUARKUS_APP,
    )


def native(memory: str) -> Column:
    found = sorted((ROOT / "target").glob("punchlist-*-runner"))
    if not found:
        raise Missing("no target/punchlist-*-runner: build it with ./mvnw package -Dnative")
    entry, environment = image("native")
    return Column(
        name="native",
        title="Punchlist, native",
        command=[str(found[-1]), *entry[1:], f"-XX:MaxRAM={memory}"],
        environment=environment | _punchlist_environment(),
        files=[found[-1]],
        version=f"{found[-1].name}",
    )


def raw(memory: str) -> Column:
    """On the newest JDK of those that Punchlist is measured on."""
    feature = next((name for name in ("25", "17") if name in java_homes()), "17")
    java = _java(feature)
    return Column(
        name="raw",
        title="Without the ORM",
        command=_java_command(java, memory, RAW / "raw-1.jar"),
        environment={
            "DATABASE_URL": f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{{database_port}}/{{database}}",
            "PORT": "{port}",
        },
        files=[RAW / "raw-1.jar", RAW / "lib"],
        version="Vert.x 4.5.25 on " + _java_version(java),
        creates_schema=False,
    )


ORIGIN_VERSIONS = """
import platform
from importlib.metadata import version
names = ["fastapi", "sqlalchemy", "asyncpg", "uvicorn", "uvloop", "httptools", "pydantic"]
print("Python " + platform.python_version(), *(name + " " + version(name) for name in names), sep=", ")
"""


def origin() -> Column:
    """On a Python that BENCH_ORIGIN_PYTHON names, or on the Debian that bench/peers/origin/build unpacked."""
    own = os.environ.get("BENCH_ORIGIN_PYTHON")
    if own:
        python, folder = [own], ORIGIN
    elif (ORIGIN_ROOT / "usr/bin/python3").exists():
        python = ["chroot", "--userspec=nobody:nogroup", str(ORIGIN_ROOT), "/usr/bin/python3"]
        folder = Path("/srv")
        shutil.copy(ORIGIN / "app.py", ORIGIN_ROOT / "srv/app.py")
    else:
        raise Missing("no Python for the origin: run bench/peers/origin/build, or set BENCH_ORIGIN_PYTHON")
    versions = subprocess.run([*python, "-c", ORIGIN_VERSIONS], stdout=subprocess.PIPE, text=True, check=True).stdout
    workers = len(os.sched_getaffinity(0))
    return Column(
        name="origin",
        title="Origin",
        command=[
            *python,
            "-m",
            "uvicorn",
            "app:app",
            "--app-dir",
            str(folder),
            "--host",
            "127.0.0.1",
            "--port",
            "{port}",
        ]
        + ["--workers", str(workers), "--loop", "uvloop", "--http", "httptools", "--no-access-log"],
        environment={
            "DATABASE_URL": f"postgresql+asyncpg://{USER}:{PASSWORD}@127.0.0.1:{{database_port}}/{{database}}",
            # The driver looks for certificates in the home of its user.
            "HOME": str(folder),
        },
        files=[],
        version=f"{versions.strip()}; {workers} workers",
        dialect="origin",
        database="origin",
    )


NAMES = ["pgbench", "origin", "raw", "jvm17", "jvm25", "native"]


def services(names: list[str], memory: str) -> tuple[list[Column], dict[str, str]]:
    """Those of these columns that can be measured here, and why the others cannot."""
    makers: dict[str, Callable[[], Column]] = {
        "origin": origin,
        "raw": lambda: raw(memory),
        "jvm17": lambda: jvm("17", memory),
        "jvm25": lambda: jvm("25", memory),
        "native": lambda: native(memory),
    }
    found: list[Column] = []
    skipped: dict[str, str] = {}
    for name in names:
        if name in makers:
            try:
                found.append(makers[name]())
            except Missing as reason:
                skipped[name] = str(reason)
    return found, skipped
