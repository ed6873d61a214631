from django.urls import path

from atrium.prices.views import agreed, items, rates

urlpatterns = [
    path("prices/", items.prices, name="prices"),
    path("prices/add/", items.add, name="price-item-add"),
    path("prices/find/", items.find_item, name="price-item-picker"),
    path("prices/items/<uuid:key>/", items.item, name="price-item"),
    path("prices/tax-rates/", rates.rates, name="tax-rates"),
    path("prices/tax-rates/add/", rates.add, name="tax-rate-add"),
    path("prices/tax-rates/usual/", rates.usual, name="tax-rates-usual"),
    path("prices/tax-rates/<uuid:key>/", rates.rate, name="tax-rate"),
    path("clients/<int:number>/prices/add/", agreed.agree, name="client-price-new"),
    path("clients/<int:number>/prices/<uuid:key>/", agreed.agreed, name="client-price"),
]
