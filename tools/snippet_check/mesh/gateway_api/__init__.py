"""The Gateway API as istiod takes it: Gateways and routes become Istio's Gateways and VirtualServices.

Source: Istio 1.30 pilot/pkg/config/kube/gateway.
"""
