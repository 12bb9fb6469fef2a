"""snippet_check: what `istioctl analyze`, istiod and Envoy do with a set of resources and a request.

The names below are the public ones: text goes in at the left and comes out at the right.

    load → lint → complete → Mesh → analyze → translate → simulate → render
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from snippet_check import render as render
    from snippet_check.analyze import analyze as analyze
    from snippet_check.complete import complete as complete
    from snippet_check.envoy import Snapshot as Snapshot
    from snippet_check.eyes import Eyes as Eyes
    from snippet_check.lint import lint as lint
    from snippet_check.load.files import Loaded as Loaded
    from snippet_check.load.files import load as load
    from snippet_check.load.files import load_text as load_text
    from snippet_check.mesh import Mesh as Mesh
    from snippet_check.mesh.proxy import Proxy as Proxy
    from snippet_check.simulate import Call as Call
    from snippet_check.simulate import Result as Result
    from snippet_check.simulate.simulate import simulate as simulate
    from snippet_check.translate.translate import translate as translate

_HOME = {
    "Call": "simulate",
    "Eyes": "eyes",
    "Loaded": "load.files",
    "Mesh": "mesh",
    "Proxy": "mesh.proxy",
    "Result": "simulate",
    "Snapshot": "envoy",
    "analyze": "analyze",
    "complete": "complete",
    "lint": "lint",
    "load": "load.files",
    "load_text": "load.files",
    "simulate": "simulate",
    "translate": "translate",
}

__all__ = [
    "Call",
    "Eyes",
    "Loaded",
    "Mesh",
    "Proxy",
    "Result",
    "Snapshot",
    "analyze",
    "complete",
    "lint",
    "load",
    "load_text",
    "render",
    "simulate",
    "translate",
]


class _Package(ModuleType):
    """The package itself: it imports a stage when somebody asks for it, so that a command starts with what it needs.

    A stage's package and its function share a name. Importing the package would bind it here; the function stays.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if name == "render":
            return import_module(f"{__name__}.render")
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        setattr(self, name, value)
        return value


sys.modules[__name__].__class__ = _Package
