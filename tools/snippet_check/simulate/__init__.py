"""simulate: what Envoy does with one request under a proxy's configuration."""

from snippet_check.simulate.call import Call
from snippet_check.simulate.result import Destination, Disposition, Mirror, Result
from snippet_check.simulate.simulate import simulate

__all__ = ["Call", "Destination", "Disposition", "Mirror", "Result", "simulate"]
