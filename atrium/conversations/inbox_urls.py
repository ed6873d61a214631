from django.urls import path

from atrium.conversations.views import inbox

TALK = "inbox/<uuid:key>"

urlpatterns = [
    path("inbox/", inbox.show, name="inbox"),
    path(f"{TALK}/", inbox.conversation, name="inbox-conversation"),
    path(f"{TALK}/done/", inbox.finish, name="inbox-done"),
    path(f"{TALK}/assign/", inbox.assign, name="inbox-assign"),
    path(f"{TALK}/put-off/", inbox.put_off, name="inbox-put-off"),
    path(f"{TALK}/unread/", inbox.unread, name="inbox-unread"),
]
