"""The package's public names are there, whichever of its modules was imported first."""

from __future__ import annotations

import subprocess
import sys

import snippet_check


def test_every_public_name_is_there_and_none_of_them_is_a_stage_by_mistake() -> None:
    for name in snippet_check.__all__:
        assert callable(getattr(snippet_check, name)) or name == "render"


def test_a_stage_imported_before_does_not_hide_the_function_of_its_name() -> None:
    program = (
        "import snippet_check.simulate.call; from snippet_check import load, simulate; simulate.__call__, load.__call__"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
