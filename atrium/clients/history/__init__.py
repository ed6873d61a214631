"""The history of a record: every field before and after, and the ways back (J10, X04)."""
