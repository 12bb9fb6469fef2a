"""The rules that resource definitions have for several fields at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.schema.cel import compile_rule

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("rule", "value", "holds"),
    [
        ("has(self.a) != has(self.b)", {"a": 1}, True),
        ("has(self.a) != has(self.b)", {"a": 1, "b": 1}, False),
        ("self.all(x, x.port == 80 || x.name != '')", [{"port": 80, "name": ""}, {"port": 1, "name": "n"}], True),
        ("self.all(x, self.exists_one(y, y.name == x.name))", [{"name": "a"}, {"name": "a"}], False),
        ("size(self) <= 2", [1, 2, 3], False),
        ("self.a in ['x', 'y'] ? has(self.b) : true", {"a": "x"}, False),
        ("self.matches('^[a-z]+$')", "abc", True),
        ("duration(self) >= duration('1ms')", "1us", False),
    ],
)
def test_holds_or_does_not(rule: str, value: Any, holds: bool) -> None:
    assert compile_rule(rule)(value) is holds


@given(VALUES)
def test_any_value_gets_an_answer(value: Any) -> None:
    rule = compile_rule("has(self.a) && self.a.all(x, x.b > 1) || size(self.b) == 0")
    assert rule(value) in (True, False)
