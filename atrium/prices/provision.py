"""The tax rates that a new organisation starts with; it changes them as it likes."""

from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.prices.models import TaxRate


@at_founding
def first_rates(organisation: Organisation) -> None:
    """Those of its country."""
    TaxRate.provide(organisation, by=None)
