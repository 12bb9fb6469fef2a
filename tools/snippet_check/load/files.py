"""Files and text to resources, with everything that could not be read of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.eyes import Eyes
from snippet_check.load.encoding import decode_bytes, decode_utf_16
from snippet_check.load.garbage import without_garbage_collection
from snippet_check.load.malformed import MalformedError
from snippet_check.load.objects import Reading, RefusedError, SkippedError, cluster_resources, istio_resources
from snippet_check.load.read import location, read_document
from snippet_check.load.repeated import Repeated
from snippet_check.load.split import chunks, documents
from snippet_check.load.store import ConflictError, Store
from snippet_check.load.walk import STDIN, yaml_files
from snippet_check.resource import Document, Resource

DEFAULT_NAMESPACE = "default"


class Rejected(NamedTuple):
    """A document that Istio's file reader refuses: its file, its number among the file's chunks (from 0), and why."""

    file: str
    number: int
    diagnostic: Diagnostic


class Loaded(NamedTuple):
    """What a set of files holds, and what could not be read of it.

    `diagnostics` are our own findings about what could not be read; there are none under istioctl's eyes, which only
    have `rejected`. `files` are the files read, in order, `skipped` those whose extension is none of ours.
    """

    resources: tuple[Resource, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    files: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def load(
    paths: str | Path | Iterable[str | Path],
    eyes: Eyes = Eyes.CLUSTER,
    *,
    namespace: str = DEFAULT_NAMESPACE,
    kinds: frozenset[str] | None = None,
) -> Loaded:
    """The resources of YAML files, or one, of directories of them, and of standard input for "-".

    `namespace` is given to namespaced objects that name none ("" leaves them in none). `kinds`, index keys, are what
    the selected analyzers read; other kinds are skipped, under istioctl's eyes unread. Raises OSError for a path that
    cannot be read.
    """
    loading = _Loading(Reading(eyes, namespace, kinds))
    files: list[str] = []
    skipped: list[str] = []
    with without_garbage_collection():
        for file in yaml_files([paths] if isinstance(paths, (str, Path)) else paths):
            if not file.is_yaml:
                skipped.append(file.name)
                continue
            files.append(file.name)
            raw = sys.stdin.buffer.read() if file.name == STDIN else Path(file.name).read_bytes()
            loading.take(raw, file.name)
    return loading.loaded(tuple(files), tuple(skipped))


def load_text(
    text: str,
    file: str = STDIN,
    eyes: Eyes = Eyes.CLUSTER,
    *,
    namespace: str = DEFAULT_NAMESPACE,
    kinds: frozenset[str] | None = None,
) -> Loaded:
    """The resources of one YAML text; the arguments are those of load."""
    loading = _Loading(Reading(eyes, namespace, kinds))
    with without_garbage_collection():
        loading.take_text(text.replace("\r\n", "\n"), file)
    return loading.loaded((file,), ())


def load_documents(
    given: Iterable[Document], eyes: Eyes = Eyes.CLUSTER, *, namespace: str = DEFAULT_NAMESPACE
) -> Loaded:
    """The resources of documents that somebody else has cut out: the fences of a Markdown file."""
    loading = _Loading(Reading(eyes, namespace, None))
    with without_garbage_collection():
        loading.take_documents(given)
    return loading.loaded((), ())


class _Loading:
    """What has been read so far."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.store = Store()
        self.resources: list[Resource] = []
        self.diagnostics: list[Diagnostic] = []
        self.rejected: list[Rejected] = []

    def take(self, raw: bytes, file: str) -> None:
        as_istio = self.reading.eyes.reads_as_istio
        text = decode_bytes(raw, keep_mark=as_istio)
        if text is None and as_istio and (whole := decode_utf_16(raw)) is not None:
            self.take_documents([Document(file, 0, whole, reported_line=1)])
        elif text is None:
            self.reject(Document(file, 0, ""), MalformedError("SC0019", 0, 0))
        else:
            self.take_text(text, file)

    def take_text(self, text: str, file: str) -> None:
        split = chunks if self.reading.eyes.reads_as_istio else documents
        self.take_documents(split(text, file))

    def take_documents(self, given: Iterable[Document]) -> None:
        """Takes a file's documents. Of one with a conflict Istio stores no more, and says nothing else of it."""
        before = len(self.rejected)
        try:
            for document in given:
                self.take_document(document)
        except ConflictError as conflict:
            del self.rejected[before:]
            where = conflict.resource.at("metadata", "resourceVersion")
            self.refuse(conflict.resource.document, message_type("SC0027").at(where, origin=conflict.resource.origin))

    def take_document(self, document: Document) -> None:
        try:
            content, repeated = read_document(document, as_istio=self.reading.eyes.reads_as_istio)
        except MalformedError as error:
            self.reject(document, error)
            return
        for key in repeated:
            self.report_repeated(document, key)
        if content is None:
            return
        if self.reading.eyes.reads_as_istio:
            self.take_as_istio(document, content)
        else:
            self.take_as_cluster(document, content)

    def take_as_cluster(self, document: Document, content: object) -> None:
        for found in cluster_resources(document, content, self.reading):
            if isinstance(found, Diagnostic):
                self.diagnostics.append(found)
            elif self.reading.kinds is None or found.kind in self.reading.kinds:
                self.resources.append(found)

    def take_as_istio(self, document: Document, content: object) -> None:
        try:
            resources = istio_resources(document, content, self.reading)
        except SkippedError:
            return
        except RefusedError as refusal:
            self.refuse(document, *refusal.diagnostics)
            return
        for resource in resources:
            self.store.put(resource)

    def reject(self, document: Document, error: MalformedError) -> None:
        where = location(document, error.line, error.column)
        self.refuse(document, message_type(error.code).at(where, **error.arguments))

    def refuse(self, document: Document, *diagnostics: Diagnostic) -> None:
        self.rejected.append(Rejected(document.file, document.number, diagnostics[0]))
        if self.reading.eyes is not Eyes.ISTIOCTL:
            self.diagnostics.extend(diagnostics)

    def report_repeated(self, document: Document, key: Repeated) -> None:
        """Kubernetes lets the last of two equal keys count without a word; whoever wrote the first should know."""
        if self.reading.eyes is not Eyes.ISTIOCTL:
            where = location(document, key.line, key.column, len(key.key))
            self.diagnostics.append(message_type("SC0024").at(where, key=key.key))

    def loaded(self, files: tuple[str, ...], skipped: tuple[str, ...]) -> Loaded:
        resources = (*self.resources, *self.store.resources())
        return Loaded(resources, tuple(self.diagnostics), tuple(self.rejected), files, skipped)
