"""snippet_check: what `istioctl analyze`, istiod and Envoy do with a set of resources and a request."""
