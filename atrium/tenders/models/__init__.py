from atrium.tenders.models.outcome import Outcome
from atrium.tenders.models.tender import Tender
from atrium.tenders.models.tender_contact import TenderContact
from atrium.tenders.models.tender_file import TenderFile
from atrium.tenders.models.tender_reason import Fits, TenderReason
from atrium.tenders.models.tender_stage import TenderStage

__all__ = [
    "Fits",
    "Outcome",
    "Tender",
    "TenderContact",
    "TenderFile",
    "TenderReason",
    "TenderStage",
]
