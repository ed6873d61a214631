from django.urls import path

from atrium.foundation.views import health, styleguide

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("styleguide/", styleguide.page, name="styleguide"),
    path("styleguide/answers/<slug:name>/", styleguide.answer, name="styleguide-answer"),
    path("styleguide/<slug:name>/", styleguide.page, name="styleguide-page"),
]
