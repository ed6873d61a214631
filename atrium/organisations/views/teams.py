"""Teams and who is in them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.facts import team_page, teams_page
from atrium.organisations.forms import TeamForm, TeamMemberForm
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member, Team
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, done, page


@member_view(needs=Can.MEMBERS_SEE)
def teams(request: MemberRequest) -> HttpResponse:
    """The teams with their members."""
    return render(request, "organisations/teams.html", teams_page(request.member))


@member_view(needs=Can.MEMBERS_MANAGE)
def new_team(request: MemberRequest) -> HttpResponse:
    """Make a team."""
    form = TeamForm(request.POST or None)
    made: list[Team] = []
    if request.method == "POST" and accepted(
        form, lambda: made.append(Team.make(form.cleaned_data["name"], by=request.member))
    ):
        slug = request.member.organisation.slug
        return done(
            request,
            gettext("Made the team {made}.").format(made=made[0].name),
            "team",
            slug,
            made[0].public_id,
        )
    return page(request, "organisations/team_new.html", form, {})


@member_view(needs=Can.MEMBERS_MANAGE)
def team(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """One team: rename it, see who is in it."""
    shown = get_object_or_404(Team, public_id=public_id)
    form = TeamForm(request.POST or None, initial={"name": shown.name})
    if request.method == "POST" and accepted(
        form, lambda: shown.rename(form.cleaned_data["name"], by=request.member)
    ):
        return done(
            request,
            gettext("Saved {shown}.").format(shown=shown.name),
            "teams",
            request.member.organisation.slug,
        )
    return page(request, "organisations/team.html", form, team_page(shown))


@require_POST
@member_view(needs=Can.MEMBERS_MANAGE)
def disband(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Remove a team."""
    shown = get_object_or_404(Team, public_id=public_id)
    shown.disband(by=request.member)
    return done(
        request,
        gettext("Removed the team {shown}.").format(shown=shown.name),
        "teams",
        request.member.organisation.slug,
    )


@require_POST
@member_view(needs=Can.MEMBERS_MANAGE)
def take_in(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Add a member to a team."""
    shown = get_object_or_404(Team, public_id=public_id)
    form = TeamMemberForm(request.POST)
    if accepted(form, lambda: shown.take_in(form.cleaned_data["member"], by=request.member)):
        words = gettext("Added {member} to {shown}.").format(
            member=form.cleaned_data["member"].name, shown=shown.name
        )
        return done(request, words, "team", request.member.organisation.slug, public_id)
    context = team_page(shown) | {
        "member_form": form,
        "form": TeamForm(initial={"name": shown.name}),
    }
    return render(request, "organisations/team.html", context, status=422)


@require_POST
@member_view(needs=Can.MEMBERS_MANAGE)
def let_go(request: MemberRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """Take a member out of a team."""
    shown = get_object_or_404(Team, public_id=public_id)
    member = get_object_or_404(Member, public_id=member_id)
    shown.let_go(member, by=request.member)
    words = gettext("Took {member} out of {shown}.").format(member=member.name, shown=shown.name)
    return done(request, words, "team", request.member.organisation.slug, public_id)
