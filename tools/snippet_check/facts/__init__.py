"""facts: data about Istio over its versions, each file with its sources."""
