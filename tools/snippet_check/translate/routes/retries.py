"""Retry policies.

Source: Istio 1.30 pilot/pkg/networking/core/route/retry/retry.go.
"""

from __future__ import annotations

import re

from snippet_check.envoy import RetryPolicy
from snippet_check.mesh.content import number, text
from snippet_check.resource import Content
from snippet_check.translate.durations import seconds

DEFAULT_RETRY_ON = ("connect-failure", "refused-stream", "unavailable", "cancelled", "retriable-status-codes")
_BY_STATUS = "retriable-status-codes"
_KNOWN_STATUS = frozenset(
    (*range(100, 104), *range(200, 209), 226, *range(300, 306), 307, 308, *range(400, 419), *range(421, 427))
) | {428, 429, 431, 451, *range(500, 509), 510, 511}
"""Status codes that have a name in Go's net/http; any other number is taken for a word."""


def retry_policy(retries: Content | None, hashed: bool) -> RetryPolicy | None:
    """The policy that an HTTPRetry asks for; istiod's own without one, none with `attempts: 0`.

    With consistent hashing a retry may go to the host that has failed.
    """
    if retries is None:
        return RetryPolicy(2, DEFAULT_RETRY_ON, retry_ignore_previous_hosts=not hashed)
    attempts = number(retries, "attempts")
    if attempts <= 0:
        return None
    words, codes = _retry_on(text(retries, "retryOn"))
    ignore = retries.get("retryIgnorePreviousHosts")
    return RetryPolicy(
        num_retries=attempts,
        retry_on=words,
        per_try_timeout=seconds(retries, "perTryTimeout"),
        retriable_status_codes=codes,
        retry_back_off_base=seconds(retries, "backoff"),
        retry_ignore_previous_hosts=ignore if isinstance(ignore, bool) else not hashed,
        retry_remote_localities=retries.get("retryRemoteLocalities") is True,
    )


def _retry_on(written: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    if not written:
        return DEFAULT_RETRY_ON, ()
    parts = [part.strip() for part in written.split(",") if part.strip()]
    codes = tuple(int(part) for part in parts if _is_status(part))
    words = tuple(part for part in parts if not _is_status(part))
    if codes and not any(_BY_STATUS in word for word in words):
        words = (*words, _BY_STATUS)
    return words, codes


def _is_status(part: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9]{1,9}", part, re.ASCII) is not None and int(part) in _KNOWN_STATUS
