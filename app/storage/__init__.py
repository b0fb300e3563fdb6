"""Where articles are kept: the tables, the session, the bytes, the migrations."""
