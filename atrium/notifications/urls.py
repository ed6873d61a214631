from django.urls import path

from atrium.notifications.views import inbox, preferences

urlpatterns = [
    path("notifications/", inbox.notifications, name="notifications"),
    path("notifications/read/", inbox.read_all, name="notifications-read"),
    path("notifications/<int:key>/read/", inbox.read, name="notification-read"),
    path("notifications/events/<int:key>/", inbox.event, name="notification-event"),
    path("notifications/notices/<int:key>/", inbox.notice, name="notification-notice"),
    path("settings/notifications/", preferences.preferences, name="notification-settings"),
]
