import json

import pytest
import yaml

from snippet_check.analyze.run import Options, entries
from snippet_check.eyes import Eyes
from snippet_check.load import load_text
from snippet_check.render import json as as_json
from snippet_check.render import text as as_text
from snippet_check.render import yaml as as_yaml

RULE = """\
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: default}
spec:
  host: <a>&.com
"""


@pytest.fixture(params=["cluster", "files"])
def found(request):
    options = Options(Eyes(request.param), analyzers=frozenset({"destinationrule.SubsetSelectPodAnalyzer"}))
    return entries(load_text(RULE, "a.yaml", options.eyes), options)


def test_lines_lead_to_the_value_or_to_where_istio_says(found):
    place = {"a.yaml:6": "a.yaml:6:9", "a.yaml:2": "a.yaml:2"}[found[0].reference]
    assert as_text.findings(found, "en").startswith(f"{place}: warning [IST0174] ")
    assert as_text.findings(found, "en", color=True).startswith(f"{place}: \033[33mwarning\033[0m [IST0174] ")


def test_istioctls_lines(found):
    start = f"Warning [IST0174] (DestinationRule default/a {found[0].reference}) "
    assert as_text.istioctl_findings(found, "en").startswith(start)
    assert as_text.istioctl_findings(found, "en", color=True).startswith("\033[33mWarning\033[0m [IST0174] (")


def test_json_and_yaml_say_the_same(found):
    [row] = json.loads(as_json.findings(found, "ko"))
    assert [row] == yaml.safe_load(as_yaml.findings(found, "ko"))
    assert (row["line"], row["column"], row["path"]) == (6, 9, "spec.host")
    assert "<a>&.com" in row["message"]


def test_json_is_escaped_as_go_does(found):
    assert "\\u003ca\\u003e\\u0026.com" in as_json.istioctl_findings(found, "en")


def test_nothing_found():
    assert (as_json.findings([], "en"), as_text.findings([], "en"), as_yaml.findings([], "en")) == ("[]", "", "[]\n")
