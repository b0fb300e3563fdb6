"""Recension: what changed between the versions of an article."""

__version__ = "0.1.0"
