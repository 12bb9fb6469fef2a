"""Finds a Chromium: one that is there, else Playwright's own download, else the distribution's package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def executable() -> str:
    """The path of a Chromium, which is fetched where there is none. Raises RuntimeError where it cannot be had."""
    if not _driver_starts():
        _apt_get("libatomic1")
    ways: tuple[Callable[[], str | None], ...] = (_installed, _downloaded, _download, _distribution)
    for way in ways:
        if found := way():
            return found
    raise RuntimeError("no Chromium: none is installed, and neither Playwright nor apt-get could fetch one")


def _installed() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


def _downloaded() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
        return path if Path(path).exists() and _starts(path) else None


def _download() -> str | None:
    _run(sys.executable, "-m", "playwright", "install", *(["--with-deps"] if _is_root() else []), "chromium")
    return _downloaded()


def _distribution() -> str | None:
    _apt_get("chromium")
    return _installed()


def _driver_starts() -> bool:
    """Playwright's own driver is a Node; a bare Debian lacks a library that it needs."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _apt_get(package: str) -> None:
    if shutil.which("apt-get"):
        before = [] if _is_root() else ["sudo", "-n"]
        _run(*before, "apt-get", "update", "-qq")
        _run(*before, "apt-get", "install", "-y", "-qq", package)


def _starts(path: str) -> bool:
    """A download without the libraries it needs is no browser."""
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]).close()
        except Error:
            return False
    return True


def _run(*command: str) -> None:
    """Runs an installer; whether it did its work is seen by looking, not by its exit code."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command, env=environment, timeout=300, check=False, stdin=subprocess.DEVNULL, capture_output=True
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    print(executable())
