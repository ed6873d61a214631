from django.urls import path

from atrium.quality.views import quality

urlpatterns = [
    path("quality/", quality.quality, name="quality"),
    path("quality/check-again/", quality.check_again, name="quality-recheck"),
]
