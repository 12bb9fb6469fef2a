"""Load balancing: hashing, localities, warm-up. Source: Istio pkg/config/validation (validateLoadBalancer)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.rules.locality import locality_setting
from snippet_check.schema.validation.violation import Violation, error, warning

_MAX_TABLE = 5_000_011
_WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def load_balancer(content: Content, path: FieldPath, *, ejects: bool) -> Iterator[Violation]:
    """`ejects` says whether the same policy has outlier detection."""
    if (consistent_hash := content.get("consistentHash")) is not None:
        yield from _consistent_hash(consistent_hash, (*path, "consistentHash"))
    if (locality := content.get("localityLbSetting")) is not None:
        yield from locality_setting(locality, (*path, "localityLbSetting"), ejects=ejects)
    if (warmup := content.get("warmup")) is not None:
        yield from _warmup(warmup, (*path, "warmup"))


def _consistent_hash(content: Content, path: FieldPath) -> Iterator[Violation]:
    if (cookie := content.get("httpCookie")) is not None:
        yield from _cookie(cookie, (*path, "httpCookie"))
    if content.get("minimumRingSize"):
        yield warning("consistent_hash.deprecated", (*path, "minimumRingSize"))
        if "ringHash" in content or "maglev" in content:
            yield error("consistent_hash.size_twice", (*path, "minimumRingSize"))
    if (maglev := content.get("maglev")) is not None:
        yield from _maglev(maglev.get("tableSize", 0), (*path, "maglev", "tableSize"))


def _cookie(cookie: Content, path: FieldPath) -> Iterator[Violation]:
    if not cookie.get("name"):
        yield error("consistent_hash.cookie", path)
    names: set[str] = set()
    for i, attribute in enumerate(cookie.get("attributes", ())):
        where = (*path, "attributes", i)
        if not (name := attribute.get("name", "")):
            yield error("consistent_hash.cookie_attribute", where)
        elif name in names:
            yield error("consistent_hash.cookie_attribute_twice", (*where, "name"), name=name)
        names.add(name)


def _maglev(size: int, path: FieldPath) -> Iterator[Violation]:
    if not size:
        yield error("consistent_hash.table_missing", path)
    if size >= _MAX_TABLE:
        yield error("consistent_hash.table_large", path)
    if not _is_prime(size):
        yield error("consistent_hash.table_not_prime", path)


def _is_prime(number: int) -> bool:
    """Miller-Rabin, exact below 2^64; 1 counts as prime, as it does for Envoy."""
    if number in _WITNESSES or number == 1:
        return True
    if number < 2 or any(number % prime == 0 for prime in _WITNESSES):
        return False
    twos = ((number - 1) & -(number - 1)).bit_length() - 1
    return all(_passes(number, witness, twos) for witness in _WITNESSES)


def _passes(number: int, witness: int, twos: int) -> bool:
    power = pow(witness, (number - 1) >> twos, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


def _warmup(warmup: Content, path: FieldPath) -> Iterator[Violation]:
    if (length := warmup.get("duration")) is None:
        yield error("warmup.no_duration", path)
    else:
        yield from duration(length, (*path, "duration"))
    if float(warmup.get("minimumPercent", 0)) > 100:
        yield error("warmup.percent", (*path, "minimumPercent"))
    if float(warmup.get("aggression", 1)) < 1:
        yield error("warmup.aggression", (*path, "aggression"))
