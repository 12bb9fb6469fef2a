"""calls: files of calls (`*.calls.yaml`), what becomes of each, and whether that is what was expected."""

from snippet_check.simulate.calls.expectations import unmet_expectations
from snippet_check.simulate.calls.file import CallsFile, Entry, read_calls, read_scenarios, unreadable
from snippet_check.simulate.calls.run import Outcome, Run, run_calls

__all__ = [
    "CallsFile",
    "Entry",
    "Outcome",
    "Run",
    "read_calls",
    "read_scenarios",
    "run_calls",
    "unmet_expectations",
    "unreadable",
]
