"""Every code is explained, and shown by a snippet that fires and one that is mended; or it is said why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import snippet_check
from snippet_check.cli import main
from snippet_check.diagnostics import message_type
from snippet_check.facts.versions import MODELLED, minor
from snippet_check.load.expectations import expectations
from snippet_check.load.split import documents
from snippet_check.site.languages import LANGUAGES

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "snippets" / "analysis"
CODES = sorted(path.stem.upper() for path in (Path(snippet_check.__file__).parent / "messages").glob("*.yaml"))

WITHOUT_EXAMPLE = {
    "IST0103": "a completed cluster injects every Pod of an injected namespace",
    "IST0126": "networks are given with the mesh configuration, not in files",
    "IST0136": "its analyzer runs only where somebody names it",
    "SC0001": "the file would not be UTF-8",
    "SC0002": "the character does not show",
    "SC0011": "it takes hundreds of brackets",
    "SC0017": "it takes more aliases than anybody wants to read",
    "SC0019": "the file would not be UTF-8",
    "SC0025": "a cluster reads as YAML what is no JSON",
    "SC0026": "only Istio's own tools know the kind",
    "SC0027": "it is found where Istio's own tools read files",
    "SC0301": "it is found in files of calls",
    "SC0302": "it is found in files of calls",
    "SC0303": "it is found in files of calls",
    "SC0304": "it is found in files of calls",
    "SC0305": "it is found in files of calls",
    "SC0306": "it is found in files of calls",
    "SC0307": "it is found in files of calls",
    "SC0401": "it is about comments, which pages do not show",
    "SC0402": "it is about comments, which pages do not show",
}
"""The codes that no snippet can show, and why. Other tests have them fire."""

COMPANIONS = {
    "IST0146": {"IST0147": "the Pods of such a Deployment cannot start"},
    "IST0165": {"IST0106": "validation refuses such names, too"},
    "SC0251": {"SC0110": "the kind has a rule that says so, in CEL"},
}
"""What cannot but be found beside a code, and why."""

PARTICLE = re.compile(r"\{\w+\}[\"')\]]*(?:을|를|이|가|은|는|과|와|로|으로|이다|다)(?![가-힣])")


def is_reported(code: str) -> bool:
    """Whether the version that is modelled reports the code."""
    notes = message_type(code).notes
    is_later = "since" in notes and minor(notes["since"]) > minor(MODELLED)
    return not ("removed" in notes or "emitted_by" in notes or is_later)


REPORTED = [code for code in CODES if is_reported(code)]
SHOWN = [code for code in REPORTED if code not in WITHOUT_EXAMPLE]


def announced(path: Path) -> set[str]:
    """The codes that a snippet's comments announce."""
    found = documents(path.read_text("utf-8"), path.name)
    return {expectation.code for document in found for expectation in expectations(document)}


@pytest.mark.parametrize("code", CODES)
def test_says_what_it_means(code: str) -> None:
    notes = message_type(code).notes
    fields = ("explanation", "why", "mend") if code in REPORTED else ("explanation",)
    assert all(notes[field][language].strip().endswith(".") for field in fields for language in LANGUAGES)


@pytest.mark.parametrize("code", CODES)
def test_no_particle_follows_an_argument(code: str) -> None:
    assert not PARTICLE.search(message_type(code).message["ko"])


@pytest.mark.parametrize("code", SHOWN)
def test_fires_in_one_example_and_not_in_its_mend(code: str) -> None:
    folder = EXAMPLES / code.lower()
    assert announced(folder / "bad.yaml") == {code, *COMPANIONS.get(code, {})}
    assert announced(folder / "fixed.yaml") == set()
    assert main(["check", str(folder)]) == 0


def test_no_other_example_is_there() -> None:
    files = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*") if path.is_file()}
    assert files == {f"{code.lower()}/{name}.yaml" for code in SHOWN for name in ("bad", "fixed")}


@pytest.mark.parametrize("code", WITHOUT_EXAMPLE)
def test_what_has_no_example_is_tested_elsewhere(code: str) -> None:
    assert code in REPORTED
    tests = (path for path in (ROOT / "tests").rglob("*") if path.suffix in (".py", ".md"))
    assert any(code in path.read_text("utf-8") for path in tests if path != Path(__file__))
