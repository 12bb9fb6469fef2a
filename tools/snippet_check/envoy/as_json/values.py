"""The forms that protobuf's JSON gives to durations, percentages and absent values."""

from __future__ import annotations

from typing import Any


def duration(seconds: float | None) -> str | None:
    """Seconds as protobuf writes a Duration: "0.250s"; None stays None."""
    return None if seconds is None else f"{seconds:.9f}".rstrip("0").rstrip(".") + "s"


def million(percent: float) -> dict[str, Any]:
    """A percentage (0–100) as envoy.type.v3.FractionalPercent."""
    return {"numerator": round(percent * 10_000), "denominator": "MILLION"}


def without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that protobuf's JSON would show: not None, not empty, not false. Zero stays: it may be a wrapper's."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], {}, ()) and value is not False}


def typed(type_name: str, **fields: Any) -> dict[str, Any]:
    """An Any of the given message."""
    return {"@type": f"type.googleapis.com/{type_name}", **without_empty(fields)}


def typed_struct(type_name: str, value: dict[str, Any]) -> dict[str, Any]:
    """An Any of a message that Envoy's API does not have, such as one of Istio's own filters."""
    return typed("udpa.type.v1.TypedStruct", type_url=f"type.googleapis.com/{type_name}", value=value)


def socket_address(address: str, port: int) -> dict[str, Any]:
    return {"socket_address": {"address": address, "port_value": port}}
