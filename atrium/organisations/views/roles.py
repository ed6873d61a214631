"""The page of roles, and the roles of the organisation's own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from atrium.accounts.stepping_up import sure_first
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.facts import table_of_roles
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member, OwnRole
from atrium.organisations.models.own_role import roles_to_give
from atrium.organisations.permissions import Can, Role
from atrium.organisations.role_forms import OwnRoleForm, RemoveRoleForm, key_of
from atrium.organisations.views.answers import Context, accepted, done, page


@require_safe
@member_view(needs=Can.MEMBERS_SEE)
def roles(request: MemberRequest) -> HttpResponse:
    """Who may do what, drawn from the one table of permissions."""
    return render(request, "organisations/roles.html", table_of_roles(request.member))


@member_view(needs=Can.MEMBERS_MANAGE)
@sure_first
def new_role(request: MemberRequest) -> HttpResponse:
    """Make a role, beginning with what another one may."""
    given = {key_of(role): role for role in roles_to_give(request.member) if role != Role.OWNER}
    start = given.get(request.GET.get("like", Role.STAFF), Role.VIEWER)
    form = OwnRoleForm(request.POST or None, by=request.member, role=start)
    if request.method == "POST" and accepted(
        form, lambda: OwnRole.make(**form.cleaned_data, by=request.member)
    ):
        words = gettext("Made the role {name}.").format(name=form.cleaned_data["name"])
        return done(request, words, "roles", request.member.organisation.slug)
    context: Context = {"given": given, "start": key_of(start)}
    return page(request, "organisations/role_new.html", form, context)


@member_view(needs=Can.MEMBERS_MANAGE)
@sure_first
def role(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """One role of the organisation's own: change it, or remove it."""
    shown = get_object_or_404(OwnRole, public_id=public_id)
    form = OwnRoleForm(request.POST or None, by=request.member, role=shown)
    if request.method == "POST" and accepted(
        form, lambda: shown.edit(**form.cleaned_data, by=request.member)
    ):
        return done(
            request,
            gettext("Saved {shown}.").format(shown=shown.name),
            "roles",
            request.member.organisation.slug,
        )
    context = _context(shown, request.member) | {
        "removing": RemoveRoleForm(by=request.member, role=shown)
    }
    return page(request, "organisations/role.html", form, context)


@require_POST
@member_view(needs=Can.MEMBERS_MANAGE)
@sure_first
def remove_role(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Remove it; who has it gets another one."""
    shown = get_object_or_404(OwnRole, public_id=public_id)
    removing = RemoveRoleForm(request.POST, by=request.member, role=shown)
    if accepted(
        removing, lambda: shown.remove(by=request.member, into=removing.cleaned_data["into"])
    ):
        slug = request.member.organisation.slug
        return done(
            request, gettext("Removed the role {shown}.").format(shown=shown.name), "roles", slug
        )
    form = OwnRoleForm(by=request.member, role=shown)
    context = _context(shown, request.member) | {"removing": removing, "form": form}
    return render(request, "organisations/role.html", context, status=422)


def _context(shown: OwnRole, reader: Member) -> Context:
    if not reader.may_give(shown):
        raise Http404
    return {"shown": shown, "held": shown.members.count()}
