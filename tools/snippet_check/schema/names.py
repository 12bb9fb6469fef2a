"""Names of fields in protobuf and in JSON."""

from __future__ import annotations

import functools
import re

_UNDERSCORE = re.compile(r"_(.)")


@functools.cache
def json_name(field: str) -> str:
    """A protobuf field's name in JSON: export_to is exportTo."""
    return _UNDERSCORE.sub(lambda match: match[1].upper(), field)
