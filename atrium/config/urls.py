from django.urls import include, path

urlpatterns = [
    path("", include("atrium.foundation.urls")),
    path("", include("atrium.accounts.urls")),
    path("", include("atrium.organisations.person_urls")),
    path("accounts/", include("allauth.urls")),
    path("<slug:organisation>/", include("atrium.organisations.urls")),
    path("<slug:organisation>/", include("atrium.timeline.urls")),
    path("<slug:organisation>/", include("atrium.notifications.urls")),
    path("<slug:organisation>/", include("atrium.clients.urls")),
]
