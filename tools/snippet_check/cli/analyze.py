"""snippet-check analyze: what Istio's analyzers and our own checks find in files.

With `--as istioctl` flags, exit codes and streams are those of `istioctl analyze --use-kube=false`: 79 for findings at
or above the threshold, else 65 for documents that cannot be parsed, both with text output only; 64 for bad usage, 1 for
a file that is not there or a malformed -S. In one thing it differs: stdout holds the findings and nothing else.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from snippet_check.analyze.analyzers import Analyzer, all_analyzers
from snippet_check.analyze.order import Entry
from snippet_check.analyze.run import Options, Report, analyze_files, select, with_edits
from snippet_check.analyze.selection import Suppression, suppression
from snippet_check.analyze.settings import NO_SETTINGS
from snippet_check.cli._analyze_texts import TEXTS
from snippet_check.cli._mends import TEXTS as MENDS_TEXTS
from snippet_check.cli._mends import diff, write
from snippet_check.cli._parser import Parser, UsageError, option, require_modelled
from snippet_check.cli._settings import TEXTS as SETTINGS_TEXTS
from snippet_check.cli._settings import settings, without_baseline
from snippet_check.diagnostics import Level, message_type
from snippet_check.eyes import Eyes
from snippet_check.load.encoding import decode_bytes
from snippet_check.load.files import DEFAULT_NAMESPACE
from snippet_check.resource import Content
from snippet_check.schema.decode.duration import is_duration

HELP = {
    "en": "What Istio's analyzers and our own checks find in files, without a cluster",
    "ko": "클러스터 없이 파일만으로 Istio의 분석기와 자체 검사를 돌린다",
}

_FORMATS = {"text": "text", "log": "text", "json": "json", "yaml": "yaml"}
_MOST_PASSES = 5
"""How often files are mended: a mend may show what to mend next, and none undoes another."""

_ISTIOCTL_FOUND, _ISTIOCTL_UNPARSED, _ISTIOCTL_MISUSED, _ISTIOCTL_FAILED = 79, 65, 64, 1
_FOUND, _UNREADABLE = 1, 2
_IGNORED = (
    ("--revision", "-r"),
    ("--remote-contexts",),
    ("--context",),
    ("--kubeconfig", "-c"),
    ("--kubeclient-timeout",),
    ("--as-uid",),
    ("--as-group",),
    ("--vklog",),
)
"""istioctl's flags that have no meaning without a cluster."""


def add_arguments(parser: Parser) -> None:
    texts = TEXTS[parser.get_default("lang")]
    parser.add_argument("paths", nargs="*", metavar="FILE", help=texts["paths"])
    parser.add_argument("--as", dest="eyes", type=_eyes, default=Eyes.CLUSTER, metavar="EYES", help=texts["as"])
    parser.add_argument("--namespace", "-n", default="", metavar="NS", help=texts["namespace"])
    parser.add_flag("--all-namespaces", "-A", default=False, help=texts["all"])
    parser.add_argument("--istioNamespace", "-i", default="istio-system", metavar="NS", help=texts["istio"])
    parser.add_argument("--suppress", "-S", action="append", default=[], metavar="CODE=GLOB", help=texts["suppress"])
    parser.add_argument("--analyzer", action="append", default=[], metavar="NAME", help=texts["analyzer"])
    parser.add_argument("--meshConfigFile", default="", metavar="FILE", help=texts["mesh"])
    parser.add_argument("--failure-threshold", default="Error", metavar="LEVEL", help=texts["failure"])
    parser.add_argument("--output-threshold", default="Info", metavar="LEVEL", help=texts["output"])
    parser.add_argument("--output", "-o", metavar="FORMAT", help=texts["format"])
    parser.add_flag("--list-analyzers", "-L", default=False, help=texts["list"])
    parser.add_flag("--verbose", "-v", default=False, help=texts["verbose"])
    parser.add_flag("--ignore-unknown", default=False, help=texts["ignore"])
    parser.add_flag("--recursive", "-R", default=False, help=texts["recursive"])
    parser.add_flag("--use-kube", "-k", default=False, help=texts["kube"])
    own = SETTINGS_TEXTS[parser.get_default("lang")]
    parser.add_argument("--config", default="", metavar="FILE", help=own["config"])
    parser.add_argument("--world", action="append", default=[], metavar="FILE", help=own["world"])
    parser.add_argument("--baseline", default="", metavar="FILE", help=own["baseline"])
    parser.add_flag("--update-baseline", default=False, help=own["update_baseline"])
    mends = MENDS_TEXTS[parser.get_default("lang")]
    parser.add_flag("--fix", default=False, help=mends["fix"])
    parser.add_flag("--diff", default=False, help=mends["diff"])
    parser.add_argument("--timeout", type=_duration, metavar="DURATION", help=texts["ignored"])
    for names in _IGNORED:
        parser.add_argument(*names, metavar="VALUE", help=texts["ignored"])


