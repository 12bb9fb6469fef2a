"""A mesh configuration out of its file, as `istioctl analyze --meshConfigFile` reads it.

Source: Istio 1.30 pkg/config/mesh (ApplyMeshConfig). Unknown fields are ignored; one bad value spoils the whole file.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from snippet_check.facts.mesh_config import MeshConfigField, fields_in
from snippet_check.facts.versions import MODELLED
from snippet_check.load.malformed import MalformedError
from snippet_check.load.read import read_text
from snippet_check.mesh.content import mapping
from snippet_check.mesh.mesh_config_rules import first_broken_rule
from snippet_check.resource import Content
from snippet_check.schema.decode.collections import list_of, map_of, message
from snippet_check.schema.decode.faults import RefusedValueError
from snippet_check.schema.decode.scalars import ISTIO, Decoder, enumeration

_SCALARS = {**ISTIO, "Duration": ISTIO["duration"], "Struct": ISTIO["struct"]}
_MAP = "map<string,"
_ODD_NAMES = {
    "meshMTLS": "mesh_mTLS",
    "enable64bitTraceId": "enable_64bit_trace_id",
    "matchLabels": "matchLabels",
    "matchExpressions": "matchExpressions",
}
"""The names in protobuf that are not those in JSON with underscores."""
_MERGED = ("defaultConfig", "defaultProviders")
"""What Istio takes once more from the file to merge it with the defaults, and then by this very name only."""
_ONE_OF = {
    "caCertificates[].": ("pem", "spiffeBundleUrl"),
    "defaultConfig.tracing.": ("zipkin", "lightstep", "datadog", "stackdriver", "openCensusAgent"),
    "defaultConfig.privateKeyProvider.": ("cryptomb", "qat"),
}
"""Fields of a message of which the last declared one counts; all of a provider's but its name are such fields, too."""


class MeshConfigError(ValueError):
    """A text is no mesh configuration; the message names the first field that is wrong, where there is one."""


def read_mesh_config(text: str) -> Content:
    """What a mesh configuration file sets, by canonical field names. Raises MeshConfigError."""
    written, decoded = _decoded(text)
    decoded = {name: value for name, value in decoded.items() if name in written or name not in _MERGED}
    if broken := first_broken_rule(decoded):
        raise MeshConfigError(broken)
    return decoded


def decode_proxy_config(text: str) -> Content:
    """The ProxyConfig in a text, such as that of a Pod's annotation; its rules are not looked at.

    Raises MeshConfigError.
    """
    return mapping(_decoded(text, "defaultConfig")[1], "defaultConfig")


def _decoded(text: str, field: str = "") -> tuple[Content, Content]:
    """A text as it is written and as a mesh configuration, or as one of its fields."""
    try:
        written, _ = read_text(text)
        content = {} if written is None else written
        decoded: Content = _decoder()({field: content} if field else content)
    except MalformedError as error:
        raise MeshConfigError(f"{error.line + 1}:{error.column + 1}") from None
    except RefusedValueError as error:
        raise MeshConfigError(".".join(map(str, error.faults[0].path))) from None
    return content, decoded


@functools.cache
def _decoder() -> Decoder:
    return _message("", fields_in(MODELLED))


def _message(prefix: str, fields: tuple[MeshConfigField, ...]) -> Decoder:
    """The decoder of the message whose fields' paths begin so."""
    own = [one for one in fields if one.path.startswith(prefix) and re.fullmatch(r"\w+", one.path[len(prefix) :])]
    decoders = {one.path[len(prefix) :]: _field(one, fields) for one in own}
    spellings = {proto: name for name in decoders if (proto := _ODD_NAMES.get(name, _snake_case(name))) != name}
    return message(decoders, spellings, _oneofs(prefix, tuple(decoders)))


def _oneofs(prefix: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    if prefix == "extensionProviders[].":
        return (tuple(name for name in names if name != "name"),)
    return (_ONE_OF[prefix],) if prefix in _ONE_OF else ()


def _field(field: MeshConfigField, fields: tuple[MeshConfigField, ...]) -> Decoder:
    written = field.type.removesuffix("?")
    if written.endswith("[]"):
        part, zero = _part(field, written.removesuffix("[]"), f"{field.path}[].", fields)
        return list_of(part, zero)
    if written.startswith(_MAP):
        part, zero = _part(field, written[len(_MAP) : -1], f"{field.path}.*.", fields)
        return map_of(part, zero)
    return _part(field, written, f"{field.path}.", fields)[0]


def _part(
    field: MeshConfigField, written: str, prefix: str, fields: tuple[MeshConfigField, ...]
) -> tuple[Decoder, Any]:
    """The decoder of a value, and what makes the value that null stands for in a list or map."""
    if written in _SCALARS:
        return _SCALARS[written], str if written in ("string", "Duration") else int
    if field.enum:
        return enumeration({name: number for number, name in enumerate(field.enum)}), lambda: field.enum[0]
    return _message(prefix, fields), dict


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
