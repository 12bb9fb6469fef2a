"""What a conversion and its comparison have to say, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.convert.comparison import Comparison, Difference
from snippet_check.convert.conversion import Conversion

_TEXTS = {
    "en": {
        "same": "{calls} calls went through both configurations: all go the same way",
        "differ": "{calls} calls went through both configurations: {same} go the same way, {differ} do not",
        "gateway": "{call} (Gateway {gateway})",
        "change": "  {aspect}: {old} → {new}",
        "nothing": "-",
        "stand_ins": "not in these files, stood in for: {names}",
    },
    "ko": {
        "same": "요청 {calls}개를 두 설정에 보냈다. 모두 같은 길로 간다",
        "differ": "요청 {calls}개를 두 설정에 보냈다. 같은 길 {same}개, 다른 길 {differ}개",
        "gateway": "{call} (Gateway {gateway})",
        "change": "  {aspect}: {old} → {new}",
        "nothing": "-",
        "stand_ins": "이 파일들에 없어 대역을 세운 Service: {names}",
    },
}
_ASPECTS = {
    "end": "결과",
    "to": "목적지",
    "path": "경로",
    "authority": "authority",
    "mirror": "미러",
    "location": "Location",
    "timeout": "제한 시간",
    "retries": "재시도",
    "retry on": "재시도 조건",
    "fault": "장애 주입",
    "request headers": "요청 헤더",
    "response headers": "응답 헤더",
}


def report(conversion: Conversion, comparison: Comparison, language: str, quiet: bool = False) -> str:
    """The notes, then the calls that go another way, then how many go the same."""
    lines = [note.line(language) for note in conversion.notes]
    for difference in comparison.differences:
        lines += _of(difference, language)
    if not quiet:
        lines += _summary(comparison, language)
    return "\n".join(lines)


def _of(difference: Difference, language: str) -> Iterator[str]:
    texts = _TEXTS[language]
    yield texts["gateway"].format(call=difference.probe.text, gateway=difference.gateway)
    for aspect, old, new in difference.changes:
        word = aspect if language == "en" else _ASPECTS[aspect]
        yield texts["change"].format(aspect=word, old=old or texts["nothing"], new=new or texts["nothing"])


def _summary(comparison: Comparison, language: str) -> Iterator[str]:
    texts = _TEXTS[language]
    if comparison.stand_ins:
        yield texts["stand_ins"].format(names=", ".join(map(str, comparison.stand_ins)))
    calls, differ = len(comparison.probes), len(comparison.differences)
    if calls:
        yield texts["differ" if differ else "same"].format(calls=calls, same=calls - differ, differ=differ)
