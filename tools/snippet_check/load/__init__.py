"""load: text to resources that know where every value was written."""
