from django.urls import include, path, re_path

from atrium.integrations.api.reference import reference
from atrium.integrations.api.shell import nowhere
from atrium.integrations.api.v1 import api

api_patterns = [
    path("v1/", include((api.patterns(), "api"))),
    path("docs", reference, name="api_reference"),
    re_path(r"^.*$", nowhere),
]
