"""RE2: the regular expressions of Istio and Envoy, which match in time linear in the text.

`syntax_problem` says what Istio's validation (Go's regexp package) has against a pattern; `compile` makes one that
matches as Envoy's RE2 does. Source: Go regexp/syntax, https://github.com/google/re2/wiki/Syntax.
"""

from snippet_check.re2.escapes import Refused
from snippet_check.re2.match import Pattern, compile
from snippet_check.re2.syntax import Problem, syntax_problem

__all__ = ["Pattern", "Problem", "Refused", "compile", "syntax_problem"]
