"""render: results as text. Every function returns a str; none prints."""
