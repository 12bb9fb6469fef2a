"""Every mend: what it writes, that nothing else changes, and that the finding is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

import snippet_check.fix
from snippet_check.analyze.run import Options, entries
from snippet_check.fix import apply_edits, edits
from snippet_check.fix.names import meant
from snippet_check.load import load_text

SERVICE = """\
---
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: books}
spec:
  ports: [{name: http, port: 80}]
"""

ROUTE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: default}
spec:
  hosts: [reviews.example.com]
  http:
  - route:
    - destination: {host: %s}  # a comment that stays
"""

MENDS = {
    "ist0101 two labels": (ROUTE % "reviews.books" + SERVICE, "reviews.books", "reviews.books.svc.cluster.local"),
    "ist0101 short": (ROUTE % "'reviews'" + SERVICE, "'reviews'", "'reviews.books.svc.cluster.local'"),
    "ist0118": (SERVICE.replace("http,", "web,"), "web", "http-web"),
    "sc0101": (ROUTE.replace("VirtualService", "VirtualServce") % "a", "VirtualServce", "VirtualService"),
    "sc0102": (ROUTE.replace("io/v1", "io/v2") % "a", "io/v2", "io/v1"),
    "sc0102 another group": (SERVICE.replace(": v1", ": apps/v1"), "apps/v1", "v1"),
    "sc0102 a group misspelt": (
        ROUTE.replace("istio.io", "istio.oi") % "a",
        "networking.istio.oi/v1",
        "networking.istio.io/v1",
    ),
    "sc0103": (ROUTE.replace("hosts:", "hostss:") % "a", "hostss:", "hosts:"),
    "sc0103 in a later item": (ROUTE % "a" + "  - redirect: {urii: /}\n", "urii:", "uri:"),
}

NO_MENDS = {
    "two Services could be meant": ROUTE % "reviews" + SERVICE + SERVICE.replace("books", "films"),
    "no Service could be meant": ROUTE % "ratings.books" + SERVICE,
    "a host of the outside": ROUTE % "reviews.example.org" + SERVICE,
    "a number that tells no protocol": SERVICE.replace("http, port: 80", "web, port: 9080"),
    "two groups have the kind": "apiVersion: v1\nkind: Gateway\nmetadata: {name: a}\n",
    "another name altogether": ROUTE.replace("  http:", "  routes:") % "a",
    "the name is taken": ROUTE.replace("  http:", "  hosst: [a]\n  http:") % "a",
    "the value has another type": ROUTE.replace("hosts: [reviews.example.com]", "host: reviews.example.com") % "a",
    "what is in it is unknown": ROUTE.replace("    - destination: {host: %s}", "    - destinatio: {a: 1}"),
    "an anchor that others may use": ROUTE % "&host reviews.books" + SERVICE,
    "a character that YAML does not count": ROUTE.replace("hosts:", "hos\ufeffs:") % "a",
    "a line break that editors do not know": ROUTE % "reviews.books  # \x85" + SERVICE,
    "the value has another type in a later item": ROUTE % "a" + "  - redirect: {urii: [a]}\n",
    "several fields are near": ROUTE.replace("  http:", "  t:") % "a",
}


def mended(text: str) -> tuple[list[str], str]:
    loaded = load_text(text, "a.yaml")
    found = list(edits((entry.finding for entry in entries(loaded, Options())), loaded.resources))
    return [finding.code.lower() for finding, _ in found], apply_edits(text, (edit for _, edit in found))


@pytest.mark.parametrize("name", MENDS)
def test_writes_the_one_right_answer_and_nothing_else(name: str) -> None:
    text, wrong, right = MENDS[name]
    codes, new = mended(text)
    assert codes == [name.split()[0]]
    assert new == text.replace(wrong, right, 1)
    assert mended(new) == ([], new)


@pytest.mark.parametrize("name", NO_MENDS)
def test_leaves_alone_what_has_no_one_answer(name: str) -> None:
    assert mended(NO_MENDS[name]) == ([], NO_MENDS[name])


def test_line_ends_stay_as_they_are() -> None:
    text = MENDS["ist0101 short"][0].replace("\n", "\r\n")
    assert mended(text)[1].count("\r\n") == text.count("\r\n")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("vritualservice", "VirtualService", True),
        ("host_s", "hosts", True),
        ("mathc", "match", True),
        ("kind", "uid", False),
    ],
)
def test_a_slip_of_the_finger(old: str, new: str, found: bool) -> None:
    assert meant(old, new) == (new if found else None)
    assert meant(old, f"{new}, other") is None


def test_odd_line_breaks_of_another_document_shift_nothing() -> None:
    before = SERVICE.removeprefix("---\n").replace("spec:", "# \x85\nspec:")
    text = f"{before}---\n{ROUTE % 'reviews.books'}"
    assert mended(text)[1] == text.replace("reviews.books}", "reviews.books.svc.cluster.local}")


def test_every_mend_is_tested() -> None:
    modules = {path.stem for path in Path(snippet_check.fix.__file__).parent.glob("*.py")} - {
        "__init__",
        "edit",
        "edits",
        "names",
    }
    assert modules == {name.split()[0] for name in MENDS}
