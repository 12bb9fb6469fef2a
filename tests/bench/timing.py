"""Wall-clock times of commands and functions, the best of several runs: the least disturbed one."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence


def best(run: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of `times` runs."""
    return min(_once(run) for _ in range(times))


def _once(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def command(arguments: Sequence[str], times: int = 3) -> float:
    """Seconds of the fastest of `times` runs of a command, whatever it exits with."""
    return best(lambda: subprocess.run(arguments, capture_output=True, check=False), times)


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a Markdown table."""
    print(f"\n## {title}\n")
    for row in (head, ["---"] * len(head), *rows):
        print("| " + " | ".join(row) + " |", flush=True)
