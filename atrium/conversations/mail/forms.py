"""The shape of an e-mail as people write it. Nothing here saves or sends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.files import File
from django.utils import timezone

from atrium.conversations.mail.signing import resigned
from atrium.conversations.mail.writing import Writing, receivers
from atrium.conversations.marked import from_marked
from atrium.conversations.models import Level, Mailbox
from atrium.conversations.richtext import plain, safe
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation

LINES = ("to", "cc", "bcc")
LEVELS = [
    ("", gettext_lazy("As its mailbox says")),
    *((str(level.value), level.label) for level in Level),
]
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        several = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in several]


class MailForm(forms.Form):
    """``html`` is what the editor sends; without it ``text`` comes alone, as marked.py reads it.

    ``leave_at`` is the clock where the organisation is, ``signed`` the sender whose signature stands
    in the text: where it is from another one, theirs comes in its place.
    """

    mailbox = forms.CharField(required=False)
    to = forms.CharField(required=False, max_length=20_000)
    cc = forms.CharField(required=False, max_length=20_000)
    bcc = forms.CharField(required=False, max_length=20_000)
    subject = forms.CharField(required=False, max_length=900)
    html = forms.CharField(required=False, strip=False)
    text = forms.CharField(required=False, strip=False)
    level = forms.ChoiceField(choices=LEVELS, required=False)
    leave_at = forms.DateTimeField(
        required=False,
        input_formats=MOMENTS,
        error_messages={
            "invalid": gettext_lazy("Give the day and the time at which it is to leave.")
        },
    )
    attach = FilesField(required=False)
    version = forms.IntegerField(required=False)
    signed = forms.CharField(required=False)

    def __init__(
        self, *args: Any, organisation: Organisation, boxes: list[Mailbox], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.boxes = organisation, boxes

    def full_clean(self) -> None:
        """Read the clock where the organisation is."""
        with timezone.override(self.organisation.zone):
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.read(data)
        html = data.get("html") or ""
        data["html"] = safe(html if html.strip() else from_marked(data.get("text") or ""))
        chosen = data.get("mailbox")
        data["mailbox"] = next((b for b in self.boxes if str(b.public_id) == chosen), None)
        if self.boxes and data["mailbox"] is None:
            data["mailbox"] = self.boxes[0]
        was = next((b for b in self.boxes if str(b.public_id) == data.get("signed")), None)
        if was and data["mailbox"]:
            data["html"] = resigned(data["html"], was.signature, data["mailbox"].signature)
        return data

    def read(self, data: dict[str, Any]) -> None:
        """The lines and the moment as they are meant; what cannot be read is said at its field."""
        for name in LINES:
            try:
                data[name] = receivers(data.get(name) or "", name)
            except Refusal as error:
                self.add_error(name, str(error))
        soon = timezone.now() - timedelta(minutes=1)
        if (at := data.get("leave_at")) and at < soon:
            self.add_error("leave_at", gettext("Choose a moment that is still to come."))

    def check_whole(self) -> None:
        """What a message needs before it leaves, beyond what a draft needs."""
        data = self.cleaned_data
        if not any(data.get(name) for name in LINES) and not self.errors:
            self.add_error("to", gettext("Say whom it goes to."))
        if not (plain(data.get("html", "")) or data.get("subject") or data.get("attach")):
            self.add_error("text", gettext("Write something first."))

    @property
    def writing(self) -> Writing:
        """What was written."""
        data = self.cleaned_data
        level = Level(int(data["level"])) if data.get("level") else None
        lines: dict[str, Any] = {name: data[name] for name in LINES}
        return Writing(subject=data["subject"], html=data["html"], level=level, **lines)

    @property
    def says_something(self) -> bool:
        """Whether there is anything that could be lost."""
        data = self.cleaned_data
        return bool(data["subject"].strip() or plain(data["html"]).strip())

    @property
    def files_given(self) -> list[File[Any]]:
        found: list[File[Any]] = self.cleaned_data.get("attach") or []
        return found


class JotForm(MailForm):
    """What stands in the composer at a moment, however unfinished; its lines are kept as typed."""

    leave_at = forms.CharField(required=False, max_length=30)  # type: ignore[assignment]

    def read(self, data: dict[str, Any]) -> None:
        """Nothing of it is read yet."""

    @property
    def writing(self) -> Writing:
        data = self.cleaned_data
        level = Level(int(data["level"])) if data.get("level") else None
        typed = {name: data[name] for name in (*LINES, "leave_at") if data.get(name)}
        return Writing(subject=data["subject"], html=data["html"], level=level, typed=typed)
