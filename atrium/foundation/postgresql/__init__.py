"""Django's PostgreSQL backend, with a memory of what the session was told. Named by ENGINE."""
