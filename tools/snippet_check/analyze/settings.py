"""What a repository has decided about its findings, and what lives elsewhere."""

from __future__ import annotations

import re
from typing import NamedTuple

from snippet_check.analyze.elsewhere import NOWHERE, Elsewhere
from snippet_check.diagnostics import Diagnostic
from snippet_check.source import Location


class Accepted(NamedTuple):
    """A code that is accepted where origin and file match."""

    code: str
    origin: re.Pattern[str]
    file: re.Pattern[str]
    reason: str
    place: Location

    def accepts(self, finding: Diagnostic, place: Location) -> bool:
        matches = self.origin.fullmatch(finding.origin) and self.file.fullmatch(place.file)
        return finding.code == self.code and bool(matches)


class Settings(NamedTuple):
    """What a settings file says."""

    accepted: tuple[Accepted, ...] = ()
    elsewhere: Elsewhere = NOWHERE
    worlds: tuple[str, ...] = ()


NO_SETTINGS = Settings()
"""Of a repository that has decided nothing."""
