"""May we, how and when do we reach whom: the preferences of clients and people, and the one answer (J11)."""
