"""Route configurations: virtual hosts and routes (istiod: pilot/pkg/networking/core/{httproute.go,route})."""
