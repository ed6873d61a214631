"""Every address of the product, asked for by nobody, by another organisation, by a viewer and by staff.

A new address fails here until the table below says who may open it.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from atrium.clients.models import Client
from atrium.jobs.models import Job
from atrium.organisations.models import Member, Organisation
from atrium.tenders.models import Tender

# Open to everybody: sign-in and its kin, what a monitor asks, the key in a mailed link.
PUBLIC = set(
    "bill bill-pdf sent sent-file sent-sheet account_login account_logout account_signup meeting-reply meeting-feed account_inactive account_reset_password account_reset_password_done "
    "account_reset_password_from_key account_reset_password_from_key_done account_confirm_email "
    "account_email_verification_sent account_confirm_login_code mfa_authenticate mfa_login_webauthn theme invitation "
    "shared shared-file shared-sheet healthz readyz metrics styleguide styleguide-answer styleguide-page api_reference sms-incoming sms-status pay pay-hook mail-hook sso sso-place sso-begin sso-back sso-acs sso-metadata".split()
)
# A person's own pages: whoever is signed in, each sees their own.
OWN = set(
    "home profile account_reauthenticate account_email account_change_password account_set_password mfa_index "
    "mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_list_webauthn mfa_add_webauthn "
    "mfa_reauthenticate_webauthn mfa_edit_webauthn mfa_remove_webauthn mfa_view_recovery_codes "
    "mfa_generate_recovery_codes mfa_download_recovery_codes usersessions_list session-end sign-ins sign-in-link sign-in-unlink".split()
)
# Of an organisation: for those who run it, for staff and above, for every member.
RUNNING = set(
    "accounting accounting-entries invoice-settings invoice-sample settings-organisation settings-log settings-log-file invite member member-disable member-enable invitation-send invitation-revoke "
    "networks role-new role role-remove team-new team team-remove team-take-in team-let-go client-access client-grant client-ungrant "
    "retention retention-rule retention-end privacy privacy-dossier privacy-person privacy-export privacy-erase client-privacy client-hold member-sees view-log view-log-file view-log-keeping".split()
)
LISTS = "job-stages job-roles tender-stages tender-reasons columns statuses tags location-types contact-roles team-roles relation-kinds industries document-kinds consent-purposes".split()
DEEDS = ("", "-add", "-edit", "-move", "-order", "-remove")
RUNNING |= {f"words-{name}{deed}" for name in LISTS for deed in DEEDS} | {"words-statuses-default"}
RUNNING |= set(
    "detail-locks reach-settings rules rule-add rule-preview rule-edit rule-switch rule-remove".split()
)
RUNNING |= {"mailbox-share", "configuration", "configuration-export", "configuration-undo"}
RUNNING |= set(
    "sso-settings sso-provider sso-provider-add sso-provider-switch sso-provider-remove sso-domain-add sso-domain-prove sso-domain-remove".split()
)
RUNNING |= set(
    "pay-provider pay-provider-test pay-provider-retire reminders reminder-add reminder-level reminder-remove reminder-words receipt-words".split()
)
RUNNING |= set("sms-numbers sms-number sms-number-add sms-number-remove sms-number-test".split())
RUNNING |= set(
    "note-templates note-template note-template-add note-template-move note-template-remove".split()
)
RUNNING |= set(
    "message-templates message-template message-template-add message-template-move message-template-remove message-template-preview".split()
)
FIELD_DEEDS = "-add -edit -move -order -purge -restore -retire -type -section-add -section-edit -section-remove"
RUNNING |= {
    f"fields-{of}{deed}" for of in ("client", "contact") for deed in ["", *FIELD_DEEDS.split()]
}
MANAGING = set(
    "invoice-send client-statement-send prices-export prices-import jobs-export projects-export tenders-export invoices-export invoice-lines-export quality-recheck ownership member-handover clients-bulk clients-bulk-plan clients-bulk-run clients-export exports export-file export-remove client-owner client-assign client-unassign client-archive "
    "invoice-issue invoice-cancel invoice-credit invoice-write-off invoice-expect-again client-payment-new "
    "payment-allocate payment-refund payment-void "
    "bank bank-take bank-certain bank-draft bank-entry bank-book bank-match payment-return payment-receipt bank-ignore bank-take-up bank-free "
    "client-remind client-pay-link client-pay-link-revoke client-charge client-charge-refund client-charge-ask client-card-default client-card-remove "
    "duplicates duplicates-apart duplicates-merged duplicates-different duplicates-again duplicates-compare "
    "duplicates-merge client-merge merge-undo "
    "imports import import-new import-back import-failed import-file import-plan import-read import-rows import-run "
    "import-stop import-undo import-decide".split()
)
WORKING = set(
    "invoice-pdf invoice-xml prices price-item price-item-add price-item-picker tax-rates tax-rate tax-rate-add tax-rates-usual client-price client-price-new "
    "invoices invoice invoice-edit invoice-discard invoice-copy client-invoice-new client-invoice-sums "
    "payments payment payment-receipt-pdf client-reminder-letter ageing ageing-csv "
    "client-statement client-statement-pdf client-statement-csv recurring recurring-plan recurring-edit recurring-pause recurring-resume recurring-end recurring-discard client-recurring-new "
    "client-collect client-cards-panel client-work client-work-waive "
    "project-new projects-bulk project-move project-description project-people project-field client-project-add "
    "client-job-new job-new job-edit job-stage job-complete job-bin job-link job-part job-unlink jobs-bulk job-checklist job-item job-incidents job-incident job-times job-time job-candidates job-candidate "
    "tender-new client-tender-new tender-edit tender-stage tender-decide tender-reopen tender-become tender-bin tenders-bulk tender-file-add tender-uploads tender-files tender-file-remove "
    "project-file-add project-uploads project-file deliverable-add deliverables-send deliverable sending-back "
    "calendar-new meeting-move meeting-task meeting-new meeting-edit meeting-cancel meeting-people meeting-withdraw meeting-minutes "
    "client-preferences client-no-contact client-no-contact-lift contact-preferences contact-no-contact "
    "contact-no-contact-lift "
    "account-requests account-request client-account-change "
    "client-new clients-similar client-status client-flag client-tags client-untag client-detail client-field client-point-new "
    "client-point client-location-new client-location client-location-default client-address-parts "
    "client-area-new client-area client-equipment-new client-equipment client-equipment-service "
    "client-contact-new client-consent contact-consent "
    "client-contacts-assign client-contact client-contact-primary client-contacts-several client-contact-past "
    "client-contact-reports-to contact-new contact-detail contact-point-new contact-point contact-archive "
    "client-history-restore client-history-as-of contact-history-restore contact-history-as-of "
    "contact-stand-with client-restore client-relate client-relation-end act-undo note-new note note-pin "
    "note-reminder note-resolution note-unbin note-fill note-people note-image note-images task-new task task-done tokens token-revoke mail-new mail-undo mail-retry mail-discard mail-level mailboxes mailbox mailbox-add mailbox-remove mailbox-test mailbox-fetch mailbox-sign-in mailbox-sign-out mailbox-signed-in mail-filed mail-taken-off sender-client sender-contact sender-ignore sender-heed call-new call call-unbin call-assign call-lead call-remove call-task note-task comment-new comment-reply comment-unbin sms-new sms-undo sms-retry sms-fill sms-assign sms-lead sms-ignore mail-fill mail-jot mail-files mail-documents mail-images mail-image "
    "client-agreement-new client-agreement client-agreement-renew client-agreement-end inbox-done inbox-assign inbox-put-off file-add file-edit file-version files-move files-deed folder-new folder uploads upload upload-part share share-revoke".split()
)
LOOKING = set(
    "project project-cover projects projects-more sending "
    "jobs jobs-map job tenders tender "
    "meeting calendar calendar-feed calendar-feed-close "
    "client-agreements client-preferences-panel client-consents-panel client-reach contact-reach language-picker zone-picker "
    "dashboard quality settings members teams roles clients clients-back clients-preferences clients-columns clients-filter clients-filter-fields "
    "views view-new view-edit view-keep view-copy view-remove view-restore view-pin view-first client client-fields-empty client-tab client-star "
    "contacts contact client-contacts-addresses client-history contact-history client-here client-leave "
    "inbox inbox-conversation inbox-unread documents file file-content file-sheet files-look files-download "
    "client-list-star client-neighbour client-holds client-activity client-relations-panel client-relations-map field-file note-versions notes-more mail-file mail-image-sent mail-sorting mail-read mail-body mail-part tasks notifications calls call-lookup comments comment "
    "handover client-picker contact-picker client-linking contact-linking industry-picker palette notification-event notification-notice notification-read notifications-read notification-settings".split()
)
ORGANISATION = RUNNING | MANAGING | WORKING | LOOKING
# Of the installation: for its operators, whoever runs an organisation in it.
OPERATING = set(
    "installation installation-examination installation-backups installation-backup-make installation-backup-check "
    "installation-encrypt installation-key".split()
)

ID = UUID(int=0)
WORDS = {
    "organisation": "acme",
    "place": "acme",
    "direction": "next",
    "kind": "email",
    "uidb36": "1",
    "key": "x",
    "deed": "bin",
    "sort": "file",
    "outcome": "won",
    "token": "x",
}


@pytest.fixture
def bakery(bakery: Client, alice: Member) -> Client:
    """The client of number 1, with a job and a tender of number 1."""
    Job.add(bakery, by=alice, title="Oven")
    Tender.add(bakery, by=alice, title="Ovens")
    return bakery


def sample(entry: URLPattern | URLResolver, name: str) -> object:
    """What stands for this part of the address."""
    converter = entry.pattern.converters.get(name)
    if isinstance(converter, UUIDConverter):
        return ID
    return 1 if isinstance(converter, IntConverter) else WORDS.get(name, "activity")


def patterns(
    resolver: URLResolver, before: frozenset[tuple[str, object]] = frozenset()
) -> Iterator[tuple[str, dict[str, object]]]:
    """Each named address with what fills it in."""
    for entry in resolver.url_patterns:
        known = before | {(name, sample(entry, name)) for name in entry.pattern.regex.groupindex}
        if isinstance(entry, URLResolver) and entry.namespace:
            continue  # the API, which has a walk of its own
        if isinstance(entry, URLResolver):
            yield from patterns(entry, known)
        elif entry.name:
            yield entry.name, dict(known)


ADDRESSES = sorted(patterns(get_resolver()), key=lambda pair: pair[0])


def urls(names: set[str]) -> list[str]:
    return [reverse(name, kwargs=filled) for name, filled in ADDRESSES if name in names]


def statuses(browser: Browser, url: str) -> set[int]:
    return {browser.get(url).status_code, browser.post(url).status_code}


def refused(statuses: set[int]) -> bool:
    """403, 404, or a method that is not there at all."""
    return statuses <= {403, 404, 405}


@pytest.mark.once
def test_every_address_is_in_the_table() -> None:
    known = PUBLIC | OWN | ORGANISATION | OPERATING
    unknown = {name for name, _ in ADDRESSES} - known
    assert unknown == set(), "say in the table above who may open it"


@pytest.mark.once
def test_the_table_names_nothing_that_is_gone() -> None:
    assert {name for name, _ in ADDRESSES} >= PUBLIC | OWN | ORGANISATION | OPERATING


@pytest.mark.once
@pytest.mark.parametrize("names", [OWN | OPERATING, ORGANISATION], ids=["own", "organisation"])
def test_j24_nobody_is_sent_to_the_sign_in(
    visitor: Browser, bakery: Client, names: set[str]
) -> None:
    for url in urls(names):
        for answer in (visitor.get(url), visitor.post(url)):
            assert answer.status_code in {302, 405}, url
            assert answer.headers.get("Location", "/accounts/").startswith("/accounts/"), url


def test_j24_another_organisation_finds_nothing(as_charlie: Browser, bakery: Client) -> None:
    found = {url: statuses(as_charlie, url) for url in urls(ORGANISATION)}
    assert {url: codes for url, codes in found.items() if not codes <= {404}} == {}


@pytest.mark.once
def test_j24_an_owner_does_not_run_the_installation(as_alice: Browser) -> None:
    found = {url: statuses(as_alice, url) for url in urls(OPERATING)}
    assert {url: codes for url, codes in found.items() if not refused(codes)} == {}


@pytest.mark.once
def test_j24_a_viewer_changes_nothing(as_vera: Browser, bakery: Client) -> None:
    found = {url: statuses(as_vera, url) for url in urls(RUNNING | MANAGING | WORKING)}
    assert {url: codes for url, codes in found.items() if not refused(codes)} == {}


@pytest.mark.once
def test_j24_staff_do_not_run_the_place(as_bob: Browser, bakery: Client) -> None:
    found = {url: statuses(as_bob, url) for url in urls(RUNNING | MANAGING)}
    assert {url: codes for url, codes in found.items() if not refused(codes)} == {}


@pytest.mark.once
def test_j24_every_member_may_look(as_vera: Browser, bakery: Client) -> None:
    found = {url: as_vera.get(url).status_code for url in urls(LOOKING)}
    assert {url: code for url, code in found.items() if code not in {200, 204, 302, 404, 405}} == {}


def test_j24_no_address_fails(as_alice: Browser, acme: Organisation, bakery: Client) -> None:
    found = {url: statuses(as_alice, url) for url in urls(PUBLIC | OWN | ORGANISATION)}
    assert {url: codes for url, codes in found.items() if max(codes) >= 500} == {}
