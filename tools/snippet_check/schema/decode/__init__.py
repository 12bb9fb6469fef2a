"""Typed decoding: an object as it is written becomes the object that Istio and Kubernetes see, or is refused."""

from __future__ import annotations

from snippet_check.resource import Content
from snippet_check.schema.decode.faults import Fault, RefusedValueError
from snippet_check.schema.decode.types import decoder
from snippet_check.schema.kinds import Kind

__all__ = ["Fault", "RefusedValueError", "decode"]


def decode(kind: Kind, content: Content) -> Content:
    """An object of this kind with canonical field names and without what its type does not know.

    Durations, times and quantities keep their text. Raises RefusedValueError with every value of a wrong type.
    """
    decode_object = decoder(kind)
    return content if decode_object is None else decode_object(content)
