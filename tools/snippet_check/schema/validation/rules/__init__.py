"""Rules that several kinds share. Each takes one value and its path, and returns what is wrong with it."""
