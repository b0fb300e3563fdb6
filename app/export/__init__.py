"""Comparisons as files that others open: what is written here, they can do without this program."""
