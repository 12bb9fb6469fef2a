"""fix: the mends that have one right answer, as edits of the very bytes that are wrong.

A module of this package is named after the code it mends, in lower case, and has one function,
`mend(finding, resources) -> Edit | None`: what to write in which place, None where that is not certain.
"""

from snippet_check.fix.edit import Edit, apply_edits
from snippet_check.fix.edits import edits

__all__ = ["Edit", "apply_edits", "edits"]
