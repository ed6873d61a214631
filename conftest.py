"""Loads Atrium's pytest plugin after pytest-django's, whose database fixture it replaces."""

pytest_plugins = ["atrium.testing.plugin"]
