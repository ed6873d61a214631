"""Teams, the page of roles, the organisation's own settings and their log."""

from __future__ import annotations

from django.test import Client as Browser
from django.utils import translation
from django.utils.html import escape

from atrium.clients.models import Client, Grant
from atrium.organisations.models import Member, Organisation, Team
from atrium.organisations.permissions import ROLES, Can, Role
from atrium.organisations.settings_pages import PAGES, pages_for
from atrium.timeline.models import Act

SETTINGS = "/acme/settings/"


def test_j24_a_team_is_made_filled_renamed_and_removed(as_alice: Browser, bob: Member) -> None:
    as_alice.post(f"{SETTINGS}teams/new/", {"name": "Heating"})
    team = Team.objects.get()
    page = f"{SETTINGS}teams/{team.public_id}/"
    as_alice.post(f"{page}members/", {"member": str(bob.public_id)})
    assert list(team.members.all()) == [bob]
    as_alice.post(page, {"name": "Boilers"})
    team.refresh_from_db()
    assert team.name == "Boilers"
    as_alice.post(f"{page}members/{bob.public_id}/remove/")
    assert not team.members.exists()
    as_alice.post(f"{page}remove/")
    assert not Team.objects.exists()


def test_j24_two_teams_are_not_called_the_same(as_alice: Browser, alice: Member) -> None:
    Team.make("Heating", by=alice)
    answer = as_alice.post(f"{SETTINGS}teams/new/", {"name": "Heating"})
    assert answer.status_code == 422
    assert "There is a team called Heating already." in answer.text


def test_j24_a_team_that_clients_are_opened_to_is_not_removed(
    as_alice: Browser, alice: Member, bakery: Client
) -> None:
    team = Team.make("Heating", by=alice)
    Grant.objects.create(client=bakery, team=team)
    answer = as_alice.post(f"{SETTINGS}teams/{team.public_id}/remove/")
    assert answer.status_code == 409
    assert Team.objects.exists()


def test_j24_a_member_of_another_organisation_joins_no_team(
    as_alice: Browser, alice: Member, charlie: Member
) -> None:
    team = Team.make("Heating", by=alice)
    page = f"{SETTINGS}teams/{team.public_id}/members/"
    assert as_alice.post(page, {"member": str(charlie.public_id)}).status_code == 422
    assert not team.memberships.exists()


def test_j24_staff_change_no_team(as_bob: Browser, alice: Member) -> None:
    team = Team.make("Heating", by=alice)
    assert as_bob.post(f"{SETTINGS}teams/{team.public_id}/remove/").status_code == 403
    assert "Heating" in as_bob.get(f"{SETTINGS}teams/").text
    assert Team.objects.exists()


def test_j24_the_page_of_roles_is_the_table_itself(as_vera: Browser) -> None:
    page = as_vera.get(f"{SETTINGS}roles/")
    drawn = {
        (line.permission, role)
        for line in page.context["lines"]
        for role, allowed in line.allowed
        if allowed
    }
    assert drawn == {(can, role) for role in Role for can in ROLES[role]}
    assert all(can.label.replace("'", "&#x27;") in page.text for can in Can)


def test_j24_the_settings_change_and_the_log_says_how(
    as_alice: Browser, acme: Organisation
) -> None:
    fields = {
        "name": "Acme & Sons",
        "country": "DE",
        "currency": "EUR",
        "timezone": "Europe/Berlin",
        "language": "de",
        "list_style": "cards",
    }
    assert as_alice.post(f"{SETTINGS}organisation/", fields).status_code == 302
    acme.refresh_from_db()
    assert (acme.name, acme.currency, acme.timezone, acme.list_style) == (
        "Acme & Sons",
        "EUR",
        "Europe/Berlin",
        "cards",
    )
    log = as_alice.get(f"{SETTINGS}log/").text
    act = Act.objects.latest("id")
    assert act.label == "Changed the organisation's settings"
    with translation.override("de"):
        assert act.words != act.label
        assert escape(act.words) in log
    assert "<del>GBP</del>" in log


