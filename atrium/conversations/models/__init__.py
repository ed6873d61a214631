from atrium.conversations.models.attachment import Attachment
from atrium.conversations.models.attempt import Attempt, Outcome
from atrium.conversations.models.call import Call, FollowUp
from atrium.conversations.models.call_outcome import CallDirection, CallOutcome
from atrium.conversations.models.comment import Comment
from atrium.conversations.models.filing import FiledBy, Filing
from atrium.conversations.models.holding import Holding
from atrium.conversations.models.ignored import Ignored
from atrium.conversations.models.image import Image
from atrium.conversations.models.level import Level
from atrium.conversations.models.look import Look
from atrium.conversations.models.mailbox import Mailbox
from atrium.conversations.models.mailbox_sending import Sending
from atrium.conversations.models.mailbox_team import MailboxTeam
from atrium.conversations.models.message import Message
from atrium.conversations.models.message_state import Channel, Direction, State
from atrium.conversations.models.message_template import MessageTemplate, Way
from atrium.conversations.models.note import Note
from atrium.conversations.models.note_kind import NoteKind
from atrium.conversations.models.note_template import NoteTemplate
from atrium.conversations.models.party import Party, PartyKind
from atrium.conversations.models.sign_in import SignIn
from atrium.conversations.models.sms import Sms
from atrium.conversations.models.sms_number import SmsNumber
from atrium.conversations.models.sms_stop import SmsStop
from atrium.conversations.models.thread import Thread
from atrium.conversations.models.unanswered import Closed, Unanswered
from atrium.conversations.models.unfiled import WAITS, Unfiled, Why

__all__ = [
    "WAITS",
    "Attachment",
    "Attempt",
    "Call",
    "CallDirection",
    "CallOutcome",
    "Channel",
    "Closed",
    "Comment",
    "Direction",
    "FiledBy",
    "Filing",
    "FollowUp",
    "Holding",
    "Ignored",
    "Image",
    "Level",
    "Look",
    "Mailbox",
    "MailboxTeam",
    "Message",
    "MessageTemplate",
    "Note",
    "NoteKind",
    "NoteTemplate",
    "Outcome",
    "Party",
    "PartyKind",
    "Sending",
    "SignIn",
    "Sms",
    "SmsNumber",
    "SmsStop",
    "State",
    "Thread",
    "Unanswered",
    "Unfiled",
    "Way",
    "Why",
]
