"""Measures, side by side in one run: `make bench`. Prints tables; nothing here passes or fails.

The real istioctl is measured beside ours where it is on the PATH or named by ISTIOCTL.
usage: run.py [analyze] [translate] [site]   all of them by default
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench_analyze import measure_analyze
from bench_site import measure_site
from bench_translate import measure_translate

MEASUREMENTS: dict[str, Callable[[], None]] = {
    "analyze": measure_analyze,
    "translate": measure_translate,
    "site": measure_site,
}


def main() -> None:
    for name in sys.argv[1:] or MEASUREMENTS:
        MEASUREMENTS[name]()


if __name__ == "__main__":
    main()
