"""What this app adds to the frame: the pages of the installation, in the side list of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from atrium.foundation.shell import shell_part
from atrium.foundation.translation import gettext_lazy

PAGES = [
    (gettext_lazy("Health"), "heart-pulse", "installation"),
    (gettext_lazy("Backups"), "archive-restore", "installation-backups"),
]


@dataclass(frozen=True)
class InstallationLink:
    """A page of the installation, in the side list."""

    label: str
    icon: str
    url: str
    current: bool


@shell_part("installation_pages")
def installation_pages(request: HttpRequest) -> list[InstallationLink]:
    """The pages of the installation, for who runs it; nothing for everyone else."""
    if not getattr(request.user, "is_operator", False):
        return []
    urls = [(label, icon, reverse(name)) for label, icon, name in PAGES]
    here = max((url for _, _, url in urls if request.path.startswith(url)), key=len, default="")
    return [InstallationLink(label, icon, url, url == here) for label, icon, url in urls]
