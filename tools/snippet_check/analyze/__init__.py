"""analyze: everything `istioctl analyze` knows about a cluster, from files alone."""

from snippet_check.analyze.analyzers import analyze
from snippet_check.eyes import Eyes

__all__ = ["Eyes", "analyze"]
