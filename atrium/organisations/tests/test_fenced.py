"""Every reference between rows of organisations is held by the database."""

from django.core.checks import CheckMessage
from django.db import models
from django.test.utils import isolate_apps

from atrium.organisations.models import Team
from atrium.organisations.owned import Owned
from atrium.organisations.walls import fenced


def test_every_model_is_fenced() -> None:
    assert fenced.check_models() == []


@isolate_apps("atrium.organisations")
def test_a_reference_or_a_hidden_table_without_its_organisation_is_named() -> None:
    class Loose(Owned):
        team = models.ForeignKey(Team, models.CASCADE)
        teams = models.ManyToManyField(Team, related_name="+")

        class Meta(Owned.Meta):
            app_label = "organisations"

    said: list[CheckMessage] = fenced.check_models(models=[Loose])
    assert [message.msg for message in said] == [
        "organisations.Loose.team could point into another organisation.",
        "The table behind organisations.Loose.teams has no organisation.",
    ]
