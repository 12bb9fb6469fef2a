"""Reading arguments: what all subcommands share, and flags that take `=false` as Go's do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NoReturn

from snippet_check.facts.versions import MODELLED

_WIDTH = 100
_COMMAND_WIDTH = 14
_TRUE = ("1", "t", "T", "true", "TRUE", "True")
_FALSE = ("0", "f", "F", "false", "FALSE", "False")
_HELP = {
    "en": {
        "lang": "language of the messages; by default the locale's",
        "istio": "Istio version",
        "color": "colour the output; by default on a terminal only",
        "quiet": "print findings only",
        "help": "print this help",
        "commands": "all commands",
        "exit": "exit codes: 0 nothing found, 1 something found, 2 bad usage or unreadable input",
    },
    "ko": {
        "lang": "메시지의 언어. 기본값은 로캘을 따른다",
        "istio": "Istio 버전",
        "color": "출력에 색을 입힌다. 기본값은 터미널에서만",
        "quiet": "찾은 것만 출력한다",
        "help": "이 도움말을 출력한다",
        "commands": "모든 명령",
        "exit": "종료 코드: 0 찾은 것 없음, 1 찾은 것 있음, 2 사용법이 틀렸거나 읽을 수 없음",
    },
}


class UsageError(Exception):
    """The arguments, or the files they name, are wrong; `code` is the exit code, None for the usual one."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_WIDTH)


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError, and that never takes the word behind a flag for its value."""

    def __init__(self, **options: Any) -> None:
        # With a width of its own a formatter does not look for the terminal's: it is made for each argument added.
        super().__init__(allow_abbrev=False, add_help=False, formatter_class=_Formatter, **options)
        self._flags: dict[str, str] = {}

    def add_flag(self, *names: str, **options: Any) -> None:
        """A flag: `--name`, `--name=false`, and for short names `-ab`."""
        self.add_argument(*names, nargs="?", const=True, type=_boolean, metavar="BOOL", **options)
        self._flags |= dict.fromkeys(names, f"{names[0]}=true")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        return super().parse_known_args([*self._spelled_out(args)], namespace)

    def _spelled_out(self, arguments: Sequence[str]) -> list[str]:
        """The arguments with `=true` behind each bare flag, so that argparse looks no further for its value."""
        spelled: list[str] = []
        for i, argument in enumerate(arguments):
            if argument == "--":
                return [*spelled, *arguments[i:]]
            while argument[:2] in self._flags and argument[2:3] not in ("", "="):  # -Av is -A -v, -Anshop is -A -nshop
                spelled.append(self._flags[argument[:2]])
                argument = f"-{argument[2:]}"
            spelled.append(self._flags.get(argument, argument))
        return spelled

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def parser_for(command: str, module: ModuleType, language: str) -> Parser:
    """The parser of one subcommand, with what it adds and what all have: --lang, --istio, --color, --quiet, --help.

    Raises UsageError for a language that nobody wrote the texts in.
    """
    if language not in _HELP:
        raise UsageError(f"--lang {language}: {' | '.join(_HELP)}")
    texts = _HELP[language]
    parser = Parser(prog=f"snippet-check {command}", description=module.HELP[language])
    parser.add_argument("--lang", choices=("ko", "en"), default=language, help=texts["lang"])
    parser.add_argument("--istio", default=MODELLED, metavar="VERSION", help=texts["istio"])
    parser.add_flag("--color", default=sys.stdout.isatty(), help=texts["color"])
    parser.add_flag("--quiet", "-q", default=False, help=texts["quiet"])
    parser.add_argument("--help", "-h", action=_Help, nargs=0, default=False, help=texts["help"])
    module.add_arguments(parser)
    return parser


def option(arguments: Sequence[str], name: str) -> str:
    """The value of an option, for those who need it before, or without, parsing; "" where it is not given."""
    for i, argument in enumerate(arguments):
        if argument == name:
            return "".join(arguments[i + 1 : i + 2])
        if argument.startswith(f"{name}="):
            return argument.removeprefix(f"{name}=")
    return ""


def require_modelled(version: str) -> None:
    """Refuses a version that is not modelled."""
    if version != MODELLED:
        raise UsageError(f"--istio {version}: only {MODELLED} is modelled")


class _Help(argparse.Action):
    """Prints the help of the subcommand and, below it, what all of them do and how they exit."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: Any, *_: Any) -> NoReturn:
        from snippet_check.cli import summaries

        language = parser.get_default("lang")
        print(f"{parser.format_help()}\n{_HELP[language]['commands']}:")
        for command, summary in summaries(language).items():
            print(f"  {command:<{_COMMAND_WIDTH}}{summary}")
        print(f"\n{_HELP[language]['exit']}")
        sys.exit(0)


def _boolean(text: str) -> bool:
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
