from django.urls import include, path

urlpatterns = [
    path("", include("atrium.foundation.urls")),
    path("accounts/", include("allauth.urls")),
    path("<slug:organisation>/", include("atrium.clients.urls")),
]
