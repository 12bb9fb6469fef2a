"""Listeners and filter chains (istiod: pilot/pkg/networking/core/listener*.go, gateway.go, tls.go)."""
