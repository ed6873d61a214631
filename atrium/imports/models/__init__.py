from atrium.imports.models.export import Export
from atrium.imports.models.import_ import Import
from atrium.imports.models.row import ImportRow, Outcome, Similar
from atrium.imports.models.stage import Mode, Stage

__all__ = ["Export", "Import", "ImportRow", "Mode", "Outcome", "Similar", "Stage"]
