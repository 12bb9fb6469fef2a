"""Which objects a set of files holds, with whose eyes."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippet_check.eyes import Eyes
from snippet_check.load import load, load_text


def rule(name: str, host: str = "h", namespace: str = "", version: str = "v1") -> str:
    return (
        f"apiVersion: networking.istio.io/{version}\nkind: DestinationRule\n"
        f"metadata: {{name: {name}{f', namespace: {namespace}' if namespace else ''}}}\nspec: {{host: {host}}}\n"
    )


def listed(*objects: str) -> str:
    items = "".join("- " + one.replace("\n", "\n  ").rstrip() + "\n" for one in objects)
    return f"apiVersion: v1\nkind: List\nitems:\n{items}"


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n"
BAD_SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: http}]}\n"

READ: list[tuple[str, Eyes, list[str], int]] = [
    # A cluster takes every object that is one; Istio loses a List to any item that it does not know or cannot read.
    (listed(rule("a"), SERVICE), Eyes.CLUSTER, ["DestinationRule default/a", "Service default/s"], 0),
    (listed(rule("a"), SERVICE), Eyes.FILES, ["DestinationRule default/a", "Service default/s"], 0),
    (listed(rule("a"), SERVICE), Eyes.ISTIOCTL, [], 0),
    (listed(rule("a"), BAD_SERVICE), Eyes.CLUSTER, ["DestinationRule default/a"], 0),
    (listed(rule("a"), BAD_SERVICE), Eyes.FILES, [], 1),
    (listed(rule("a"), rule("b", "[]")), Eyes.ISTIOCTL, [], 1),
    (listed(listed(rule("a"))), Eyes.ISTIOCTL, ["DestinationRule default/a"], 0),
    (BAD_SERVICE, Eyes.ISTIOCTL, [], 0),
    # It reads each item by itself: with a brace at its beginning as JSON, and without the anchors of other items.
    (listed("{apiVersion: v1, kind: ConfigMap}"), Eyes.FILES, [], 1),
    (listed("{apiVersion: v1, kind: ConfigMap}"), Eyes.CLUSTER, ["ConfigMap default/"], 0),
    (listed('{"apiVersion": "v1", "kind": "ConfigMap", "x": 1}'), Eyes.FILES, ["ConfigMap default/"], 0),
    (listed('{"apiVersion": "v1", "kind": "ConfigMap", "x": 01}'), Eyes.FILES, [], 1),
    (listed("{apiVersion: v1, kind: ConfigMap}").replace("- ", "# YAML\n- "), Eyes.FILES, ["ConfigMap default/"], 0),
    (listed("apiVersion: v1\nkind: ConfigMap\ndata: &d {a: b}\nx: *d"), Eyes.FILES, ["ConfigMap default/"], 0),
    (listed("apiVersion: &v v1\nkind: ConfigMap", "apiVersion: *v\nkind: ConfigMap"), Eyes.FILES, [], 1),
    (listed("&o\napiVersion: v1\nkind: ConfigMap", "*o"), Eyes.FILES, [], 1),
    # Unknown kinds and versions are silent to Istio.
    ("apiVersion: x/v1\nkind: Z\nmetadata: {name: a}\n", Eyes.CLUSTER, ["Z default/a"], 0),
    ("apiVersion: x/v1\nkind: Z\n", Eyes.FILES, [], 0),
    ("kind: DestinationRule\n", Eyes.ISTIOCTL, [], 0),
    (rule("a", version="v2"), Eyes.ISTIOCTL, [], 0),
    ("Kind: DestinationRule\nAPIVersion: networking.istio.io/v1\n", Eyes.ISTIOCTL, ["DestinationRule default/"], 0),
    ("apiVersion: v1alpha1\nkind: MeshConfig\n", Eyes.ISTIOCTL, [], 1),
    # Cluster-scoped kinds lose a namespace; what is in Kubernetes' own namespaces does not exist.
    ("apiVersion: v1\nkind: Namespace\nmetadata: {name: a, namespace: b}\n", Eyes.FILES, ["Namespace a"], 0),
    (rule("a", namespace="kube-system"), Eyes.ISTIOCTL, [], 0),
    (rule("a", namespace="kube-system"), Eyes.CLUSTER, ["DestinationRule kube-system/a"], 0),
    # Braces mean JSON to Istio; kubectl reads YAML where it is none.
    ('{"apiVersion": "v1", "kind": "ConfigMap"}', Eyes.ISTIOCTL, ["ConfigMap default/"], 0),
    ("{apiVersion: v1, kind: ConfigMap}", Eyes.ISTIOCTL, [], 1),
    ("{apiVersion: v1, kind: ConfigMap}", Eyes.CLUSTER, ["ConfigMap default/"], 0),
]


@pytest.mark.parametrize(("text", "eyes", "origins", "rejected"), READ)
def test_objects(text: str, eyes: Eyes, origins: list[str], rejected: int) -> None:
    loaded = load_text(text, "f.yaml", eyes)
    assert origins == [resource.origin for resource in loaded.resources]
    assert not eyes.reads_as_istio or rejected == len(loaded.rejected)


JSON_LIST = (
    '{"kind": "List", "items": [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"},'
    ' "data": {"b": "TEXT"}}]}'
)
WRITTEN_ANEW: list[tuple[str, bool]] = [
    ("é \\n \\t \\u00e9 \\u003c \\uffff \\\\u0001", True),
    ("\U0001f600", False),
    ("\\ud83d\\ude00", False),
    ("\\u0001", False),
    ("\\/", False),
    ("\x7f", False),
]
"""Texts in an item of a List in JSON, and whether the item is JSON still once yaml.v3 has written it anew."""


@pytest.mark.parametrize(("text", "is_read"), WRITTEN_ANEW)
def test_istio_loses_a_list_in_json_to_a_character(text: str, is_read: bool) -> None:
    written = JSON_LIST.replace("TEXT", text)
    loaded = load_text(written, "f.json", Eyes.ISTIOCTL)
    assert ([one.name for one in loaded.resources], len(loaded.rejected)) == ((["a"], 0) if is_read else ([], 1))
    assert [one.name for one in load_text(written, "f.json").resources] == ["a"]


def test_istio_keeps_the_later_of_two_unless_they_are_equal_letter_by_letter() -> None:
    text = "\n---\n".join((rule("a", "first"), rule("a", "second", version="v1beta1"), rule("b"), rule("b")))
    loaded = load_text(text, "f.yaml", Eyes.ISTIOCTL)
    assert [(resource.spec["host"], resource.at().location().span.start.line) for resource in loaded.resources] == [
        ("second", 7),
        ("h", 13),
    ]


def versioned(name: str, version: str, host: str) -> str:
    return rule(name, host).replace(f"{{name: {name}", f"{{name: {name}, resourceVersion: '{version}'")


STORED: list[tuple[tuple[str, ...], list[str], list[int]]] = [
    ((versioned("a", "1", "h"), versioned("a", "1", "i")), ["i"], []),
    ((versioned("a", "1", "h"), versioned("a", "1", "i"), versioned("a", "1", "j"), rule("b")), ["i"], [2]),
    ((versioned("a", "1", "h"), versioned("a", "2", "i"), rule("b"), "x"), ["h"], [1]),
    (("x\n", versioned("a", "1", "h"), versioned("a", "2", "i")), ["h"], [2]),
    ((versioned("a", "1", "h"), rule("a", "i")), ["i"], []),
    ((versioned("a", "1", "h"), versioned("a", "1", "h"), rule("b", "i")), ["h", "i"], []),
]
"""Documents of one file, the hosts that are stored, and what is rejected, as istioctl 1.30.3 has it."""


@pytest.mark.parametrize(("documents", "hosts", "rejected"), STORED)
def test_istio_reads_a_file_no_further_behind_a_conflict_of_versions(
    documents: tuple[str, ...], hosts: list[str], rejected: list[int]
) -> None:
    loaded = load_text("---\n".join(documents), "f.yaml", Eyes.ISTIOCTL)
    assert [one.spec["host"] for one in loaded.resources] == hosts
    assert [one.number for one in loaded.rejected] == rejected
    assert all(one.diagnostic.code in ("SC0020", "SC0027") for one in loaded.rejected)


ENCODED: list[tuple[bytes, bool]] = [
    (rule("a").encode("utf-16"), True),
    (b"\xfe\xff" + rule("a").rstrip().encode("utf-16-be"), True),
    (b"\xfe\xff" + rule("a").encode("utf-16-be"), False),
    (rule("a").encode("utf-16-le"), False),
    (rule("a").encode("utf-32"), False),
]


@pytest.mark.parametrize(("raw", "is_read"), ENCODED)
def test_istio_reads_utf_16_that_says_so(raw: bytes, is_read: bool, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(raw)
    loaded = load(tmp_path / "f.yaml", Eyes.ISTIOCTL)
    assert ([one.name for one in loaded.resources], len(loaded.rejected)) == ((["a"], 0) if is_read else ([], 1))


def test_a_byte_order_mark_below_the_first_line_is_text() -> None:
    text = rule("a").replace("metadata", "\ufeff\nmetadata")
    assert [one.diagnostic.code for one in load_text(text, "f.yaml", Eyes.ISTIOCTL).rejected] == ["SC0009"]


def test_namespace_for_those_that_name_none() -> None:
    text = rule("a") + "---\n" + rule("b", namespace="x")
    for eyes in Eyes:
        assert [one.namespace for one in load_text(text, eyes=eyes, namespace="n").resources] == ["n", "x"]
    assert [one.namespace for one in load_text(text, eyes=Eyes.ISTIOCTL, namespace="").resources] == ["", "x"]


def test_kinds_that_no_selected_analyzer_reads_are_not_even_decoded() -> None:
    text = rule("a", "[]") + "---\n" + SERVICE
    loaded = load_text(text, eyes=Eyes.FILES, kinds=frozenset({"Service"}))
    assert ([one.origin for one in loaded.resources], loaded.rejected) == (["Service default/s"], ())


def test_istioctl_only_counts_what_it_rejects() -> None:
    loaded = load_text(f"{rule('a', '[]')}---\n\n---\nx: [\n", "f.yaml", Eyes.ISTIOCTL)
    assert (loaded.diagnostics, [one.number for one in loaded.rejected]) == ((), [0, 2])


def test_directories_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/z.yml", "a/.hidden/c.json", "a/X.YAML", "a/notes.txt", ".yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(rule(name.replace("/", "-").replace(".", "-").lower()))
    loaded = load([tmp_path, tmp_path / "b.yaml"])
    relative = [str(Path(file).relative_to(tmp_path)) for file in loaded.files]
    assert relative == [".yaml", "a/.hidden/c.json", "a/z.yml", "b.yaml", "b.yaml"]
    assert [str(Path(file).relative_to(tmp_path)) for file in loaded.skipped] == ["a/X.YAML", "a/notes.txt"]


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load([tmp_path / "none.yaml"])
    (tmp_path / "f.yaml").write_text(rule("a"))
    with pytest.raises(NotADirectoryError):
        load([f"{tmp_path}/f.yaml/"])


REJECTED: list[tuple[str, str]] = [
    ("{apiVersion: v1, kind: ConfigMap}", "SC0025"),
    ("apiVersion: v1alpha1\nkind: MeshConfig\n", "SC0026"),
]


@pytest.mark.parametrize(("text", "code"), REJECTED)
def test_what_only_istio_rejects(text: str, code: str) -> None:
    assert [one.diagnostic.code for one in load_text(text, "f.yaml", Eyes.ISTIOCTL).rejected] == [code]
    assert not load_text(text, "f.yaml", Eyes.CLUSTER).diagnostics
