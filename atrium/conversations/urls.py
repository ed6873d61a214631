from django.urls import include, path

from atrium.conversations.views import (
    action_items,
    images,
    mail,
    mail_files,
    mailboxes,
    message_templates,
    note_templates,
    notes,
    reading,
    resolution,
    signing_in,
    sorting,
    versions,
    writing,
)

NOTES = "clients/<int:number>/notes"
NOTE = f"{NOTES}/<uuid:key>"
MAIL = "clients/<int:number>/mail"
MESSAGE = f"{MAIL}/<uuid:key>"
LETTER = "mail/<uuid:key>"
BOXES = "settings/mailboxes"
TEMPLATES = "settings/note-templates"
OF_MESSAGES = "settings/message-templates"

urlpatterns = [
    path("", include("atrium.conversations.call_urls")),
    path("", include("atrium.conversations.comment_urls")),
    path("", include("atrium.conversations.sms_urls")),
    path("", include("atrium.conversations.inbox_urls")),
    path(f"{NOTES}/new/", notes.write, name="note-new"),
    path(f"{NOTES}/part/", notes.more, name="notes-more"),
    path(f"{NOTES}/people/", writing.people, name="note-people"),
    path(f"{NOTES}/templates/", writing.templates, name="note-fill"),
    path(f"{NOTES}/images/", images.add, name="note-images"),
    path(f"{NOTES}/images/<uuid:key>/", images.show, name="note-image"),
    path(f"{MAIL}/images/", images.add_to_mail, name="mail-images"),
    path(f"{MAIL}/images/<uuid:key>/", images.show_written, name="mail-image"),
    path(f"{LETTER}/images/<uuid:image>/", images.show_sent, name="mail-image-sent"),
    path(f"{NOTE}/", notes.note, name="note"),
    path(f"{NOTE}/task/", action_items.of_note, name="note-task"),
    path(f"{NOTE}/pin/", notes.pin, name="note-pin"),
    path(f"{NOTE}/unbin/", notes.unbin, name="note-unbin"),
    path(f"{NOTE}/reminder/", notes.reminder, name="note-reminder"),
    path(f"{NOTE}/resolution/", resolution.resolution, name="note-resolution"),
    path(f"{NOTE}/versions/", versions.versions, name="note-versions"),
    path(f"{MAIL}/new/", mail.write, name="mail-new"),
    path(f"{MAIL}/draft/", mail.jot, name="mail-jot"),
    path(f"{MAIL}/files/", mail_files.keep, name="mail-files"),
    path(f"{MESSAGE}/documents/", mail_files.documents, name="mail-documents"),
    path(f"{MESSAGE}/undo/", mail.undo, name="mail-undo"),
    path(f"{MESSAGE}/retry/", mail.retry, name="mail-retry"),
    path(f"{MESSAGE}/discard/", mail.discard, name="mail-discard"),
    path(f"{MESSAGE}/level/", mail.level, name="mail-level"),
    path(f"{MESSAGE}/files/<uuid:file>/", mail.file, name="mail-file"),
    path("mail/", sorting.listed, name="mail-sorting"),
    path("mail/senders/client/", sorting.make_client, name="sender-client"),
    path("mail/senders/contact/", sorting.make_contact, name="sender-contact"),
    path("mail/senders/ignore/", sorting.ignore, name="sender-ignore"),
    path("mail/senders/<uuid:key>/heed/", sorting.heed, name="sender-heed"),
    path(f"{LETTER}/", reading.read, name="mail-read"),
    path(f"{LETTER}/body/", reading.body, name="mail-body"),
    path(f"{LETTER}/files/<uuid:file>/", reading.file, name="mail-part"),
    path(f"{LETTER}/clients/", sorting.file, name="mail-filed"),
    path(f"{LETTER}/clients/<int:number>/off/", sorting.take_off, name="mail-taken-off"),
    path(f"{BOXES}/", mailboxes.listed, name="mailboxes"),
    path(f"{BOXES}/add/", mailboxes.add, name="mailbox-add"),
    path(f"{BOXES}/add/shared/", mailboxes.add, {"shared": "yes"}, name="mailbox-share"),
    path(f"{BOXES}/<uuid:key>/", mailboxes.edit, name="mailbox"),
    path(f"{BOXES}/<uuid:key>/remove/", mailboxes.remove, name="mailbox-remove"),
    path(f"{BOXES}/<uuid:key>/test/", mailboxes.test, name="mailbox-test"),
    path(f"{BOXES}/<uuid:key>/fetch/", mailboxes.fetch, name="mailbox-fetch"),
    path(f"{BOXES}/signed-in/", signing_in.back, name="mailbox-signed-in"),
    path(f"{BOXES}/<uuid:key>/sign-in/", signing_in.begin, name="mailbox-sign-in"),
    path(f"{BOXES}/<uuid:key>/sign-out/", signing_in.forget, name="mailbox-sign-out"),
    path(f"{MAIL}/templates/", mail.templates, name="mail-fill"),
    path(f"{OF_MESSAGES}/", message_templates.PAGES.listed, name="message-templates"),
    path(f"{OF_MESSAGES}/add/", message_templates.PAGES.add, name="message-template-add"),
    path(f"{OF_MESSAGES}/<uuid:key>/", message_templates.PAGES.edit, name="message-template"),
    path(
        f"{OF_MESSAGES}/<uuid:key>/remove/",
        message_templates.PAGES.remove,
        name="message-template-remove",
    ),
    path(
        f"{OF_MESSAGES}/<uuid:key>/move/",
        message_templates.PAGES.shift,
        name="message-template-move",
    ),
    path(
        f"{OF_MESSAGES}/<uuid:key>/preview/",
        message_templates.preview,
        name="message-template-preview",
    ),
    path(f"{TEMPLATES}/", note_templates.PAGES.listed, name="note-templates"),
    path(f"{TEMPLATES}/add/", note_templates.PAGES.add, name="note-template-add"),
    path(f"{TEMPLATES}/<uuid:key>/", note_templates.PAGES.edit, name="note-template"),
    path(
        f"{TEMPLATES}/<uuid:key>/remove/", note_templates.PAGES.remove, name="note-template-remove"
    ),
    path(f"{TEMPLATES}/<uuid:key>/move/", note_templates.PAGES.shift, name="note-template-move"),
]
