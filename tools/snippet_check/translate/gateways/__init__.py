"""What gateways do that sidecars do not: many Gateways made one (istiod: pilot/pkg/model/gateway.go)."""
