"""convert: Ingresses, and Istio's Gateways and VirtualServices bound to them, as resources of the Gateway API.

What has no equivalent there is named (`Note`), and calls are sent through both configurations (`compare`).
"""

from snippet_check.convert.comparison import Comparison, Difference, compare
from snippet_check.convert.conversion import Conversion, convert
from snippet_check.convert.notes import Note
from snippet_check.convert.routes import Made

__all__ = ["Comparison", "Conversion", "Difference", "Made", "Note", "compare", "convert"]
