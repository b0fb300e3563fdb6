"""Getting articles in: bytes → Document.

``read`` is the one way in; behind it stands one reader a format. Nothing here fetches, stores
or executes anything, and whatever the bytes are, the outcome is a Document or a RecensionError.
"""

from app.ingest.hints import Hints, Tracked
from app.ingest.media import media_type
from app.ingest.reading import read

__all__ = ["Hints", "Tracked", "media_type", "read"]
