"""The backups of the installation: the plan, what was made, whether it comes back."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.accounts.stepping_up import sure_first
from atrium.foundation.accepting import accepted
from atrium.foundation.backups.sealed import key_file
from atrium.foundation.secrets import unseal
from atrium.foundation.translation import gettext
from atrium.installation.access import OperatorRequest, operator_view
from atrium.installation.forms import KeyForm, PlanForm
from atrium.installation.models import Backup, BackupPlan
from atrium.installation.tasks import check_backup, make_backup

FIELDS = ("enabled", "hour", "daily", "weekly", "monthly")


@require_http_methods(["GET", "HEAD", "POST"])
@operator_view
@sure_first
def backups(request: OperatorRequest) -> HttpResponse:
    """The plan to change, and the newest backups."""
    plan = BackupPlan.current()
    initial = {name: getattr(plan, name) for name in FIELDS} | {"place": plan.place_shown}
    form = PlanForm(request.POST or None, initial=initial)
    if accepted(form, lambda: plan.change(by=request.user, **form.cleaned_data)):
        messages.success(request, gettext("Saved."))
        return redirect("installation-backups")
    context = {
        "plan": plan,
        "form": form,
        "key_form": KeyForm(),
        "proved": Backup.last_proved(),
        "backups": Backup.newest(),
    }
    status = 422 if form.errors else 200
    return render(request, "installation/backups.html", context, status=status)


@require_POST
@operator_view
def make(request: OperatorRequest) -> HttpResponse:
    """Make one now, in the queue."""
    if not BackupPlan.current().place:
        messages.error(request, "Say first where backups are to lie.")
    else:
        make_backup.enqueue()
        messages.success(
            request, gettext("A backup is being made; it appears in the list when it stands.")
        )
    return redirect("installation-backups")


@require_POST
@operator_view
def check(request: OperatorRequest, pk: int) -> HttpResponse:
    """Restore one on trial, in the queue."""
    if not Backup.stands(pk):
        raise Http404
    check_backup.enqueue(pk)
    messages.success(
        request, gettext("The backup is being restored on trial; the list says what comes of it.")
    )
    return redirect("installation-backups")


@require_POST
@operator_view
def encrypt(request: OperatorRequest) -> HttpResponse:
    """Seal backups from now on, or stop it."""
    plan, form = BackupPlan.current(), KeyForm(request.POST)
    if "stop" in request.POST:
        plan.stop_encrypting(by=request.user)
        messages.success(request, gettext("Backups are not encrypted any more."))
        return redirect("installation-backups")
    key = form.data.get("public_key", "")
    verb = (
        (lambda: plan.encrypt_for(key, by=request.user))
        if key
        else (lambda: plan.encrypt(by=request.user))
    )
    if not accepted(form, verb):
        messages.error(
            request, " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
        return redirect("installation-backups")
    messages.success(request, gettext("Backups are encrypted from now on."))
    return redirect("installation-backups" if key else "installation-key")


@require_safe
@never_cache
@reauthentication_required
@operator_view
def key(request: OperatorRequest) -> HttpResponse:
    """The secret key, to be kept elsewhere; for who has typed their password a moment ago."""
    plan = BackupPlan.current()
    if not plan.secret_key:
        raise Http404
    return render(request, "installation/key.html", {"key": key_file(unseal(plan.secret_key))})
