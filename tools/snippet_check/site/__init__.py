"""site: what the pages' blocks and mkdocs call. Every function that a block prints returns a str."""
