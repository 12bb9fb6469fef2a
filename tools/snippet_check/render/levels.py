"""What a level is called in each language."""

from __future__ import annotations

from snippet_check.diagnostics import Level

LEVEL_WORDS = {
    Level.ERROR: {"ko": "오류", "en": "Error"},
    Level.WARNING: {"ko": "경고", "en": "Warning"},
    Level.INFO: {"ko": "알림", "en": "Info"},
}
