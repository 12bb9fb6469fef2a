"""What CEL's operators, functions and methods do with values. Whatever does not fit raises CelError."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from snippet_check.schema.decode.duration import nanoseconds

_NO_URL = re.compile(r"[\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})")
_AUTHORITY = re.compile(r"[^ :\[\]]*(?::[^ @]*@[^ :]*)?(?:\[[^\] ]*\])?(?::[0-9]*)?")


class CelError(Exception):
    """A rule that cannot be evaluated: a field that is not there, a function for another type."""


class Duration(NamedTuple):
    """A duration; comparable with others."""

    nanoseconds: int


class Url(NamedTuple):
    """A URL that could be parsed."""

    text: str


def select(value: Any, field: str) -> Any:
    """The field of an object. Null is absence."""
    found = value.get(field) if isinstance(value, dict) else None
    if found is None:
        raise CelError(field)
    return found


def index(value: Any, key: Any) -> Any:
    try:
        return value[key]
    except (LookupError, TypeError) as error:
        raise CelError(str(key)) from error


def contains(item: Any, container: Any) -> bool:
    """The operator `in`."""
    if not isinstance(container, dict | list):
        raise CelError("in")
    return item in container


def size(value: Any) -> int:
    if not isinstance(value, str | list | dict):
        raise CelError("size")
    return len(value)


def matches(text: str, pattern: str) -> bool:
    return _pattern(pattern).search(text) is not None


@functools.cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """A pattern of the rules, which are ours to know: RE2 lets flags stand where Python does not."""
    return re.compile("(?i)" + pattern.replace("(?i)", "") if "(?i)" in pattern else pattern)


def duration(text: Any) -> Duration:
    length = nanoseconds(text) if isinstance(text, str) else None
    if length is None:
        raise CelError("duration")
    return Duration(length)


def integer(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise CelError("int") from error


def is_url(text: Any) -> bool:
    """Whether Go's url.ParseRequestURI takes a text: absolute, or a path."""
    try:
        parts = urlsplit(text)
    except (ValueError, TypeError, AttributeError):
        return False
    if _NO_URL.search(text) or not _AUTHORITY.fullmatch(parts.netloc):
        return False
    return bool(parts.scheme) or text.startswith("/")


def url(text: Any) -> Url:
    if not is_url(text):
        raise CelError("url")
    return Url(text)


def is_ip(text: Any) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def substring(text: str, start: int, end: int | None = None) -> str:
    end = len(text) if end is None else end
    if not 0 <= start <= end <= len(text):
        raise CelError("substring")
    return text[start:end]


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "size": size,
    "duration": duration,
    "int": integer,
    "url": url,
    "isURL": is_url,
    "isIP": is_ip,
}
STRING_METHODS: Mapping[str, Callable[..., Any]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": str.__contains__,
    "matches": matches,
    "substring": substring,
    "split": str.split,
}


def call_method(value: Any, name: str, arguments: list[Any]) -> Any:
    """A method of a value."""
    if name == "size" and not arguments:
        return size(value)
    if name == "getScheme" and isinstance(value, Url):
        return urlsplit(value.text).scheme
    method = STRING_METHODS.get(name)
    if method is None or not isinstance(value, str):
        raise CelError(name)
    try:
        return method(value, *arguments)
    except TypeError as error:
        raise CelError(name) from error
