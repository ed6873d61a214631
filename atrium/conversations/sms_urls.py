from django.urls import path

from atrium.conversations.views import sms, sms_numbers, sms_waiting

SMS = "clients/<int:number>/sms"
NUMBERS = "settings/sms"
WAITING = "sms/<uuid:key>"

urlpatterns = [
    path(f"{SMS}/new/", sms.write, name="sms-new"),
    path(f"{SMS}/templates/", sms.templates, name="sms-fill"),
    path(f"{SMS}/undo/", sms.undo, name="sms-undo"),
    path(f"{SMS}/<uuid:key>/retry/", sms.retry, name="sms-retry"),
    path(f"{WAITING}/assign/", sms_waiting.assign, name="sms-assign"),
    path(f"{WAITING}/lead/", sms_waiting.lead, name="sms-lead"),
    path(f"{WAITING}/ignore/", sms_waiting.ignore, name="sms-ignore"),
    path(f"{NUMBERS}/", sms_numbers.listed, name="sms-numbers"),
    path(f"{NUMBERS}/add/", sms_numbers.add, name="sms-number-add"),
    path(f"{NUMBERS}/<uuid:key>/", sms_numbers.edit, name="sms-number"),
    path(f"{NUMBERS}/<uuid:key>/remove/", sms_numbers.remove, name="sms-number-remove"),
    path(f"{NUMBERS}/<uuid:key>/test/", sms_numbers.test, name="sms-number-test"),
]
