"""Rules in CEL, as an API server evaluates them."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.schema.cel import compile_rule

RULES: list[tuple[str, Any, bool]] = [
    ("self.a == 'x' ? has(self.b) : true", {"a": "x", "b": 1}, True),
    ("self.a == 'x' ? has(self.b) : true", {"a": "x"}, False),
    ("self.a == 'x' ? has(self.b) : true", {"a": "y"}, True),
    # What cannot be evaluated is no reason to be content, unless the other side decides alone.
    ("self.a == 'x'", {}, False),
    ("self.a == 'x' || has(self.b)", {"b": 1}, True),
    ("!(self.a == 'x' && has(self.b))", {}, True),
    ("(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1", {"a": 1, "b": None}, True),
    ("self.all(x, self.exists_one(y, x.n == y.n))", [{"n": 1}, {"n": 1}], False),
    ("self.all(key, key.size() != 0 && !key.contains('*'))", {"a": 1, "b*": 2}, False),
    ("self.filter(f, f.t == 'A').size() <= 1", [{"t": "A"}, {"t": "B"}], True),
    ("self in ['', 'HTTP'] || self.startsWith('x') && self.substring(1, 2) == '/'", "x/", True),
    ('self.matches(r"""^a\\.b$""") || self.matches(\'^(?i)\\\\.C$\')', ".c", True),
    ("duration(self) >= duration('1ms')", "1s", True),
    ("duration(self) >= duration('1ms')", "1", False),
    ("0 < int(self) && int(self) <= 65535", "80", True),
    ("isURL(self) ? url(self).getScheme() in ['http', 'oci'] : isURL('http://' + self)", "oci://a/b", True),
    ("self.items[0].size() > 0 && self.__namespace__ == 'n'", {"items": ["a"], "namespace": "n"}, True),
    ("!isIP(self)", "::1", False),
]


@pytest.mark.parametrize(("rule", "value", "kept"), RULES)
def test_rules(rule: str, value: Any, kept: bool) -> None:
    assert compile_rule(rule)(value) is kept


@pytest.mark.parametrize("rule", ["self.a ==", "self.a b", "(self", "@"])
def test_what_is_no_rule(rule: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        compile_rule(rule)
