"""Mail with clients: composing, sending, and who sees how much of it."""
