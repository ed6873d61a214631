from atrium.documents.models.agreement import Agreement, AgreementKind
from atrium.documents.models.content import Content, Reading
from atrium.documents.models.document_kind import DocumentKind
from atrium.documents.models.file import File, Visibility
from atrium.documents.models.file_version import FileVersion
from atrium.documents.models.folder import Folder
from atrium.documents.models.opening import Opening
from atrium.documents.models.share import Share
from atrium.documents.models.upload import Upload

__all__ = [
    "Agreement",
    "AgreementKind",
    "Content",
    "DocumentKind",
    "File",
    "FileVersion",
    "Folder",
    "Opening",
    "Reading",
    "Share",
    "Upload",
    "Visibility",
]
