"""Key sets, and whether their keys say too much."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.schema.validation.rules.jwks import KeySet, parse

RSA = {"kty": "RSA", "n": "AQAB", "e": "AQAB"}
EC = {"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB"}


def parsed(*keys: Any) -> KeySet:
    return parse(json.dumps({"keys": keys}))


def test_public_keys_say_nothing() -> None:
    assert parsed(RSA, EC, {"kty": "OKP", "crv": "Ed25519", "x": "AQAB"}) == KeySet()


def test_private_and_symmetric_keys_are_counted() -> None:
    assert parsed(RSA, {**RSA, "d": "AQAB"}, {"kty": "oct", "k": ""}, {**EC, "d": None}) == KeySet((1, 2, 3))


def test_a_single_key_is_a_set() -> None:
    assert parse(json.dumps(RSA)) == KeySet()


@pytest.mark.parametrize("text", ['{"keys": []}', '{"keys": null}', '{"keys": []} and more', ' {"keys":[],"x":{}}'])
def test_empty_sets(text: str) -> None:
    assert parse(text) == KeySet()


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ({"kty": "RSA", "n": "AQAB"}, "keys[0].e"),
        ({**RSA, "n": "A"}, "keys[0].n"),
        ({**RSA, "n": "A+B_"}, "keys[0].n"),
        ({**RSA, "kid": 1}, "keys[0].kid"),
        ({**RSA, "key_ops": "sign"}, "keys[0].key_ops"),
        ({**RSA, "x5c": ["AQAB"]}, "keys[0].x5c"),
        ({"kty": "DSA"}, "keys[0].kty"),
        (1, "keys[0]"),
    ],
)
def test_keys_that_are_refused(key: Any, problem: str) -> None:
    assert parsed(key).problem == problem


@pytest.mark.parametrize("text", ["x", "{}", "[]", "null", '{"keys": {}}', '{"keys": NaN}'])
def test_what_is_no_set(text: str) -> None:
    assert parse(text).problem


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["keys", "kty", "d", "n", "x5c"]), inner)
    ),
    max_leaves=10,
)


@given(JSON)
def test_every_json_has_an_answer(value: Any) -> None:
    found = parse(json.dumps(value))
    assert not (found.problem and found.private)
