"""What the figures were measured on and with."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from .columns import ROOT


def machine() -> str:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    cpu = models[0].partition(":")[2].strip() if models else platform.machine()
    kibibytes = int(Path("/proc/meminfo").read_text().split()[1])
    cores = len(os.sched_getaffinity(0))
    file_system = _output("stat", "-f", "-c", "%T", str(ROOT / "target"))
    return f"{cores} cores of {cpu}, {kibibytes / 2**20:.0f} GB, Linux {platform.release()}, {file_system}"


def commit() -> str:
    git = ("git", "-C", str(ROOT))
    changed = _output(*git, "status", "--porcelain", "--", "src", "pom.xml")
    return _output(*git, "rev-parse", "--short", "HEAD") + (", with changes" if changed else "")


def tools() -> str:
    # wrk answers its version with the status of a mistake.
    wrk = subprocess.run(["wrk", "-v"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return f"{_output('pgbench', '--version')}, wrk {wrk.stdout.split()[1]}"


def _output(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
