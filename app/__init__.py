"""Recension: what changed between the versions of an article."""

import os

# One thread a matrix product: they are small, requests run side by side, and threads that wait for
# a busy core make a product of one millisecond take a hundred. Read when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
