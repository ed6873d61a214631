from django.urls import path

from atrium.organisations.views import home, invitations, members, roles, settings, teams

urlpatterns = [
    path("", home.dashboard, name="dashboard"),
    path("settings/", settings.settings, name="settings"),
    path("settings/organisation/", settings.organisation, name="settings-organisation"),
    path("settings/networks/", settings.networks, name="networks"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/new/", roles.new_role, name="role-new"),
    path("settings/roles/<uuid:public_id>/", roles.role, name="role"),
    path("settings/roles/<uuid:public_id>/remove/", roles.remove_role, name="role-remove"),
    path("settings/members/", members.members, name="members"),
    path("settings/members/invite/", invitations.invite, name="invite"),
    path("settings/members/<uuid:public_id>/", members.member, name="member"),
    path("settings/members/<uuid:public_id>/disable/", members.disable, name="member-disable"),
    path("settings/members/<uuid:public_id>/enable/", members.enable, name="member-enable"),
    path(
        "settings/invitations/<uuid:public_id>/send/",
        invitations.send_again,
        name="invitation-send",
    ),
    path(
        "settings/invitations/<uuid:public_id>/revoke/",
        invitations.revoke,
        name="invitation-revoke",
    ),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/new/", teams.new_team, name="team-new"),
    path("settings/teams/<uuid:public_id>/", teams.team, name="team"),
    path("settings/teams/<uuid:public_id>/remove/", teams.disband, name="team-remove"),
    path("settings/teams/<uuid:public_id>/members/", teams.take_in, name="team-take-in"),
    path(
        "settings/teams/<uuid:public_id>/members/<uuid:member_id>/remove/",
        teams.let_go,
        name="team-let-go",
    ),
]
