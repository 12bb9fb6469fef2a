"""The two readers of YAML agree wherever both are used: on values, on places, and on the rest being a mistake."""

from __future__ import annotations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from snippet_check.load.characters import FORBIDDEN
from snippet_check.load.events import exact_events, is_disputed, libyaml_events
from snippet_check.load.everyday import UNUSUAL, read_everyday
from snippet_check.load.malformed import MalformedError
from snippet_check.load.read import read_text
from snippet_check.load.tree import Node, read_tree

_PIECES = (
    *("a", "b", "key", "y", "01", "1.5", "~", "- ", "-", "\n", "\n", "\n", "  ", "    ", " ", ": ", ":", "#", " # c"),
    *('"', "'", "[", "]", "{", "}", ", ", ",", "|", ">", "|-", ">+", "|2", "&x ", "*x", "<<: ", "?", "? ", "@", "`"),
    *(
        "\t",
        "a: b\n",
        "- a\n",
        "  c: d\n",
        '"q"',
        "'s'",
        "{a: b}",
        "[a, b]",
        "é",
        "x:",
        "a#b",
        "http://x",
        "\\n",
        "---",
    ),
)
_LINES = (
    *("a: b", "b:", "  c: d", "  e:", "    f: 'g'", "- h", "  - i", "- j: k", "  - l: m", "- ", "  -", "    - n", ""),
    *("  ", "# o", "  # p", "q: {r: s, t: [u, v]}", "  w: [x, {y: z}]", "aa: |", "  bb: |-", "    cc", "      dd"),
    *("ee: ff # gg", "hh: {ii: jj", "kk: [ll,, mm]", "nn: 'oo", "  plain", "--- ", 'tt: "uu"', "  vv: w: x", "y: 08"),
)
texts = st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)


def outcome(text: str, reader: object) -> object:
    try:
        return read_text(text, reader)  # type: ignore[arg-type]
    except MalformedError:
        return MalformedError


def places(node: Node | None) -> object:
    return None if node is None else (node.start, node.end, node.value, [places(part) for part in node.parts])


@settings(max_examples=200)
@example("{a: }")
@given(texts)
def test_both_readers_agree(text: str) -> None:
    assert libyaml_events is not None, "this Python has no libyaml: nothing to compare"
    assume(not FORBIDDEN.search(text) and not is_disputed(text))
    fast = outcome(text, libyaml_events)
    assume(fast is not MalformedError)
    assert outcome(text, exact_events) == fast
    assert places(read_tree(text, exact_events)) == places(read_tree(text, libyaml_events))


@settings(max_examples=100)
@given(st.lists(st.sampled_from(_LINES), max_size=12).map("\n".join))
def test_everyday_yaml_is_read_as_by_a_reader_of_all_yaml(text: str) -> None:
    value = read_everyday(text)
    assume(value is not UNUSUAL)
    assert (value, []) == outcome(text, exact_events)


EVERYDAY = """\
# why
a:
  b: [c, {d: 'e'}]
  f: |
    g

     h
  i:
  - j: 1
    k: "l"
  # m
  -
    o: p # q
"""


def test_nearly_everything_is_everyday_yaml() -> None:
    value = {"b": ["c", {"d": "e"}], "f": "g\n\n h\n", "i": [{"j": 1, "k": "l"}, {"o": "p"}]}
    assert read_everyday(EVERYDAY) == {"a": value}
    assert read_everyday("a: 1\na: 2") is UNUSUAL


@given(st.text(alphabet=st.sampled_from("ab:-[]{}'\"|>&*!?#@ \n\t0.\\%,~<é"), max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    outcome(text, None)
    read_tree(text)
