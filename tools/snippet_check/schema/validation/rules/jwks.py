"""JSON Web Key Sets as the library in istiod reads them, which asks less of a key than RFC 7517 does.

Source: lestrrat-go/jwx v1.2 jwk (Parse), Go encoding/json.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

_REQUIRED = {"RSA": ("e", "n"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x"), "oct": ("k",)}
_BASE64 = {
    "RSA": ("n", "e", "d", "p", "q", "dp", "dq", "qi"),
    "EC": ("x", "y", "d"),
    "OKP": ("x", "d"),
    "oct": ("k",),
}
_PRIVATE_ONLY = frozenset(("p", "q", "dp", "dq", "qi"))
_TEXTS = ("alg", "kid", "use", "x5t", "x5t#S256", "crv")

_is_url_alphabet = re.compile(r"[-_A-Za-z0-9]*={0,2}").fullmatch
_is_standard_alphabet = re.compile(r"[+/A-Za-z0-9]*={0,2}").fullmatch


class KeySet(NamedTuple):
    """What a text holds: the indices of the keys with private or symmetric material, or what is wrong with it."""

    private: tuple[int, ...] = ()
    problem: str = ""


class _Refused(Exception):
    """The text is no key set; the argument says why."""


class _Object(list[tuple[str, Any]]):
    """A JSON object: its members in order, repeated ones too."""


def parse(text: str) -> KeySet:
    """A key set, or a single key. Whatever stands behind the first JSON value is not read."""
    try:
        decoder = json.JSONDecoder(object_pairs_hook=_Object, parse_constant=_refuse)
        keys = list(_keys(decoder.raw_decode(text.lstrip(" \t\r\n"))[0]))
        return KeySet(tuple(i for i, key in enumerate(keys) if _is_private(key)))
    except _Refused as refused:
        return KeySet(problem=str(refused))
    except (ValueError, RecursionError):
        return KeySet(problem=text)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _keys(content: Any) -> Iterator[_Object]:
    if not isinstance(content, _Object):
        raise _Refused("object")
    lists = [value for name, value in content if name == "keys"]
    for keys in lists:
        if not isinstance(keys, list | None) or isinstance(keys, _Object):
            raise _Refused("keys")
        for i, key in enumerate(keys or ()):
            yield _checked(key, f"keys[{i}]")
    if not lists:
        yield _checked(content, "key")


def _checked(key: Any, where: str) -> _Object:
    if not isinstance(key, _Object):
        raise _Refused(where)
    kind, last = _kind(key), dict(key)
    if kind not in _REQUIRED or any(_text(value, where) != kind for name, value in key if name == "kty"):
        raise _Refused(f"{where}.kty")
    private = _is_private(key)
    for name in (*_REQUIRED[kind], *(("d",) if private and kind != "oct" else ())):
        if name not in last:
            raise _Refused(f"{where}.{name}")
    for name, value in key:
        _check_member(kind, private, name, value, f"{where}.{name}")
    return key


def _check_member(kind: str, private: bool, name: str, value: Any, where: str) -> None:
    if name in _BASE64[kind] and (private or name not in _PRIVATE_ONLY):
        if not _is_base64(_text(value, where)):
            raise _Refused(where)
    elif name in _TEXTS and (name != "crv" or kind in ("EC", "OKP")):
        _text(value, where)
    elif name == "key_ops":
        _texts(value, where)
    elif name == "x5c" and not all(map(_is_certificate, _texts(value, where))):
        raise _Refused(where)


def _kind(key: _Object) -> str:
    """The key type. Go finds this member in any case, but reads the others by their exact names."""
    kinds = [_text(value, name) for name, value in key if name.lower() == "kty" and value is not None]
    return kinds[-1] if kinds else ""


def _is_private(key: _Object) -> bool:
    return _kind(key) == "oct" or any(name.lower() == "d" for name, _ in key)


def _text(value: Any, where: str) -> str:
    """A string; null reads as an empty one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Refused(where)
    return value


def _texts(value: Any, where: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or isinstance(value, _Object):
        raise _Refused(where)
    return [_text(item, where) for item in value]


def _is_base64(text: str) -> bool:
    """Either alphabet, with padding or without. Line ends inside do not count."""
    alphabet = _is_standard_alphabet if re.search("[+/]", text) else _is_url_alphabet
    digits = re.sub("[\r\n]", "", text)
    if not alphabet(digits) or (text[-1:] != "=" and "=" in digits):
        return False
    return len(digits) % 4 == 0 if "=" in digits else len(digits) % 4 != 1


def _is_certificate(text: str) -> bool:
    """Whether this looks like a certificate: base64 of a DER sequence that starts with another, nothing behind it."""
    if not _is_base64(text):
        return False
    digits = re.sub("[\r\n=]", "", text).translate(str.maketrans("-_", "+/"))
    try:
        der = base64.b64decode(digits + "=" * (-len(digits) % 4))
    except binascii.Error:
        return False
    start = 2 + (der[1] & 0x7F if len(der) > 1 and der[1] >= 0x80 else 0)
    if len(der) <= start or der[0] != 0x30 or der[start] != 0x30:
        return False
    return len(der) - start == (int.from_bytes(der[2:start], "big") if start > 2 else der[1])
