"""What the kernel counts of a process and all of its descendants."""

from __future__ import annotations

import os
import time
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

QUIET_SLICE_SECONDS = 0.5
QUIET_SHARE = 0.1
QUIET_SLICES = 120


def _stat(pid: int) -> list[str]:
    """The fields from the state on; the name before them may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    pids = [root]
    for pid in pids:
        pids += children.get(pid, [])
    return pids


def cpu_seconds(root: int) -> float:
    """Processor time, user and system, of the tree; what has ended is counted with the parent that waited for it."""
    ticks = 0
    for pid in _tree(root):
        try:
            ticks += sum(int(field) for field in _stat(pid)[11:15])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return ticks / TICKS_PER_SECOND


def resident_megabytes(root: int) -> float:
    """VmRSS of the tree, in units of 10^6 bytes."""
    kibibytes = 0
    for pid in _tree(root):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        kibibytes += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return kibibytes * 1024 / 1e6


def wait_until_quiet(*roots: int) -> None:
    """Until these trees take next to no processor time: what load has left in their queues is nobody else's burden."""
    for _ in range(QUIET_SLICES):
        before = sum(cpu_seconds(root) for root in roots)
        time.sleep(QUIET_SLICE_SECONDS)
        if sum(cpu_seconds(root) for root in roots) - before < QUIET_SHARE * QUIET_SLICE_SECONDS:
            return
