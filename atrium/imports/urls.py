from django.urls import path

from atrium.imports.views import exports, files, lists, prices, stages

urlpatterns = [
    path("imports/", files.imports, name="imports"),
    path("clients/export/", exports.export_list, name="clients-export"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:number>/file/", exports.file, name="export-file"),
    path("exports/<int:number>/remove/", exports.remove, name="export-remove"),
    *(
        path(f"{what}/export.<slug:wish>", lists.export_list, {"what": what}, name=f"{what}-export")
        for what in ("jobs", "projects", "tenders", "invoices", "invoice-lines")
    ),
    path("prices/export.<slug:wish>", prices.export_prices, name="prices-export"),
    path("prices/import/", prices.import_prices, name="prices-import"),
    path("imports/new/", files.new, name="import-new"),
    path("imports/<int:number>/", stages.show, name="import"),
    path("imports/<int:number>/rows/", stages.rows, name="import-rows"),
    path("imports/<int:number>/read/", stages.read, name="import-read"),
    path("imports/<int:number>/plan/", stages.plan, name="import-plan"),
    path("imports/<int:number>/decide/", stages.decide, name="import-decide"),
    path("imports/<int:number>/back/", stages.back, name="import-back"),
    path("imports/<int:number>/run/", stages.run, name="import-run"),
    path("imports/<int:number>/stop/", stages.stop, name="import-stop"),
    path("imports/<int:number>/undo/", stages.undo, name="import-undo"),
    path("imports/<int:number>/failed.csv", files.failed, name="import-failed"),
    path("imports/<int:number>/file/", files.original, name="import-file"),
]
