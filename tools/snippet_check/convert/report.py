"""What a conversion and its comparison have to say, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.convert.comparison import Compared, Comparison
from snippet_check.convert.conversion import Conversion
from snippet_check.convert.notes import path_text
from snippet_check.convert.ways import Way
from snippet_check.simulate.world import Refused

_TEXTS = {
    "en": {
        "same": "{calls} calls went through both configurations: all go the same way",
        "differ": "{calls} calls went through both configurations: {same} go the same way, {differ} do not",
        "same_call": "same: {call} → {way}",
        "other_call": "other: {call} (Gateway {gateway})",
        "change": "  {aspect}: {old} → {new}",
        "nothing": "-",
        "refused": "refused: {origin}: {path}: {reason}",
        "stand_ins": "not in these files, stood in for: {names}",
    },
    "ko": {
        "same": "요청 {calls}개를 두 설정에 보냈다. 모두 같은 길로 간다",
        "differ": "요청 {calls}개를 두 설정에 보냈다. 같은 길 {same}개, 다른 길 {differ}개",
        "same_call": "같은 길: {call} → {way}",
        "other_call": "다른 길: {call} (Gateway {gateway})",
        "change": "  {aspect}: {old} → {new}",
        "nothing": "-",
        "refused": "거절됨: {origin}: {path}: {reason}",
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
    """The notes, then every call, those that go another way last; quietly only what changes."""
    lines = [note.line(language) for note in conversion.notes]
    lines += [_refused(one, language) for one in comparison.refused]
    if not quiet:
        lines += [_same(one, language) for one in comparison.calls if not one.changes]
    for difference in comparison.differences:
        lines += _different(difference, language)
    if not quiet:
        lines += _summary(comparison, language)
    return "\n".join(lines)


def _refused(one: Refused, language: str) -> str:
    """An object that was made and that a cluster does not take, with the value it objects to."""
    reason = one.reason.text(language)
    path = path_text(one.place.path)
    return _TEXTS[language]["refused"].format(origin=one.resource.origin, path=path, reason=reason)


def _same(one: Compared, language: str) -> str:
    return _TEXTS[language]["same_call"].format(call=one.probe.text, way=_in_short(one.after))


def _different(one: Compared, language: str) -> Iterator[str]:
    texts = _TEXTS[language]
    yield texts["other_call"].format(call=one.probe.text, gateway=one.gateway)
    for aspect, old, new in one.changes:
        word = aspect if language == "en" else _ASPECTS[aspect]
        yield texts["change"].format(aspect=word, old=old or texts["nothing"], new=new or texts["nothing"])


def _in_short(way: Way) -> str:
    """Where a call goes, or how it ends."""
    found = way.get("to") or " ".join(filter(None, (way["end"], way.get("location", ""))))
    return f"{found}, mirror {way['mirror']}" if way.get("mirror") else found


def _summary(comparison: Comparison, language: str) -> Iterator[str]:
    texts = _TEXTS[language]
    if comparison.stand_ins:
        yield texts["stand_ins"].format(names=", ".join(map(str, comparison.stand_ins)))
    calls, differ = len(comparison.calls), len(comparison.differences)
    if calls:
        yield texts["differ" if differ else "same"].format(calls=calls, same=calls - differ, differ=differ)