def bad_usage(arguments: Sequence[str]) -> int:
    """The exit code for arguments that cannot be parsed."""
    return _ISTIOCTL_MISUSED if option(arguments, "--as") == "istioctl" else _UNREADABLE


def run(arguments: argparse.Namespace) -> int:
    texts = TEXTS[arguments.lang]
    failure, output = (_level(given, texts) for given in (arguments.failure_threshold, arguments.output_threshold))
    form = _form(arguments, texts)
    if arguments.list_analyzers:
        print("\n".join(f"* {one.name}:\n    {one.description}" for one in all_analyzers() if _is_listed(one)))
        return 0
    if arguments.recursive and arguments.eyes is Eyes.ISTIOCTL:
        print(texts["recursive"])
        return 0
    require_modelled(arguments.istio)
    report = _report(arguments, texts)
    if arguments.diff:
        print(diff(report), end="")
        return 0
    report = _mended(report, arguments, texts) if arguments.fix else report
    shown = [entry for entry in report.entries if entry.finding.level.severity <= output.severity]
    print(_rendered(shown, arguments, form))
    for line in _remarks(report, not shown, arguments, texts) if not arguments.quiet else ():
        _say(line)
    failed = any(entry.finding.level.severity <= failure.severity for entry in report.entries)
    return _exit_code(arguments.eyes, form, failed, bool(report.loaded.rejected) and not arguments.ignore_unknown)


def _mended(report: Report, arguments: argparse.Namespace, texts: dict[str, str]) -> Report:
    """What is left to report after the files are mended: a mended kind may show what to mend in its fields."""
    for _ in range(_MOST_PASSES):
        try:
            lines = list(write(report, arguments.lang))
        except OSError as error:
            raise UsageError(texts["unwritable"].format(file=error.filename, reason=error.strerror)) from None
        if not lines:
            break
        for line in lines:
            _say(line)
        report = _report(arguments, texts)
    return report


def _eyes(name: str) -> Eyes:
    if name not in (names := [eyes.value for eyes in Eyes]):
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(names)}")
    return Eyes(name)


