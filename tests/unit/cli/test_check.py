from pathlib import Path

import pytest

from snippet_check.cli import main

RULE = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {{name: a, namespace: default}}
spec:
  host: reviews{comment}
"""
WORLD = """\
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: default}
spec: {selector: {app: reviews}, ports: [{name: http, port: 80}]}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(path, text):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def test_a_finding_needs_its_comment(capsys):
    write("a.yaml", RULE.format(comment=""))
    assert main(["a.yaml"]) == 1
    assert "a.yaml:5:9: unexpected warning [IST0174]" in capsys.readouterr().out
    write("a.yaml", RULE.format(comment="  # warning: [IST0174]"))
    assert main(["a.yaml"]) == 0


def test_a_comment_needs_its_finding(capsys):
    write("a.yaml", RULE.format(comment="  # warning: [IST0174]") + "# error: [IST0101]\n")
    write("a.yaml", RULE.format(comment="  # error: [IST0174]"))
    assert main(["a.yaml"]) == 1
    shown = capsys.readouterr().out
    assert "a.yaml:5: error [IST0174] was to be found here" in shown
    assert "a.yaml:5:9: unexpected warning [IST0174]" in shown


def test_a_snippet_is_applied_to_its_world(capsys):
    write("snippets/worlds/shop.yaml", WORLD)
    write("snippets/traffic/a.yaml", "# world: shop\n" + RULE.format(comment=""))
    assert main([]) == 0
    write("snippets/traffic/a.yaml", "# world: nowhere\n" + RULE.format(comment="  # warning: [IST0174]"))
    assert main([]) == 1
    assert '"nowhere"' in capsys.readouterr().out


def test_fences_are_checked_in_the_lines_of_their_file(capsys):
    fence = "- a\n\n  ```yaml WORDS\n  " + RULE.format(comment="").rstrip().replace("\n", "\n  ") + "\n  ```\n"
    write("docs/a.md", fence.replace(" WORDS", ""))
    assert main([]) == 1
    assert "docs/a.md:8:11: unexpected warning [IST0174]" in capsys.readouterr().out
    write("docs/a.md", fence.replace("WORDS", 'check="IST0174"'))
    assert main([]) == 0
    write("docs/a.md", fence.replace("WORDS", 'check="IST0174,IST0101"'))
    assert main([]) == 1
    write("docs/a.md", fence.replace("WORDS", 'skip="as of 1.5"'))
    assert main([]) == 0
    assert "as of 1.5" in capsys.readouterr().out
    write("docs/a.md", fence.replace("WORDS", "skip"))
    assert main([]) == 1


def test_fences_go_together_when_they_say_so():
    world = f'```yaml id="world"\n{WORLD}```\n'
    write("a.md", world + '```yaml with="world"\n' + RULE.format(comment="") + "```\n")
    assert main(["a.md"]) == 0
    write("a.md", world + '```yaml with="another"\n' + RULE.format(comment="") + "```\n")
    assert main(["a.md"]) == 1


def test_bad_usage():
    assert main([]) == 2
    assert main(["nowhere.yaml"]) == 2
    assert main(["--lang", "fr"]) == 2


def test_calls_that_cannot_be_read_are_named_with_their_place_and_others_are_checked(capsys):
    write("a.calls.yaml", "calls: []\n---\ncalls:\n\t- name: x\n")
    write("b.yaml", RULE.format(comment=""))
    assert main(["."]) == 1
    shown = capsys.readouterr().out
    assert "a.calls.yaml:4:1: unexpected error [SC0004]" in shown
    assert "b.yaml:5:9: unexpected warning [IST0174]" in shown


def test_a_file_that_is_not_utf_8_does_not_keep_others_from_being_checked(capsys):
    Path("a.yaml").write_bytes(RULE.format(comment="").encode() + b"---\n# \xff\n")
    write("b.yaml", RULE.format(comment=""))
    Path("c.calls.yaml").write_bytes(b"calls: []  # \xff\n")
    assert main(["."]) == 1
    shown = capsys.readouterr().out
    assert "a.yaml:7:3: unexpected error [SC0001]" in shown
    assert "b.yaml:5:9: unexpected warning [IST0174]" in shown
    assert "c.calls.yaml:1:14: unexpected error [SC0001]" in shown


def test_calls_through_a_world_that_is_nowhere(capsys):
    write("a.calls.yaml", "world: nowhere\ncalls: []\n")
    assert main(["."]) == 1
    assert 'a.calls.yaml:1: there is no world and no fence called "nowhere"' in capsys.readouterr().out


def test_other_yaml_of_a_repository_is_nobodys_business_unless_it_is_named(capsys):
    write("chart/values.yaml", "replicas: 1\nimage: {tag: latest}\n")
    write("chart/service.yaml", "kind: Service\nmetadata: {name: a}\n")
    assert main(["."]) == 1
    shown = capsys.readouterr().out
    assert "service.yaml:1:1: unexpected error [SC0021]" in shown
    assert "values.yaml" not in shown
    assert main(["chart/values.yaml"]) == 1
    assert "values.yaml:1:1: unexpected error [SC0021]" in capsys.readouterr().out
