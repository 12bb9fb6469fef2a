"""What the API server makes of a Secret."""

from __future__ import annotations

import base64

from snippet_check.complete.copies import with_content
from snippet_check.resource import Resource


def completed_secret(secret: Resource) -> Resource:
    """The Secret with its text moved into `data`, which it replaces there, and with a type."""
    content = {"type": "Opaque", **secret.content}
    written = {key: base64.b64encode(text.encode()).decode() for key, text in content.pop("stringData", {}).items()}
    if written:
        content["data"] = {**content.get("data", {}), **written}
    return with_content(secret, content)
