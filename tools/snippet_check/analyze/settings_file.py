"""snippet-check.yaml: what a repository has decided about its findings, and what lives elsewhere.

suppress:
- code: IST0101
  origin: VirtualService default/*     # optional, istioctl's name of the object
  file: legacy/*                       # optional
  reason: moves to another cluster in spring
elsewhere:
  hosts: ["*.corp.example.com", reviews.prod.svc.cluster.local]
  gateways: [istio-system/public]
  namespaces: [prod]
  workloads: ["app=*"]
worlds: [worlds/production.yaml]       # read along, never reported
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from snippet_check.analyze.elsewhere import FIELDS, Elsewhere, glob
from snippet_check.analyze.settings import Accepted, Settings
from snippet_check.load.positions import locate
from snippet_check.load.read import read_document
from snippet_check.resource import Document, FieldPath
from snippet_check.source import Location


class SettingsError(ValueError):
    """The file does not say what it may say: `place` and a phrase, `problem`, that names what is wrong."""

    def __init__(self, place: Location, problem: str, name: str = "") -> None:
        super().__init__(f"{place}: {problem} {name}".rstrip())
        self.place, self.problem, self.name = place, problem, name


def read_settings(text: str, file: str) -> Settings:
    """Reads a settings file. Raises SettingsError, and MalformedError where it is no YAML."""
    return _Reader(Document(file, 0, text)).settings()


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document

    def settings(self) -> Settings:
        content = self._mapping(read_document(self._document)[0] or {}, ())
        self._only(content, ("suppress", "elsewhere", "worlds"), ())
        return Settings(
            tuple(self._accepted(one, ("suppress", i)) for i, one in enumerate(self._list(content, "suppress", ()))),
            Elsewhere.of(self._elsewhere(self._mapping(content.get("elsewhere", {}), ("elsewhere",)))),
            tuple(self._texts(content, "worlds", ())),
        )

    def _accepted(self, content: Any, path: FieldPath) -> Accepted:
        content = self._mapping(content, path)
        self._only(content, ("code", "origin", "file", "reason"), path)
        for field in ("code", "reason"):
            if not isinstance(content.get(field), str) or not content[field].strip():
                raise self._error(path, "missing", field)
        place = locate(self._document, (*path, "code"))
        return Accepted(
            content["code"], glob(content.get("origin", "*")), glob(content.get("file", "*")), content["reason"], place
        )

    def _elsewhere(self, content: dict[str, Any]) -> Iterator[tuple[str, str]]:
        self._only(content, FIELDS, ("elsewhere",))
        for field in FIELDS:
            yield from ((field, name) for name in self._texts(content, field, ("elsewhere",)))

    def _only(self, content: dict[str, Any], known: tuple[str, ...], path: FieldPath) -> None:
        for field in content:
            if field not in known:
                raise self._error((*path, field), "unknown", str(field))

    def _mapping(self, content: Any, path: FieldPath) -> dict[str, Any]:
        if not isinstance(content, dict):
            raise self._error(path, "mapping")
        return content

    def _list(self, content: dict[str, Any], field: str, path: FieldPath) -> list[Any]:
        value = content.get(field) or []
        if not isinstance(value, list):
            raise self._error((*path, field), "list", field)
        return value

    def _texts(self, content: dict[str, Any], field: str, path: FieldPath) -> Iterator[str]:
        for i, one in enumerate(self._list(content, field, path)):
            if not isinstance(one, str):
                raise self._error((*path, field, i), "text", field)
            yield one

    def _error(self, path: FieldPath, problem: str, name: str = "") -> SettingsError:
        return SettingsError(locate(self._document, path), problem, name)
