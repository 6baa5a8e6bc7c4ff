"""What the figures were measured on and with."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from .columns import ROOT


def machine() -> str:
    cpu = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    kibibytes = int(Path("/proc/meminfo").read_text().split()[1])
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores of {cpu}, {kibibytes / 2**20:.0f} GB, Linux {platform.release()}, file system {_file_system()}"


def _file_system() -> str:
    return _output("stat", "-f", "-c", "%T", str(ROOT / "target"))


def commit() -> str:
    changed = ", with changes" if _output("git", "-C", str(ROOT), "status", "--porcelain", "--", "src", "pom.xml") else ""
    return _output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD") + changed


def tools() -> str:
    # wrk answers its version with the status of a mistake.
    wrk = subprocess.run(["wrk", "-v"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return f"{_output('pgbench', '--version')}, wrk {wrk.stdout.split()[1]}"


def _output(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
