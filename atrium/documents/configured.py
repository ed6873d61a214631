"""What files put into the configuration of an organisation."""

from atrium.clients.word_part import WordPart
from atrium.clients.words import LISTS
from atrium.configuration.part import configures
from atrium.documents import words_kinds

# The list is made there.
__all__ = ["words_kinds"]

configures(WordPart(LISTS["document-kinds"], order=330))
