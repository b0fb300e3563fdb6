"""A Comparison as rows, cells, runs and sentences: pure, and without HTML."""
