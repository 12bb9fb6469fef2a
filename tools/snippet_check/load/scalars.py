"""What a plain scalar means to Kubernetes: the YAML 1.1 flavoured rules of sigs.k8s.io/yaml, not PyYAML's.

Source: spec of istioctl's decoder (go-yaml v2 rules by way of JSON). Times, base-60 numbers and dates stay text.
"""

from __future__ import annotations

import re

_TRUE = frozenset(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"))
_FALSE = frozenset(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"))
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_NUMBER_START = frozenset("+-.0123456789")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INTEGER = re.compile(r"([-+]?)(0b[01]+|0x[0-9a-fA-F]+|0o[0-7]+|[0-9]+)")
_BASES = {"0b": 2, "0x": 16, "0o": 8}


def resolve_plain(text: str) -> str | int | float | bool | None:
    """The value of an untagged plain scalar."""
    if text in _NULL:
        return None
    if text[0] in _NUMBER_START:
        return _number(text)
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    return text


def _number(text: str) -> str | int | float:
    digits = text.replace("_", "")
    if match := _INTEGER.fullmatch(digits):
        return _integer(match[1], match[2])
    if _FLOAT.fullmatch(digits):
        return float(digits)
    return text


def _integer(sign: str, digits: str) -> int:
    base = _BASES.get(digits[:2], 8 if len(digits) > 1 and digits[0] == "0" and digits.isdigit() and not set(digits) & {"8", "9"} else 10)
    value = int(digits[2:] if digits[:2] in _BASES else digits, base)
    return -value if sign == "-" else value
