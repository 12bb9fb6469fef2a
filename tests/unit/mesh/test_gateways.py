from snippet_check.load import load_text
from snippet_check.mesh.gateways import gateway_name, hosts_open_to, server_hosts

GATEWAY = """\
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: shop, namespace: ingress}
spec:
  servers:
  - {port: {number: 80, name: http, protocol: HTTP}, hosts: [./own.com, team/theirs.com, '*/all.com', plain.com]}
  - {port: {number: 81, name: http2, protocol: HTTP}, hosts: [own.org, '*/*', a_b]}
"""


def test_a_name_without_a_namespace_is_looked_up_beside():
    assert gateway_name("shop", "default") == ("default", "shop")
    assert gateway_name("ingress/shop", "default") == ("ingress", "shop")


def test_all_hosts_of_all_namespaces_stand_for_the_whole_list():
    assert server_hosts(["own.org", "*/*", "a_b"], "ingress") == ["*"]
    assert server_hosts(["./own.com", "*/all.com", "team/theirs.com"], "") == ["/own.com", "all.com", "team/theirs.com"]


def test_hosts_are_open_to_the_namespaces_they_name():
    [gateway] = load_text(GATEWAY).resources
    assert list(hosts_open_to(gateway, "ingress")) == ["own.com", "all.com", "plain.com", "*"]
    assert list(hosts_open_to(gateway, "team")) == ["theirs.com", "all.com", "plain.com", "*"]
