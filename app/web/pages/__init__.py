"""The pages that people read, by noun."""
