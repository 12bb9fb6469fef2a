"""Istio's annotations. Sources: listed in annotations.json."""

from __future__ import annotations

import functools
import importlib.resources
import json
from dataclasses import dataclass

ANY_KIND = "Any"


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation, the kinds it is for (ANY_KIND for all), and how settled it is: alpha, beta or stable."""

    name: str
    kinds: tuple[str, ...]
    status: str
    deprecated: bool = False


@functools.cache
def all_annotations() -> dict[str, Annotation]:
    """Every annotation by its name."""
    file = importlib.resources.files("snippet_check") / "facts" / "annotations.json"
    known = json.loads(file.read_text("utf-8"))["annotations"]
    return {name: Annotation(name, tuple(traits.pop("kinds")), **traits) for name, traits in known.items()}
