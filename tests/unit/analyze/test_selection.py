import pytest

from snippet_check.analyze.selection import is_shown, suppression
from snippet_check.diagnostics import message_type
from snippet_check.load import load_text

RULE = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {{name: a, namespace: default, annotations: {{galley.istio.io/analyze-suppress: '{suppress}'}}}}
spec: {{host: a.com}}
"""


def finding(suppress=""):
    [rule] = load_text(RULE.format(suppress=suppress)).resources
    return message_type("IST0174").at(rule.at("spec", "host"), host="a.com")


@pytest.mark.parametrize(("namespace", "shown"), [(None, True), ("default", True), ("other", False)])
def test_findings_of_another_namespace_are_left_out(namespace, shown):
    assert is_shown(finding(), namespace, ()) is shown


def test_namespaces_are_in_themselves_and_what_has_none_is_everywhere():
    [namespace] = load_text("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}").resources
    about = message_type("IST0102").at(namespace.at(), namespace="shop")
    assert is_shown(about, "shop", ())
    assert not is_shown(about, "default", ())


@pytest.mark.parametrize(
    ("annotation", "shown"), [("IST0174", False), ("IST0101,IST0174", False), ("*", False), ("IST0101, IST0174", True)]
)
def test_the_annotation_is_split_at_commas_and_not_trimmed(annotation, shown):
    assert is_shown(finding(annotation), None, ()) is shown


@pytest.mark.parametrize(
    ("glob", "shown"),
    [
        ("DestinationRule default/a", False),
        ("*", False),
        ("DestinationRule */a", False),
        ("Destination*default*", False),
        ("DestinationRule a.default", True),
        ("destinationrule default/a", True),
        ("", True),
    ],
)
def test_suppressions_match_the_origin(glob, shown):
    assert is_shown(finding(), None, [suppression("IST0174", glob)]) is shown
    assert is_shown(finding(), None, [suppression("IST0101", glob)])
