"""Scalars whose type is written out: !!str 5, !!binary, !anything.

Source: go.yaml.in/yaml/v2 resolve.go: a tag it does not know leaves the text as it is.
"""

from __future__ import annotations

import base64
import binascii
import re

from snippet_check.load.scalars import Scalar, is_integer, resolve_plain

_PREFIX = "tag:yaml.org,2002:"
MERGE_TAG = _PREFIX + "merge"
_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_TYPES: dict[str, tuple[type, ...]] = {
    _PREFIX + "bool": (bool,),
    _PREFIX + "int": (int,),
    _PREFIX + "float": (int, float),
    _PREFIX + "null": (type(None),),
}


class TagError(ValueError):
    """A text that its tag does not allow."""


def resolve_tagged(tag: str, text: str) -> Scalar:
    """The value of a scalar with an explicit tag. Raises TagError and NotFiniteError."""
    if tag == _PREFIX + "binary":
        return _binary(text)
    if tag == _PREFIX + "timestamp" and not _TIME.fullmatch(text):
        raise TagError(text)
    if tag not in _TYPES:
        return text
    value = resolve_plain(text)
    if tag == _PREFIX + "int" and not is_integer(text):
        raise TagError(text)
    if type(value) not in _TYPES[tag]:
        raise TagError(text)
    return value


def _binary(text: str) -> str:
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise TagError(text) from None
