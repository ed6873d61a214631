from atrium.prices.models.agreed_price import AgreedPrice
from atrium.prices.models.item import Item
from atrium.prices.models.tax_rate import TaxCategory, TaxRate

__all__ = ["AgreedPrice", "Item", "TaxCategory", "TaxRate"]
