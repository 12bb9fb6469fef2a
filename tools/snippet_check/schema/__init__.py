"""The API of every kind: how its fields are decoded, and which rules its values keep."""
