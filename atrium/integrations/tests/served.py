"""The product's settings for a server that a test starts: only the built files of the pages are not asked for."""

from atrium.config.settings import *  # noqa: F403  (the product's own settings)
from atrium.config.settings import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
