"""The command line: one module of this package per subcommand, imported only when it is asked for.

A subcommand is a module with three names:

    HELP            one line, by language
    add_arguments   adds its arguments to a parser
    run             parsed arguments in, exit code out; raises UsageError

Exit codes: 0 for nothing at or above the threshold, 1 for findings, 2 for bad usage or unreadable input. A module that
imitates another command names that one's code for bad usage in a function `bad_usage` of the arguments.
Modules whose names start with "_" are no subcommands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

_DEFAULT = "check"
_TAKE_A_VALUE = ("--lang", "--istio")
_BAD_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the subcommand that the arguments name; where they name none, `check`."""
    from snippet_check.cli._parser import UsageError, option, parser_for

    arguments = list(sys.argv[1:] if argv is None else argv)
    command = _take_command(arguments)
    module = _module(command)
    language = option(arguments, "--lang") or language_of(os.environ)
    try:
        parser = parser_for(command, module, language)
        code: int = module.run(parser.parse_args(arguments))
        sys.stdout.flush()
    except UsageError as error:
        print(f"snippet-check: {error}", file=sys.stderr)
        bad_usage = module.bad_usage(arguments) if hasattr(module, "bad_usage") else _BAD_USAGE
        return bad_usage if error.code is None else error.code
    except BrokenPipeError:  # whoever reads our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def run() -> NoReturn:
    """The command itself: it leaves at once, without taking apart what it has read."""
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def commands() -> list[str]:
    """The names of the subcommands."""
    return sorted(path.stem.replace("_", "-") for path in Path(__file__).parent.glob("[!_]*.py"))


def summaries(language: str) -> dict[str, str]:
    """What each subcommand does, in one line."""
    return {name: _module(name).HELP[language] for name in commands()}


def _module(command: str) -> ModuleType:
    return import_module(f"{__name__}.{command.replace('-', '_')}")


def language_of(environment: Mapping[str, str]) -> str:
    """Korean in a Korean locale, else English."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "ko" if locale.startswith("ko") else "en"


def _take_command(arguments: list[str]) -> str:
    """Removes the subcommand from the arguments: the first word that is no option, if there is a module for it."""
    for i, argument in enumerate(arguments):
        if argument.startswith("-") or (i and arguments[i - 1] in _TAKE_A_VALUE):
            continue
        return arguments.pop(i) if argument in commands() else _DEFAULT
    return _DEFAULT
