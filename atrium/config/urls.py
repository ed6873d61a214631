from django.urls import include, path

from atrium.foundation.views.problems import broken, not_allowed, not_found
from atrium.integrations.urls import api_patterns

handler403 = not_allowed
handler404 = not_found
handler500 = broken

urlpatterns = [
    path("api/", include(api_patterns)),
    path("sms/", include("atrium.conversations.sms_hook_urls")),
    path("mail-news/", include("atrium.conversations.mail_hook_urls")),
    path("", include("atrium.foundation.urls")),
    path("", include("atrium.accounts.urls")),
    path("installation/", include("atrium.installation.urls")),
    path("", include("atrium.organisations.person_urls")),
    path("", include("atrium.sso.public_urls")),
    path("", include("atrium.meetings.public_urls")),
    path("", include("atrium.projects.public_urls")),
    path("", include("atrium.documents.public_urls")),
    path("", include("atrium.billing.public_urls")),
    path("", include("atrium.payments.public_urls")),
    path("accounts/", include("allauth.urls")),
    path("<slug:organisation>/", include("atrium.organisations.urls")),
    path("<slug:organisation>/", include("atrium.sso.urls")),
    path("<slug:organisation>/", include("atrium.configuration.urls")),
    path("<slug:organisation>/", include("atrium.integrations.urls")),
    path("<slug:organisation>/", include("atrium.timeline.urls")),
    path("<slug:organisation>/", include("atrium.calendar.urls")),
    path("<slug:organisation>/", include("atrium.documents.urls")),
    path("<slug:organisation>/", include("atrium.conversations.urls")),
    path("<slug:organisation>/", include("atrium.meetings.urls")),
    path("<slug:organisation>/", include("atrium.prices.urls")),
    path("<slug:organisation>/", include("atrium.billing.paper_urls")),
    path("<slug:organisation>/", include("atrium.projects.urls")),
    path("<slug:organisation>/", include("atrium.jobs.urls")),
    path("<slug:organisation>/", include("atrium.tenders.urls")),
    path("<slug:organisation>/", include("atrium.billing.urls")),
    path("<slug:organisation>/", include("atrium.payments.urls")),
    path("<slug:organisation>/", include("atrium.notifications.urls")),
    path("<slug:organisation>/", include("atrium.profile.urls")),
    path("<slug:organisation>/", include("atrium.quality.urls")),
    path("<slug:organisation>/", include("atrium.clients.urls")),
    path("<slug:organisation>/", include("atrium.imports.urls")),
    path("<slug:organisation>/", include("atrium.privacy.urls")),
]
