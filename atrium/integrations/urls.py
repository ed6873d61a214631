from django.urls import URLPattern, URLResolver, include, path, re_path

from atrium.integrations.api.reference import reference
from atrium.integrations.api.shell import nowhere
from atrium.integrations.api.v1 import api
from atrium.integrations.views import tokens

urlpatterns = [
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<uuid:public_id>/revoke/", tokens.revoke, name="token-revoke"),
]
api_patterns: list[URLPattern | URLResolver] = [
    path("v1/", include((api.patterns(), "api"))),
    path("docs", reference, name="api_reference"),
    re_path(r"^.*$", nowhere),
]
