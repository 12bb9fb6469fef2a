"""translate: what istiod does: a mesh and one proxy in, that proxy's Envoy configuration out."""

from snippet_check.translate.translate import translate

__all__ = ["translate"]
