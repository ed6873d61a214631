from django.urls import path

from atrium.meetings.views import calendar, feed, follow_up, meetings

MEETINGS = "clients/<int:number>/meetings"
MEETING = f"{MEETINGS}/<uuid:key>"

urlpatterns = [
    path("calendar/", calendar.show, name="calendar"),
    path("calendar/feed/", feed.settle, name="calendar-feed"),
    path("calendar/feed/close/", feed.close, name="calendar-feed-close"),
    path("calendar/new/", calendar.new, name="calendar-new"),
    path(f"{MEETINGS}/new/", meetings.plan, name="meeting-new"),
    path(f"{MEETING}/", meetings.meeting, name="meeting"),
    path(f"{MEETING}/edit/", meetings.edit, name="meeting-edit"),
    path(f"{MEETING}/move/", calendar.move, name="meeting-move"),
    path(f"{MEETING}/cancel/", meetings.cancel, name="meeting-cancel"),
    path(f"{MEETING}/people/", meetings.people, name="meeting-people"),
    path(f"{MEETING}/people/<uuid:who>/", meetings.withdraw, name="meeting-withdraw"),
    path(f"{MEETING}/task/", follow_up.add, name="meeting-task"),
    path(f"{MEETING}/minutes/", meetings.minutes, name="meeting-minutes"),
]
