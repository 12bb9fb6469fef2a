"""load: text to resources that know where every value was written."""

from snippet_check.load.files import Loaded, Rejected, load, load_documents, load_text

__all__ = ["Loaded", "Rejected", "load", "load_documents", "load_text"]
