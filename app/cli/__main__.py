"""``python -m app.cli`` is ``recension``."""

from app.cli import main

if __name__ == "__main__":
    main()
