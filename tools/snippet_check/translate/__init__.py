"""translate: what istiod does: a mesh and one proxy in, that proxy's Envoy configuration out."""

from snippet_check.translate.translate import translate, translate_inbound

__all__ = ["translate", "translate_inbound"]