def _duration(text: str) -> str:
    if not is_duration(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no duration")
    return text


def _level(name: str, texts: dict[str, str]) -> Level:
    try:
        return Level(name.capitalize())
    except ValueError:
        raise UsageError(texts["level"].format(name=name)) from None


def _report(arguments: argparse.Namespace, texts: dict[str, str]) -> Report:
    is_istioctl = arguments.eyes is Eyes.ISTIOCTL
    if not (arguments.paths or is_istioctl):
        raise UsageError(texts["no_paths"])
    options = _options(arguments, texts)
    try:
        worlds = () if is_istioctl else (*options.settings.worlds, *arguments.world)
        report = analyze_files(arguments.paths, options, worlds)
        return _against_baseline(report if is_istioctl else with_edits(report), arguments)
    except OSError as error:
        message = texts["unreadable"].format(file=error.filename, reason=error.strerror)
        raise UsageError(message, _ISTIOCTL_FAILED if is_istioctl else None) from None


def _against_baseline(report: Report, arguments: argparse.Namespace) -> Report:
    if not arguments.baseline:
        return report
    update = arguments.update_baseline
    entries, remark = without_baseline(report.entries, arguments.baseline, update, arguments.lang)
    if remark:
        _say(remark)
    return report._replace(entries=tuple(entries))


def _options(arguments: argparse.Namespace, texts: dict[str, str]) -> Options:
    eyes, namespace = arguments.eyes, arguments.namespace
    everything = arguments.all_namespaces or (eyes is not Eyes.ISTIOCTL and not namespace)
    in_none = arguments.all_namespaces and eyes.reads_as_istio
    return Options(
        eyes,
        namespace="" if in_none else namespace or DEFAULT_NAMESPACE,
        shown=None if everything else namespace or DEFAULT_NAMESPACE,
        istio_namespace=arguments.istioNamespace,
        mesh_config=_mesh_config(arguments, texts) if arguments.meshConfigFile else {},
        suppressions=tuple(_suppression(given, arguments, texts) for given in arguments.suppress),
        analyzers=frozenset(arguments.analyzer),
        now=time.time(),
        settings=settings(arguments.config, arguments.lang) if eyes is Eyes.CLUSTER else NO_SETTINGS,
    )


def _mesh_config(arguments: argparse.Namespace, texts: dict[str, str]) -> Content:
    """What the file sets. As in istioctl, one that is wrong in any way counts as none; a cluster would not take it."""
    from snippet_check.mesh.mesh_config import MeshConfigError, read_mesh_config

    file = arguments.meshConfigFile
    try:
        return read_mesh_config(decode_bytes(Path(file).read_bytes()) or "\0")
    except OSError as error:
        message = texts["unreadable"].format(file=file, reason=error.strerror)
    except MeshConfigError as error:
        message = texts["no_mesh_config"].format(file=file, reason=error)
    if not arguments.eyes.reads_as_istio:
        raise UsageError(message)
    _say(message)
    return {}


def _suppression(given: str, arguments: argparse.Namespace, texts: dict[str, str]) -> Suppression:
    code, _, glob = given.partition("=")
    if given.count("=") != 1:
        failed = _ISTIOCTL_FAILED if arguments.eyes is Eyes.ISTIOCTL else None
        raise UsageError(texts["malformed"].format(given=given), failed)
    try:
        message_type(code)
    except KeyError:
        _say(texts["unknown_code"].format(code=code))
    return suppression(code, glob)


def _form(arguments: argparse.Namespace, texts: dict[str, str]) -> str:
    """The name of the output's renderer; what is text to us istioctl calls log, and knows by no other name."""
    if arguments.output is None:
        return "text"
    name = arguments.output.lower()
    if name not in _FORMATS or (name == "text" and arguments.eyes is Eyes.ISTIOCTL):
        raise UsageError(texts["no_format"].format(name=arguments.output))
    return _FORMATS[name]


def _rendered(shown: Sequence[Entry], arguments: argparse.Namespace, form: str) -> str:
    renderer = import_module(f"snippet_check.render.{form}")
    render = renderer.istioctl_findings if arguments.eyes is Eyes.ISTIOCTL else renderer.findings
    text: str = render(shown, arguments.lang, *([arguments.color] if form == "text" else ()))
    return text


def _remarks(report: Report, nothing: bool, arguments: argparse.Namespace, texts: dict[str, str]) -> Iterator[str]:
    """What is said beside the findings."""
    yield from (texts["skipped"].format(file=file) for file in report.loaded.skipped)
    if arguments.eyes.reads_as_istio:
        for one in report.loaded.rejected:
            reason = one.diagnostic.text(arguments.lang)
            yield texts["rejected"].format(file=one.file, index=one.number, text=reason)
    if arguments.verbose:
        yield from _verbose(arguments, texts)
    if nothing:
        unread = bool(report.loaded.rejected)
        yield texts["nothing_read" if unread else "nothing"].format(files=", ".join(report.loaded.files))


def _is_listed(analyzer: Analyzer) -> bool:
    """Whether istioctl knows the analyzer."""
    return bool(analyzer.name) and not analyzer.on_request


def _verbose(arguments: argparse.Namespace, texts: dict[str, str]) -> Iterator[str]:
    analyzers = select(arguments.analyzer, arguments.eyes) or list(filter(_is_listed, all_analyzers()))
    for text, ran in (("did_not_run", False), ("ran", True)):
        names = [one.name for one in analyzers if one.runs_for(arguments.eyes) is ran]
        yield from (texts[text], *(f"\t{name}" for name in names)) if names else ()


def _exit_code(eyes: Eyes, form: str, failed: bool, unread: bool) -> int:
    if eyes is not Eyes.ISTIOCTL:
        return _FOUND if failed else _UNREADABLE if unread and eyes is Eyes.FILES else 0
    if form != "text":
        return 0
    return _ISTIOCTL_FOUND if failed else _ISTIOCTL_UNPARSED if unread else 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)
