"""SMS with clients: writing, counting, sending, receiving, and who asked for none."""
