"""CEL, as far as the rules of resource definitions use it: `compile_rule` makes a check of a rule's text.

Source: github.com/google/cel-spec and the Kubernetes libraries for strings, URLs, lists and IP addresses.
"""

from snippet_check.schema.cel.functions import CelError
from snippet_check.schema.cel.parse import compile_rule

__all__ = ["CelError", "compile_rule"]
