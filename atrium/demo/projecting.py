"""The projects of a demo organisation on its own board: some late, some delivered, one in the bin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils import timezone

from atrium.clients.models import Client, Contact, Point
from atrium.conversations.richtext import plain
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.organisations.models import Counter, Member, Organisation
from atrium.projects.models import Associate, Column, Deliverable, Meaning, Project, Sending
from atrium.projects.models.placing import STEP
from atrium.projects.models.sending import OPEN_FOR

type Board = tuple[tuple[str, int, int, Meaning], ...]
READY, WORKING, WAITING = Meaning.READY, Meaning.WORKING, Meaning.WAITING

# The name, the hue, at most how many, what it means.
BOARDS: dict[str, Board] = {
    "northlight": (
        ("Brief", 7, 0, READY),
        ("Concept", 8, 4, WORKING),
        ("Design", 6, 6, WORKING),
        ("Proof with client", 2, 0, WAITING),
        ("Artwork", 4, 3, WORKING),
    ),
    "okapi": (
        ("Planned", 7, 0, READY),
        ("In progress", 6, 5, WORKING),
        ("Waiting for documents", 2, 0, WAITING),
        ("Review", 8, 3, WORKING),
    ),
}
USUAL: Board = (
    ("To do", 7, 0, READY),
    ("In progress", 6, 5, WORKING),
    ("Waiting for parts", 2, 0, WAITING),
    ("Snagging", 4, 3, WORKING),
)
# Title, what is to be made.
TITLES: dict[str, tuple[tuple[str, str], ...]] = {
    "northlight": (
        (
            "Brand refresh",
            "<p>Logo, colours and type, so that <b>menu, van and website</b> look like one house.</p><ul><li>Three routes, one to choose</li><li>Guide of twelve pages</li></ul>",
        ),
        (
            "Website relaunch",
            "<p>Twenty pages, two languages. Texts come from the client by the end of the month.</p>",
        ),
        ("Autumn campaign", "<p>Posters, two films of fifteen seconds, banners.</p>"),
        (
            "Packaging for the new range",
            "<p>Six boxes, one system. The printer needs closed files.</p>",
        ),
        ("Annual report", "<p>64 pages, charts included.</p>"),
        ("Trade fair stand", "<p>Walls, counter, screens; set up the evening before.</p>"),
        ("Photography, two days", ""),
        ("Shop window, spring", "<p>Paper flowers, one metre each.</p>"),
        ("Newsletter templates", ""),
        ("Signage for the new entrance", "<p>Measure on site first.</p>"),
    ),
    "okapi": (
        ("Year-end accounts", "<p>Balance, profit and loss, notes.</p>"),
        ("Grant application", "<p>Two appendices; the form closes at noon.</p>"),
        ("Payroll move", "<p>From the old system, with last year's figures.</p>"),
        ("Process review", "<p>Talk to each team, then one page of findings.</p>"),
        ("Training for managers", ""),
        ("Risk register", ""),
    ),
}
TRADES = (
    ("Boiler replacement", "<p>Remove the old one, flush, fit, commission. <b>Tenant is in on weekdays only.</b></p>"),
    ("Rewiring, ground floor", "<p>New board, eleven circuits, certificate.</p>"),
    ("Heat pump and tank", "<p>Survey is done; the noise report is still to come.</p>"),
    ("Bathroom refit", ""),
    ("Emergency lighting", "<p>All exits, test log included.</p>"),
    ("Roof over the workshop", "<p>Scaffolding for three weeks.</p>"),
    ("Yearly service of all units", ""),
)  # fmt: skip
PROOFS = (
    "First proof",
    "Plan and prices",
    "Photographs of the site",
    "Test print",
    "Handover film",
)
WISHES = (
    "Could the letters be bigger? My mother reads it from across the street.",
    "Blue is fine, but not this blue.",
    "Please take out the third page.",
)
SHARE = (0, 0, 1, 1, 1, 2, 2, 3, 0, 1, 2, 3, 4)
DUE = (9, -4, 16, 3, None, 30, 1, -11, 21, 6, None, 45)


class Projects:
    """Made row by row of what was typed; every third one was delivered some time ago."""

    def __init__(
        self,
        organisation: Organisation,
        clients: dict[int, Client],
        people: dict[tuple[int, str], Contact],
        members: Iterable[Member],
    ) -> None:
        self.first: dict[int, Contact] = {}
        for (number, _), contact in people.items():
            if number in clients:
                self.first.setdefault(clients[number].pk, contact)
        self.organisation = organisation
        self.clients = [clients[number] for number in sorted(clients)[:34]]
        self.members = [member for member in members if member.role != "viewer"]
        self.today = organisation.today()
        self.now = timezone.now()

    def make(self) -> list[Project]:
        """All of them, with who works on them."""
        board = BOARDS.get(self.organisation.slug, USUAL)
        self.columns = Column.objects.bulk_create(
            Column(
                label=label, label_key=fold(label), position=n, hue=hue, limit=most, meaning=what
            )
            for n, (label, hue, most, what) in enumerate(board)
        )
        made = Project.objects.bulk_create(self._rows())
        Counter.objects.create(kind="project", value=len(made))
        Associate.objects.bulk_create(
            Associate(project=project, member=self.members[(turn + 1) % len(self.members)])
            for turn, project in enumerate(made)
            if turn % 2 == 0 and self._manager(turn) != self.members[(turn + 1) % len(self.members)]
        )
        offers = Deliverable.objects.bulk_create(self._offers(made))
        Sending.objects.bulk_create(self._sendings(offers))
        return made

    def _offers(self, made: list[Project]) -> Iterator[Deliverable]:
        """Proofs of the first projects, each at its second version."""
        for turn, project in enumerate(made[:12]):
            yield Deliverable(
                project=project,
                name=PROOFS[turn % len(PROOFS)],
                link=f"https://proofs.example/{project.number}",
                number=2,
                added_by=project.manager,
                added_at=project.created_at + timedelta(days=3),
                changed_at=project.created_at + timedelta(days=8),
            )

    def _sendings(self, offers: list[Deliverable]) -> Iterator[Sending]:
        """The first version came back with wishes; of the second some are approved."""
        wanted = [contact.pk for contact in self.first.values()]
        found = Point.objects.filter(kind="email", contact__in=wanted).order_by("-id")
        addresses = dict(found.values_list("contact_id", "value"))
        for turn, offer in enumerate(offers):
            contact = self.first.get(offer.project.client_id)
            if contact is None or contact.pk not in addresses:
                continue
            for number in (1, 2):
                sent = self.now - timedelta(days=21 - 7 * number)
                reply, comment = (
                    ("changes", WISHES[turn % len(WISHES)]) if number == 1 else ("", "")
                )
                if number == 2 and turn % 2 == 0:  # noqa: PLR2004 - the second version
                    reply = "approved"
                yield Sending(
                    deliverable=offer,
                    number=number,
                    contact=contact,
                    address=addresses[contact.pk],
                    batch=public_id(),
                    sent_by=offer.project.manager,
                    made_at=sent,
                    leave_at=sent,
                    sent_at=sent,
                    expires_at=sent + OPEN_FOR,
                    reply=reply,
                    comment=comment,
                    replied_at=sent + timedelta(days=2) if reply else None,
                )

    def _manager(self, turn: int) -> Member:
        return self.members[(turn * 2) % len(self.members)]

    def _rows(self) -> Iterator[Project]:
        titles = TITLES.get(self.organisation.slug, TRADES)
        for turn in range(len(self.clients) + 8):
            client = self.clients[turn % len(self.clients)]
            if client.is_archived:
                client = self.clients[0]
            title, html = titles[turn % len(titles)]
            days = DUE[turn % len(DUE)]
            done = turn % 3 == 2  # noqa: PLR2004 - every third
            began = self.now - timedelta(days=120 - 2 * turn)
            yield Project(
                client=client,
                number=turn + 1,
                title=title,
                html=html,
                text=plain(html),
                link="https://drawings.example/plan" if turn % 5 == 0 else "",
                due_on=self.today + timedelta(days=days) if days is not None else None,
                column=self.columns[SHARE[turn % len(SHARE)] % len(self.columns)],
                rank=turn * STEP,
                manager=self._manager(turn),
                created_by=self._manager(turn),
                created_at=began,
                delivered_at=began + timedelta(days=20) if done else None,
                delivered_by=self._manager(turn) if done else None,
                binned_at=self.now - timedelta(days=2) if turn == 7 else None,  # noqa: PLR2004 - one of them
            )
