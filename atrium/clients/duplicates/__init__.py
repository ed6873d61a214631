"""Clients that look like one: what is compared, what it weighs, and why."""
