"""The limits that the calls of several snippets really meet, side by side: one row for each caller."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from snippet_check.envoy import Cluster
from snippet_check.simulate.names import short_name
from snippet_check.site.calls import made
from snippet_check.site.snippets import read

_HEADERS = {
    "ko": ("부르는 쪽", "연결", "대기 요청", "연결당 요청", "연속 5xx", "제외 시간"),
    "en": ("From", "Connections", "Waiting requests", "Requests per connection", "5xx in a row", "Ejected for"),
}
_UNLIMITED = {"ko": "제한 없음", "en": "unlimited"}
_NONE = {"ko": "없음", "en": "none"}


def clusters(*paths: str, language: str) -> str:
    """The clusters that the calls of snippets go to, as a table of their pools and outlier detection.

    Raises FileNotFoundError for a snippet without calls.
    """
    head = "".join(f'<th scope="col">{header}</th>' for header in _HEADERS[language])
    groups = "".join(_group(path, language) for path in paths)
    return (
        f'<div class="md-typeset__scrollwrap" tabindex="0"><table><thead><tr>{head}</tr></thead>{groups}</table></div>'
    )


def _group(path: str, language: str) -> str:
    title = f'<th scope="rowgroup" colspan="{len(_HEADERS[language])}"><code>{escape(read(path).file)}</code></th>'
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in _rows(path, language))
    return f"<tbody><tr>{title}</tr>{rows}</tbody>"


def _rows(path: str, language: str) -> Iterator[tuple[str, ...]]:
    for outcome in (one for _, run in made(read(path)).scenarios for one in run.outcomes):
        for destination in outcome.result.destinations:
            if destination.cluster:
                caller = f"{outcome.entry.content.get('from', '')} → {short_name(destination.cluster_name)}"
                yield (escape(caller), *_limits(destination.cluster, language))


def _limits(cluster: Cluster, language: str) -> tuple[str, ...]:
    pool, outlier = cluster.circuit_breakers, cluster.outlier_detection
    counts = (pool.max_connections, pool.max_pending_requests, cluster.max_requests_per_connection)
    limits = tuple(_UNLIMITED[language] if count is None else f"{count:,}" for count in counts)
    if outlier is None:
        return (*limits, _NONE[language], _NONE[language])
    ejection = "30s" if outlier.base_ejection_time is None else f"{outlier.base_ejection_time:g}s"
    return (*limits, str(5 if outlier.consecutive_5xx is None else outlier.consecutive_5xx), ejection)
