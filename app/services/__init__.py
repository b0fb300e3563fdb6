"""The use cases, as plain functions that take a session. One that stores has stored on return."""
