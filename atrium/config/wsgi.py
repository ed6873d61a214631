"""The application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrium.config.settings")
application = get_wsgi_application()
# Every view and the whole API are imported now: the first person to ask would wait two seconds for it.
resolve("/healthz")
