"""What the files of these tests tell of their texts."""

from __future__ import annotations

from datetime import UTC, datetime

from app.export.about import About, VersionAbout

HASH_A, HASH_B = "a1" * 32, "b2" * 32

ABOUT = About(
    title="Boats to sail",
    a=VersionAbout(
        "Version 1", "wire", datetime(2026, 5, 4, 6, 40, tzinfo=UTC), "4 May 2026", HASH_A
    ),
    b=VersionAbout("Version 2", "", datetime(2026, 5, 5, 7, 15, tzinfo=UTC), "", HASH_B),
    address="https://recension.example/articles/boats/compare/1..2",
    stem="boats-1-2",
    stem_a="boats-1",
    stem_b="boats-2",
)
