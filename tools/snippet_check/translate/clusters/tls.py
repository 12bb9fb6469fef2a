"""TLS to upstreams: what the DestinationRule says, else mutual TLS where the other side takes it.

Source: Istio 1.30 pilot/pkg/networking/core/cluster_tls.go, pilot/pkg/security/model/authentication.go and
model.BestEffortInferServiceMTLSMode.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from snippet_check.envoy import Cluster, TransportSocket
from snippet_check.envoy.tls import MESH_AUTHORITY, WORKLOAD_CERTIFICATE
from snippet_check.mesh.content import mapping, text, texts, truth
from snippet_check.mesh.peer_authentication import MutualTls
from snippet_check.mesh.service import Resolution
from snippet_check.resource import Content
from snippet_check.translate.clusters.load_balancer import is_passthrough
from snippet_check.translate.clusters.target import Target
from snippet_check.translate.credentials import AUTHORITY_SUFFIX, CONFIG_MAP, secret_name

PLAINTEXT = TransportSocket()
_IDENTITY_PARTS = 5


def transport_socket(target: Target, cluster: Cluster) -> TransportSocket:
    """How the proxy speaks to the cluster that its target has become."""
    tls = target.policy.tls
    if tls is None:
        return _automatic(target, cluster)
    mode = text(tls, "mode")
    if mode == "ISTIO_MUTUAL":
        return _mesh_mutual(target, cluster, "istio_mutual", tls)
    if mode not in ("SIMPLE", "MUTUAL") or _is_left_to_gateways(target, tls) or _lacks_certificate(tls):
        return PLAINTEXT
    return _originated(target, cluster, mode.lower(), tls)


def _automatic(target: Target, cluster: Cluster) -> TransportSocket:
    if not truth(target.context.mesh.mesh_config, "enableAutoMtls", default=True):
        return PLAINTEXT
    if _expected_mode(target) in (None, MutualTls.DISABLE):
        return PLAINTEXT
    return _mesh_mutual(target, cluster, "istio_mutual" if cluster.type == "ORIGINAL_DST" else "auto_mtls", {})


def _mesh_mutual(target: Target, cluster: Cluster, mode: str, tls: Content) -> TransportSocket:
    names = tuple(texts(tls, "subjectAltNames")) if "subjectAltNames" in tls else _accounts(target)
    by_request = target.is_forward_proxy
    sni = text(tls, "sni") or ("" if by_request else target.sni)
    return TransportSocket(
        mode,
        sni=sni,
        auto_sni=by_request and not sni,
        auto_san_validation=by_request and not truth(tls, "insecureSkipVerify"),
        subject_alt_names=names,
        certificate=WORKLOAD_CERTIFICATE,
        root_certificate=MESH_AUTHORITY,
        alpn_protocols=("istio-peer-exchange", "istio", *(("h2",) if cluster.http2 else ())),
    )


def _originated(target: Target, cluster: Cluster, mode: str, tls: Content) -> TransportSocket:
    """TLS that the proxy begins by itself, as it is written."""
    sni, names = text(tls, "sni"), tuple(texts(tls, "subjectAltNames"))
    by_request = target.is_forward_proxy or not (sni or names)
    trusts_all = truth(tls, "insecureSkipVerify")
    defaults = mapping(target.context.mesh.mesh_config, "tlsDefaults")
    return TransportSocket(
        mode=mode,
        sni=sni,
        auto_sni=not sni,
        auto_san_validation=by_request and not trusts_all,
        subject_alt_names=names or (() if target.service.from_kubernetes else _accounts(target)),
        certificate=_certificate(tls) if mode == "mutual" else "",
        root_certificate="" if trusts_all else _root_certificate(tls),
        crl="" if text(tls, "credentialName") else text(tls, "caCrl"),
        alpn_protocols=("h2",) if cluster.http2 else (),
        ecdh_curves=tuple(texts(defaults, "ecdhCurves")),
        cipher_suites=tuple(texts(defaults, "cipherSuites")),
    )


def _certificate(tls: Content) -> str:
    if credential := text(tls, "credentialName"):
        return secret_name(credential)
    return f"file-cert:{text(tls, 'clientCertificate')}~{text(tls, 'privateKey')}"


def _root_certificate(tls: Content) -> str:
    if credential := text(tls, "credentialName"):
        return secret_name(f"{credential}{AUTHORITY_SUFFIX}")
    return f"file-root:{text(tls, 'caCertificates') or 'system'}"


def _is_left_to_gateways(target: Target, tls: Content) -> bool:
    """A credential is not handed to every sidecar: only to those that the DestinationRule selects."""
    credential = text(tls, "credentialName")
    if not credential or credential.startswith(CONFIG_MAP) or target.context.proxy.is_router:
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
    """The identities behind a service, sorted: its endpoints' and those its ServiceEntry names.

    The mesh may have had other names; by those the same identities are known too. Nobody knows who is behind a name
    that only a request brings.
    """
    if target.is_forward_proxy:
        return ()
    instances = target.context.registry.instances(target.service).values()
    found = {instance.workload.service_account for of_port in instances for instance in of_port}
    service = target.service
    names = {*found, *target.context.registry.subject_alt_names.get((service.namespace, service.hostname), ())} - {""}
    aliases = texts(target.context.mesh.mesh_config, "trustDomainAliases")
    return tuple(sorted({*names, *(other for name in names for other in _renamed(name, aliases))}))


def _renamed(identity: str, trust_domains: Iterable[str]) -> Iterator[str]:
    """A SPIFFE identity in other trust domains; none of a name of another kind."""
    path = identity.removeprefix("spiffe://").split("/")
    if identity.startswith("spiffe://") and path[1::2] == ["ns", "sa"] and len(path) == _IDENTITY_PARTS:
        yield from (f"spiffe://{domain}/{'/'.join(path[1:])}" for domain in trust_domains)
