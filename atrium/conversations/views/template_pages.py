"""The pages in the settings on which an organisation keeps its templates, of notes and of messages alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

type Page = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class TemplatePages:
    """The pages of one sort; ``values`` are what the form and the verbs of ``model`` take."""

    model: Any
    rows: Callable[[], Any]
    one: Callable[[UUID], Any]
    form: Any
    values: tuple[str, ...]
    placeholders: Mapping[str, tuple[str, Any]]
    folder: str
    home: str
    begun: Mapping[str, str] = field(default_factory=dict)

    @property
    def listed(self) -> Page:
        """All of them, in their order."""

        @require_safe
        @member_view(needs=Can.LEXICON_EDIT)
        def listed(request: MemberRequest) -> HttpResponse:
            context = {"organisation": request.member.organisation, "templates": self.rows()}
            return render(request, f"conversations/{self.folder}/page.html", context)

        return listed

    @property
    def add(self) -> Page:
        """A new one, at the end of the list."""

        @require_http_methods(["GET", "HEAD", "POST"])
        @member_view(needs=Can.LEXICON_EDIT)
        def add(request: MemberRequest) -> HttpResponse:
            form = self.form(request.POST or None, initial=self.begun)
            if accepted(form, lambda: self.model.add(by=request.member, **self._told(form))):
                return self.done(
                    request, gettext("Added {label}.").format(label=form.cleaned_data["label"])
                )
            return self._form(request, form)

        return add

    @property
    def edit(self) -> Page:
        """Change one."""

        @require_http_methods(["GET", "HEAD", "POST"])
        @member_view(needs=Can.LEXICON_EDIT)
        def edit(request: MemberRequest, key: UUID) -> HttpResponse:
            template = self.one(key)
            form = self.form(
                request.POST or None, initial={n: getattr(template, n) for n in self.values}
            )
            if accepted(form, lambda: template.edit(by=request.member, **self._told(form))):
                return self.done(
                    request, gettext("Saved {label}.").format(label=form.cleaned_data["label"])
                )
            return self._form(request, form, template)

        return edit

    @property
    def remove(self) -> Page:
        """Take one off the list; what was begun with it stays."""

        @require_POST
        @member_view(needs=Can.LEXICON_EDIT)
        def remove(request: MemberRequest, key: UUID) -> HttpResponse:
            template = self.one(key)
            template.retire(by=request.member)
            return self.done(
                request, gettext("Removed {template}.").format(template=template.label)
            )

        return remove

    @property
    def shift(self) -> Page:
        """Move one a place up or down."""

        @require_POST
        @member_view(needs=Can.LEXICON_EDIT)
        def shift(request: MemberRequest, key: UUID) -> HttpResponse:
            template = self.one(key)
            template.shift(by=request.member, down="down" in request.POST)
            return self.done(request, gettext("Moved {template}.").format(template=template.label))

        return shift

    def done(self, request: MemberRequest, words: str) -> HttpResponse:
        """Back to the list, with a message."""
        messages.success(request, words)
        return redirect(self.home, request.member.organisation.slug)

    def _told(self, form: Any) -> dict[str, Any]:
        return {name: form.cleaned_data[name] for name in self.values}

    def _form(self, request: MemberRequest, form: Any, template: Any = None) -> HttpResponse:
        context = {
            "organisation": request.member.organisation,
            "form": form,
            "template": template,
            "placeholders": [(name, told) for name, (told, _) in self.placeholders.items()],
        }
        status = 422 if form.errors else 200
        return render(request, f"conversations/{self.folder}/edit.html", context, status=status)
