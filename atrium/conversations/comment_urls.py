from django.urls import path

from atrium.conversations.views import comments

COMMENTS = "clients/<int:number>/comments"

urlpatterns = [
    path(f"{COMMENTS}/", comments.threads, name="comments"),
    path(f"{COMMENTS}/new/", comments.write, name="comment-new"),
    path(f"{COMMENTS}/<uuid:key>/", comments.comment, name="comment"),
    path(f"{COMMENTS}/<uuid:key>/reply/", comments.reply, name="comment-reply"),
    path(f"{COMMENTS}/<uuid:key>/unbin/", comments.unbin, name="comment-unbin"),
]