def test_j24_settings_that_do_not_exist_are_refused(as_alice: Browser, acme: Organisation) -> None:
    fields = {
        "name": "",
        "country": "XX",
        "currency": "ZZZ",
        "timezone": "Mars/Base",
        "language": "tlh",
        "list_style": "heap",
    }
    answer = as_alice.post(f"{SETTINGS}organisation/", fields)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(fields)
    acme.refresh_from_db()
    assert acme.name == "Acme"


def test_j24_the_log_has_pages(as_alice: Browser, alice: Member) -> None:
    for n in range(60):
        alice.organisation.edit(by=alice, name=f"Acme {n}")
    first = as_alice.get(f"{SETTINGS}log/")
    older = as_alice.get(f"{SETTINGS}log/?before={first.context['page'].older}")
    shown = [entry.act.pk for page in (first, older) for entry in page.context["page"].entries]
    assert shown[:60] == list(
        Act.objects.filter(label__contains="settings").order_by("-id").values_list("pk", flat=True)
    )
    assert as_alice.get(f"{SETTINGS}log/?before=soon").status_code == 404
    assert as_alice.get(f"{SETTINGS}log/?before={10**30}").status_code == 404


def test_j24_the_log_is_for_those_who_run_the_place(as_bob: Browser) -> None:
    assert as_bob.get(f"{SETTINGS}log/").status_code == 403


def test_j24_a_setting_is_found_by_its_name_its_help_and_by_what_else_people_call_it(
    as_alice: Browser, as_vera: Browser, alice: Member, vera: Member
) -> None:
    def found(browser: Browser, words: str) -> list[str]:
        answer = browser.get(SETTINGS, {"q": words})
        assert answer.status_code == 200, words
        return [setting.label for setting in answer.context["found"]]

    first = {
        "time zone": "Time zone",
        "clock": "Time zone",
        "OVERDUE today": "Time zone",
        "iban": "Invoices",
        "kanban": "Board columns",
        "gdpr": "Personal data",
        "vpn": "Networks",
        "api key": "API tokens",
        "log": "Log",
        "statuses settings": "Statuses",
    }
    assert {words: found(as_alice, words)[0] for words in first} == first
    for page in PAGES:
        assert page.text.endswith("."), f"{page.label} has no line of help"
        assert page.label in found(as_alice, f"{page.label} settings"), page.label
        for form in page.forms:
            for field in form.base_fields.values():
                assert not field.label or str(field.label) in found(as_alice, str(field.label))
    everything = as_alice.get(SETTINGS).context["found"]
    assert [setting.label for setting in everything] == [link.label for link in pages_for(alice)]
    assert found(as_alice, "zzz") == []
    assert "No setting is called so" in as_alice.get(SETTINGS, {"q": "zzz"}).text

    assert found(as_vera, "time zone") == found(as_vera, "log") == found(as_vera, "iban") == []
    assert found(as_vera, "") == [link.label for link in pages_for(vera)]
    lines = as_alice.get("/acme/palette/", {"q": "clock"}).text
    assert "Settings, Organisation" in lines
    assert "/acme/settings/organisation/#id_timezone" in lines
    assert "id_timezone" not in as_vera.get("/acme/palette/", {"q": "clock"}).text


def test_j24_each_page_of_the_settings_says_who_changed_it_last_and_leads_to_its_history(
    as_alice: Browser, as_bob: Browser, alice: Member, bob: Member
) -> None:
    alice.organisation.edit(by=alice, currency="EUR")
    Team.make("Heating", by=alice)
    alice.organisation.allow_from("0.0.0.0/0, ::/0", by=alice, own="127.0.0.1")

    page = as_alice.get(f"{SETTINGS}organisation/").text
    assert "Changed last by Alice Ash" in page
    assert "from where the organisation is reached" not in page, "that is another page's"
    history = f"{SETTINGS}log/?what=settings-organisation"
    assert f'href="{history}"' in page
    entries = as_alice.get(history).context["page"].entries
    assert [entry.act.label for entry in entries][:1] == ["Changed the organisation's settings"]
    assert all("Organisation" in entry.topics for entry in entries)
    for name in ("networks", "teams"):
        assert "Changed last by Alice Ash" in as_alice.get(f"{SETTINGS}{name}/").text
    teams = as_bob.get(f"{SETTINGS}teams/").text
    assert "Changed last by Alice Ash" in teams
    assert "settings/log/" not in teams, "Bob may not read the log"
