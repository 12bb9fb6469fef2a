import pytest

from snippet_check.mesh.mesh_config import MeshConfigError, read_mesh_config


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", {}),
        ("bogus: 1", {}),
        ("ingress_service: gateway", {"ingressService": "gateway"}),
        ("ingressControllerMode: 1", {"ingressControllerMode": "OFF"}),
        ("proxyListenPort: '15001'", {"proxyListenPort": 15001}),
        ("defaultConfig: {proxyMetadata: {A: b}}", {"defaultConfig": {"proxyMetadata": {"A": "b"}}}),
        ("defaultProviders: {accessLogging: [envoy]}", {"defaultProviders": {"accessLogging": ["envoy"]}}),
        (
            "extensionProviders: [{name: traces, lightstep: {service: l.example.com, port: 443}}]",
            {"extensionProviders": [{"name": "traces", "lightstep": {"service": "l.example.com", "port": 443}}]},
        ),
        (
            "extensionProviders: [{name: a, prometheus: {}, lightstep: {service: l.example.com, port: 443}}]",
            {"extensionProviders": [{"name": "a", "prometheus": {}}]},
        ),
        ("trustDomain: cluster.local.", {"trustDomain": "cluster.local."}),
        ("default_providers: {accessLogging: [a]}\ndefault_config: {discoveryAddress: a_b}\nmesh_mtls: 5", {}),
    ],
)
def test_fields_come_under_their_canonical_names(text, read):
    assert read_mesh_config(text) == read


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("proxyListenPort: 99999", "proxyListenPort"),
        ("connectTimeout: 2h", "connectTimeout"),
        ("connectTimeout: 10", "connectTimeout"),
        ("protocolDetectionTimeout: 1us", "protocolDetectionTimeout"),
        ("ingressControllerMode: SOMETIMES", "ingressControllerMode"),
        ("trustDomain: a_b", "trustDomain"),
        ("meshMTLS: {ecdhCurves: [P-256]}", "meshMTLS.ecdhCurves"),
        ("serviceSettings: [{hosts: [a_b]}]", "serviceSettings.0.hosts.0"),
        ("localityLbSetting: {failover: [{from: a, to: a}]}", "localityLbSetting"),
        ("defaultConfig: {discoveryAddress: istiod}", "defaultConfig.discoveryAddress"),
        ("defaultConfig: {drainDuration: 1500ms}", "defaultConfig.drainDuration"),
        ("defaultConfig: {tracing: {zipkin: {}}}", "defaultConfig.tracing.zipkin.address"),
        ("defaultConfig: {privateKeyProvider: {qat: {}}}", "defaultConfig.privateKeyProvider"),
        ("extensionProviders: [{name: 1}]", "extensionProviders.0.name"),
        ("mesh_mTLS: {ecdhCurves: [P-256]}", "meshMTLS.ecdhCurves"),
        ("default_config: {concurrency: a}", "default_config.concurrency"),
        ("a: [", "1:5"),
    ],
)
def test_one_bad_value_spoils_the_whole_file(text, place):
    with pytest.raises(MeshConfigError, match=f"^{place}$"):
        read_mesh_config(text)
