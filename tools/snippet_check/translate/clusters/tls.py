"""TLS to upstreams: what the DestinationRule says, else mutual TLS where the other side takes it.

Source: Istio 1.30 pilot/pkg/networking/core/cluster_tls.go and model.BestEffortInferServiceMTLSMode.
"""

from __future__ import annotations

from snippet_check.envoy import TransportSocket
from snippet_check.mesh.content import text, texts, truth
from snippet_check.mesh.service import Resolution
from snippet_check.resource import Content
from snippet_check.translate.clusters.load_balancer import is_passthrough
from snippet_check.translate.clusters.target import DYNAMIC_FORWARD_PROXY, Target
from snippet_check.translate.peer_authentication import MutualTls

_CONFIG_MAP = "configmap://"
PLAINTEXT = TransportSocket()


def transport_socket(target: Target, cluster_type: str) -> TransportSocket:
    """How the proxy speaks to a cluster that came out with this type."""
    tls = target.policy.tls
    if tls is None:
        return _automatic(target, cluster_type)
    mode = text(tls, "mode")
    if mode == "ISTIO_MUTUAL":
        return _mesh_mutual(target, cluster_type, "istio_mutual", tls)
    if mode not in ("SIMPLE", "MUTUAL") or _is_left_to_gateways(target, tls) or _lacks_certificate(tls):
        return PLAINTEXT
    names = tuple(texts(tls, "subjectAltNames"))
    return TransportSocket(
        mode=mode.lower(),
        sni=text(tls, "sni"),
        auto_sni=not text(tls, "sni"),
        subject_alt_names=names or (() if target.service.from_kubernetes else _accounts(target)),
        ca_certificates=text(tls, "caCertificates"),
        client_certificate=text(tls, "clientCertificate"),
        private_key=text(tls, "privateKey"),
        credential_name=text(tls, "credentialName"),
        insecure_skip_verify=truth(tls, "insecureSkipVerify"),
    )


def _automatic(target: Target, cluster_type: str) -> TransportSocket:
    if not truth(target.context.mesh.mesh_config, "enableAutoMtls", default=True):
        return PLAINTEXT
    if _expected_mode(target) in (None, MutualTls.DISABLE):
        return PLAINTEXT
    return _mesh_mutual(target, cluster_type, "istio_mutual" if cluster_type == "ORIGINAL_DST" else "auto_mtls", {})


def _mesh_mutual(target: Target, cluster_type: str, mode: str, tls: Content) -> TransportSocket:
    names = tuple(texts(tls, "subjectAltNames")) if "subjectAltNames" in tls else _accounts(target)
    by_request = cluster_type == DYNAMIC_FORWARD_PROXY
    sni = text(tls, "sni") or ("" if by_request else target.sni)
    return TransportSocket(mode, sni=sni, auto_sni=by_request and not sni, subject_alt_names=names)


def _is_left_to_gateways(target: Target, tls: Content) -> bool:
    """A credential is not handed to every sidecar: only to those that the DestinationRule selects."""
    credential = text(tls, "credentialName")
    if not credential or credential.startswith(_CONFIG_MAP) or target.context.proxy.is_router:
        return False
    return target.rule is None or target.rule.workload_selector is None


def _lacks_certificate(tls: Content) -> bool:
    if text(tls, "mode") != "MUTUAL" or text(tls, "credentialName"):
        return False
    return not (text(tls, "clientCertificate") and text(tls, "privateKey"))


def _expected_mode(target: Target) -> MutualTls | None:
    """The service's mutual TLS mode as far as a client can know it: policies with a selector do not count."""
    service = target.service
    if service.mesh_external:
        return None
    own_policy = target.subset.traffic_policy if target.subset else target.rule.traffic_policy if target.rule else None
    if service.resolution is Resolution.NONE or is_passthrough(own_policy):
        instances = target.context.registry.instances(service).get(target.port.number, ())
        if not instances or any(instance.workload.tls_mode == "disabled" for instance in instances):
            return MutualTls.DISABLE
    return target.context.peer_authentications.namespace_mode(service.namespace) or MutualTls.PERMISSIVE


def _accounts(target: Target) -> tuple[str, ...]:
    """The identities behind a service, sorted: its endpoints' and those its ServiceEntry names."""
    instances = target.context.registry.instances(target.service).values()
    found = {instance.workload.service_account for of_port in instances for instance in of_port}
    return tuple(sorted({*found, *target.service.subject_alt_names} - {""}))
