"""Pages outside of any organisation: where a person chooses one, joins one, and has a profile."""

from django.urls import path

from atrium.organisations.views import home, joining, profile

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/profile/", profile.profile, name="profile"),
    path("invitations/<slug:place>/<str:key>/", joining.invitation, name="invitation"),
]
