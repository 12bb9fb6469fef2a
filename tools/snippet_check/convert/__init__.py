"""convert: Ingresses, and Istio's Gateways and VirtualServices bound to them, as resources of the Gateway API.

What has no equivalent there is named (`Note`), and calls are sent through both configurations (`compare`).
"""

from snippet_check.convert.comparison import Compared, Comparison, compare
from snippet_check.convert.conversion import Conversion, convert
from snippet_check.convert.notes import Note
from snippet_check.convert.routes import Made

__all__ = ["Compared", "Comparison", "Conversion", "Made", "Note", "compare", "convert"]
