"""The benches: how good the comparison is on labelled data, and how fast.

``python -m tests.bench.quality FOLDER`` and ``python -m tests.bench.speed``; BENCHMARKS.md says
what they measure and has their latest tables.
"""
