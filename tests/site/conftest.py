"""The built site, served on loopback, and a browser to open it with."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import executable
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing about each request."""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The site's folder and its address: below the server's root, as on GitHub Pages.

    It is built for that very address, since instant navigation is for pages that the sitemap names.
    """
    root = tmp_path_factory.mktemp("server")
    handler = functools.partial(_Quiet, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/notes/"
        build(root / "notes", address)
        yield root / "notes", address
        server.shutdown()


def build(folder: Path, address: str) -> None:
    """What `make site` does."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": address}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.fixture(scope="session")
def built(served: tuple[Path, str]) -> Path:
    """The site's folder."""
    return served[0]


@pytest.fixture(scope="session")
def address(served: tuple[Path, str]) -> str:
    """The site's address, with a slash at the end."""
    return served[1]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
