"""The limits that the calls of several snippets really meet, side by side: one row for each caller."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from snippet_check.envoy import Cluster, OutlierDetection
from snippet_check.render.table import html_rows
from snippet_check.simulate.names import short_name
from snippet_check.site.calls import made
from snippet_check.site.snippets import read

_HEADERS = {
    "ko": ("부르는 쪽", "쓰는 규칙", "연결", "대기 요청", "연결당 요청", "이상 감지"),
    "en": ("From", "Rule", "Connections", "Waiting requests", "Requests per connection", "Outlier detection"),
}
_UNLIMITED = {"ko": "제한 없음", "en": "unlimited"}
_NONE = {"ko": "없음", "en": "none"}
_OUTLIER = {
    "ko": "5xx가 {count}번 이어지면 {time} 제외. {interval}마다 확인, 최대 {percent}%",
    "en": "ejected for {time} after {count} × 5xx; looks every {interval}, ejects {percent}% at most",
}
_DEFAULTS = {"consecutive_5xx": 5, "base_ejection_time": 30, "interval": 10, "max_ejection_percent": 10}
"""What Envoy does where a field is not set. Source: envoy/config/cluster/v3/outlier_detection.proto."""


def clusters(*paths: str, language: str) -> str:
    """The clusters that the calls of snippets go to, as a table of their pools and outlier detection.

    Raises FileNotFoundError for a snippet without calls.
    """
    head = "".join(f'<th scope="col">{header}</th>' for header in _HEADERS[language])
    groups = "".join(_group(path, language) for path in paths)
    return f'<div class="cards"><table><thead><tr>{head}</tr></thead>{groups}</table></div>'


def _group(path: str, language: str) -> str:
    title = f'<th scope="rowgroup" colspan="{len(_HEADERS[language])}"><code>{escape(read(path).file)}</code></th>'
    return f"<tbody><tr>{title}</tr>{html_rows(_HEADERS[language], _rows(path, language))}</tbody>"


def _rows(path: str, language: str) -> Iterator[tuple[str, ...]]:
    for outcome in (one for _, run in made(read(path)).scenarios for one in run.outcomes):
        for destination in outcome.result.destinations:
            if cluster := destination.cluster:
                caller = f"{outcome.entry.content.get('from', '')} → {short_name(destination.cluster_name)}"
                yield (escape(caller), _rule(cluster, language), *_limits(cluster, language))


def _rule(cluster: Cluster, language: str) -> str:
    """The DestinationRules that made the cluster what it is."""
    rules = (one.resource.full_name for one in cluster.sources if one.resource.kind == "DestinationRule")
    return escape(", ".join(dict.fromkeys(map(str, rules)))) or _NONE[language]


def _limits(cluster: Cluster, language: str) -> tuple[str, ...]:
    pool = cluster.circuit_breakers
    counts = (pool.max_connections, pool.max_pending_requests, cluster.max_requests_per_connection)
    limits = (_UNLIMITED[language] if count is None else f"{count:,}" for count in counts)
    return (*limits, _outlier(cluster.outlier_detection, language))


def _outlier(found: OutlierDetection | None, language: str) -> str:
    if found is None:
        return _NONE[language]
    given = {name: getattr(found, name) for name in _DEFAULTS}
    count, time, interval, percent = (_DEFAULTS[name] if value is None else value for name, value in given.items())
    return _OUTLIER[language].format(count=count, time=_duration(time), interval=_duration(interval), percent=percent)


def _duration(seconds: float) -> str:
    return f"{seconds / 60:g}m" if seconds >= 60 and seconds % 60 == 0 else f"{seconds:g}s"
