"""From what was loaded to the findings that are shown: the whole of analyze."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from snippet_check.analyze.analyzers import Analyzer, all_analyzers, analyze
from snippet_check.analyze.default_objects import DEFAULTS_FILE, INGRESS_LABELS, default_objects
from snippet_check.analyze.order import Entry, in_istios_order, in_order_of_files, istios_reference
from snippet_check.analyze.selection import Suppression, is_shown
from snippet_check.analyze.settings import NO_SETTINGS, Settings
from snippet_check.diagnostics import Diagnostic
from snippet_check.eyes import Eyes
from snippet_check.load import Loaded, load
from snippet_check.mesh import ROOT_NAMESPACE, Mesh
from snippet_check.mesh.labels import labels
from snippet_check.resource import Content, Place, Resource

_NOTHING: Content = {}


class Options(NamedTuple):
    """How to look: istioctl's flags, and what no flag sets.

    `namespace` is given to objects that name none ("" leaves them in none); `shown` is the one whose findings are
    wanted, None for all. `analyzers` are names; where none of them is known, all analyzers run, as in istioctl.
    `now`, in seconds since 1970, is what certificates are held against; None accepts them all. `settings` are the
    repository's own decisions; Istio's eyes do not see them.
    """

    eyes: Eyes = Eyes.CLUSTER
    namespace: str = "default"
    shown: str | None = None
    istio_namespace: str = ROOT_NAMESPACE
    mesh_config: Content = _NOTHING
    mesh_networks: Content = _NOTHING
    suppressions: tuple[Suppression, ...] = ()
    analyzers: frozenset[str] = frozenset()
    now: float | None = None
    settings: Settings = NO_SETTINGS


class Report(NamedTuple):
    """What was read, and what was found in it."""

    loaded: Loaded
    entries: tuple[Entry, ...]


def analyze_files(paths: Iterable[str], options: Options, worlds: Iterable[str] = ()) -> Report:
    """Reads and analyzes files; of `worlds`, files that are read along, nothing is reported.

    Raises OSError for a path that cannot be read.
    """
    selected = select(options.analyzers, options.eyes)
    kinds = None if selected is None else frozenset(kind for analyzer in selected for kind in analyzer.inputs)
    loaded = load(paths, options.eyes, namespace=options.namespace, kinds=kinds)
    beside = load(worlds, options.eyes, namespace=options.namespace, kinds=kinds) if worlds else Loaded(())
    found = entries(loaded._replace(resources=(*beside.resources, *loaded.resources)), options)
    theirs = frozenset(beside.files)
    return Report(loaded, tuple(one for one in found if not theirs or one.finding.location().file not in theirs))


def with_edits(report: Report) -> Report:
    """The report with the mends of its findings."""
    from snippet_check.fix import edits

    found = (entry.finding for entry in report.entries)
    mends = {id(finding): edit for finding, edit in edits(found, report.loaded.resources)}
    return report._replace(entries=tuple(one._replace(edit=mends.get(id(one.finding))) for one in report.entries))


def select(names: Collection[str], eyes: Eyes) -> list[Analyzer] | None:
    """The analyzers of these names; None, for all of them, where no name is known to these eyes."""
    if not names:
        return None
    named = (analyzer for analyzer in all_analyzers() if analyzer.name and analyzer.name in names)
    return [one for one in named if not one.on_request or one.runs_for(eyes)] or None


def entries(loaded: Loaded, options: Options) -> list[Entry]:
    """What these eyes find in what was loaded, in the order in which it is shown."""
    found = analyze(_mesh(loaded, options), options.eyes, select(options.analyzers, options.eyes))
    if not (options.eyes.reads_as_istio or options.analyzers):
        from snippet_check.lint import lint

        found += lint(loaded.resources)
    shown = [one for one in found if is_shown(one, options.shown, options.suppressions)]
    if options.eyes.reads_as_istio:
        return in_istios_order(Entry(one, istios_reference(one)) for one in shown)
    from snippet_check.analyze.accept import accept

    written = [one for one in shown if _is_about_the_files(one)]
    everything = options.shown is None and not options.analyzers
    return accept(
        in_order_of_files([*loaded.diagnostics, *written], loaded.files), loaded, options.settings, everything
    )


def _mesh(loaded: Loaded, options: Options) -> Mesh:
    return Mesh(
        _resources(loaded, options),
        options.mesh_config,
        options.istio_namespace,
        mesh_networks=options.mesh_networks,
        now=options.now,
    )


def _resources(loaded: Loaded, options: Options) -> tuple[Resource, ...]:
    """What was loaded, with what the eyes see beside it: a cluster's additions, and Istio's ingress gateway."""
    gateway = default_objects(options.mesh_config, options.istio_namespace, options.eyes)
    if options.eyes.reads_as_istio:
        return (*gateway, *loaded.resources)
    from snippet_check.complete import complete

    completed = complete(loaded.resources, options.mesh_config)
    if any(one.kind == "Pod" and INGRESS_LABELS.items() <= labels(one).items() for one in completed):
        return completed
    return (*complete(gateway, options.mesh_config), *completed)


def _is_about_the_files(finding: Diagnostic) -> bool:
    """Whether somebody wrote what a finding is about: not so of defaults, and of namespaces that are merely named."""
    if not isinstance(finding.where, Place):
        return True
    resource = finding.where.resource
    return resource.document.file != DEFAULTS_FILE and bool(resource.written or resource.kind != "Namespace")
