"""Plain scalars as sigs.k8s.io/yaml reads them; every answer here is that library's."""

from __future__ import annotations

import pytest

from snippet_check.load.scalars import NotFiniteError, Scalar, resolve_key, resolve_plain

READ = {
    "y": True,
    "NO": False,
    "On": True,
    "yEs": "yEs",
    "~": None,
    "Null": None,
    "": None,
    "010": 8,
    "0o10": 8,
    "08": 8,
    "-010": -8,
    "0x1F": 31,
    "0X1f": 31,
    "-0b11": -3,
    "1_000": 1000,
    "_1": "_1",
    "0_8": 8,
    "+5": 5,
    "5.": 5,
    ".5": 0.5,
    "+.5": 0.5,
    ".5_0": 0.5,
    "._5": "._5",
    "1e3": 1000,
    "1e400": "1e400",
    "12:30": "12:30",
    "190:20:30": "190:20:30",
    "2001-01-01": "2001-01-01",
    "18446744073709551615": 18446744073709551615,
    "1.2.3": "1.2.3",
    "=": "=",
    "٣": "٣",
}


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_plain(text: str, value: Scalar) -> None:
    assert (type(value), value) == (type(resolve_plain(text)), resolve_plain(text))


@pytest.mark.parametrize("text", [".inf", "-.INF", "+.Inf", ".nan"])
def test_json_has_no_such_number(text: str) -> None:
    with pytest.raises(NotFiniteError):
        resolve_plain(text)


def test_a_number_of_many_digits_is_read_in_no_time() -> None:
    assert resolve_plain("9" * 5000) == "9" * 5000
    assert resolve_plain("1" * 300) == float("1" * 300)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("on", "true"), ("80", "80"), ("0x50", "80"), ("1.50", "1.5"), (".inf", ".inf"), ("null", None), ("a", "a")),
        # Floats as Go writes them in single precision; whole numbers of 64 bits are none of its keys.
        *(("1e5", "100000"), ("1e6", "1e+06"), ("1234567.5", "1.2345675e+06"), ("0.00001", "1e-05")),
        *(("3.4e39", ".inf"), ("9" * 20, "1e+20"), ("9223372036854775807", "9223372036854775807")),
        ("9223372036854775808", None),
    ],
)
def test_keys_become_text(text: str, name: str | None) -> None:
    assert name == resolve_key(text)
