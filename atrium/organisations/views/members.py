"""The members of an organisation."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from atrium.accounts.stepping_up import ask_again, is_sure
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.facts import members_page
from atrium.organisations.forms import MemberForm, makes_an_owner
from atrium.organisations.member_links import links_for
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, done, page


@require_safe
@member_view(needs=Can.MEMBERS_SEE)
def members(request: MemberRequest) -> HttpResponse:
    """Who works here, and who is invited."""
    return render(request, "organisations/members.html", members_page(request.member))


@member_view(needs=Can.MEMBERS_MANAGE)
def member(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """One member: name, title, role, teams; and the way in or out."""
    shown = get_object_or_404(Member, public_id=public_id)
    form = MemberForm(request.POST or None, by=request.member, member=shown)
    if makes_an_owner(form) and not is_sure(request):
        return ask_again(request)
    if request.method == "POST" and accepted(form, lambda: _save(form, shown, request.member)):
        return done(
            request,
            gettext("Saved {shown}.").format(shown=shown.name),
            "members",
            request.member.organisation.slug,
        )
    context = {"shown": shown, "manageable": request.member.may_manage(shown)}
    context["links"] = links_for(request.member, shown)
    return page(request, "organisations/member.html", form, context)


def _save(form: MemberForm, shown: Member, by: Member) -> None:
    shown.change(
        by=by,
        name=form.cleaned_data["name"],
        job_title=form.cleaned_data["job_title"],
        role=form.cleaned_data.get("role", shown.given),
    )


@require_POST
@member_view(needs=Can.MEMBERS_MANAGE)
def disable(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Keep a member out."""
    shown = get_object_or_404(Member, public_id=public_id)
    shown.disable(by=request.member)
    place = (request.member.organisation.slug, shown.public_id)
    return done(
        request,
        gettext("{shown} can no longer sign in here.").format(shown=shown.name),
        "member",
        *place,
    )


@require_POST
@member_view(needs=Can.MEMBERS_MANAGE)
def enable(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Let a disabled member in again."""
    shown = get_object_or_404(Member, public_id=public_id)
    shown.enable(by=request.member)
    return done(
        request,
        gettext("{shown} can sign in again.").format(shown=shown.name),
        "members",
        request.member.organisation.slug,
    )
