"""What Istio's validation says about an EnvoyFilter."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath, Resource
from snippet_check.schema.validation.envoy_filter.matches import match
from snippet_check.schema.validation.envoy_filter.values import value
from snippet_check.schema.validation.rules.labels import selector
from snippet_check.schema.validation.violation import Violation, error, warning


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    labels, path = spec.get("workloadSelector", {}).get("labels", {}), ("spec", "workloadSelector")
    if wrong := list(selector(labels, (*path, "labels"))):
        yield from wrong
        return
    yield warning("envoy_filter.unstable", ("kind",))
    if "workloadSelector" in spec and not labels:
        yield warning("envoy_filter.selector", path)
    for i, patch in enumerate(spec.get("configPatches", ())):
        # Istio has no rules for waypoints yet.
        if patch.get("match", {}).get("context") != "WAYPOINT":
            yield from _config_patch(patch, ("spec", "configPatches", i))


def _config_patch(content: Content, path: FieldPath) -> Iterator[Violation]:
    if missing := _missing(content):
        yield error(f"envoy_filter.{missing}", path)
    elif problem := _version_problem(content):
        code, fragment = problem
        at = (*path, "match", "proxy", "proxyVersion")
        yield error("envoy_filter.proxy_version", at, problem=code, fragment=fragment)
    else:
        accepted = yield from match(content, (*path, "match"))
        if accepted and "value" in content["patch"]:
            yield from value(content["applyTo"], content["patch"]["value"], (*path, "patch", "value"))


def _missing(content: Content) -> str:
    """What a patch cannot be without."""
    patch = content.get("patch", {})
    operation = patch.get("operation", "INVALID")
    if content.get("applyTo", "INVALID") == "INVALID":
        return "apply_to"
    if "patch" not in content:
        return "patch"
    if operation == "INVALID":
        return "operation"
    return "value" if operation != "REMOVE" and "value" not in patch else ""


def _version_problem(content: Content) -> tuple[str, str] | None:
    if not (version := content.get("match", {}).get("proxy", {}).get("proxyVersion")):
        return None
    from snippet_check.re2 import syntax_problem

    problem = syntax_problem(version)
    return (problem.code, problem.fragment) if problem else None
