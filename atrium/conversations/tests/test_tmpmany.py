import pytest, time, random, statistics
from django.utils import timezone
from datetime import timedelta
from atrium.conversations.models import *
from atrium.conversations.mail.sight import told_of
from atrium.clients.activity import Asked, stretch


@pytest.mark.django_db
def test_n(bakery, alice, bob, as_bob, settings):
    rnd = random.Random(1)
    vocab = ["w%04d" % i for i in range(3000)]
    box = Mailbox.open(by=bob, address="bob@acme.example", member=bob, level=Level.SUBJECT)
    now = timezone.now()
    th = Thread.objects.bulk_create([Thread(subject="x") for _ in range(5000)])
    ms = []
    for i in range(20000):
        text = " ".join(rnd.choices(vocab, k=110))
        ms.append(
            Message(
                thread=th[i // 4],
                state="sent",
                message_id=f"{i}@x",
                subject=" ".join(rnd.choices(vocab, k=6)),
                text=text,
                html="<p>" + text + "</p>",
                author=bob if i % 2 else alice,
                mailbox=box,
                at=now - timedelta(minutes=i),
            )
        )
    Message.objects.bulk_create(ms, batch_size=500)
    Filing.objects.bulk_create(
        [Filing(message=m, client=bakery, how="written", at=m.at) for m in ms], batch_size=1000
    )
    Holding.objects.bulk_create([Holding(message=m, mailbox=box) for m in ms], batch_size=1000)
    Party.objects.bulk_create(
        [
            Party(message=m, kind=k, address=a, address_key=a)
            for m in ms
            for k, a in (("from", "b@x.example"), ("to", "a@x.example"))
        ],
        batch_size=1000,
    )
    from django.db import connection

    with connection.cursor() as c:
        c.execute("ANALYZE")
    from atrium.timeline.acting import acting

    for who in (bob, alice):
        ts = []
        for k in range(12):
            w = rnd.choice(vocab) if k % 3 else rnd.choice(vocab) + " " + rnd.choice(vocab)
            t = time.perf_counter()
            told_of(who, bakery.pk, w)
            ts.append((time.perf_counter() - t) * 1000)
        ts.sort()
        print(
            connection.vendor,
            "search",
            who,
            "median",
            round(statistics.median(ts), 1),
            "p95",
            round(ts[11], 1),
        )
    from atrium.conversations.mail.mailbag import Mailbag
    from atrium.clients.portrait import Portrait
    from django.test.utils import CaptureQueriesContext

    pt = Portrait.numbered(bakery.number, bob)
    with CaptureQueriesContext(connection) as c:
        Mailbag.of(pt, {})
    with connection.cursor() as cur:
        cur.execute("EXPLAIN QUERY PLAN " + c[0]["sql"])
        for row in cur.fetchall():
            print(row[-1][:110])
    for url in (
        "/acme/clients/1/mail/",
        "/acme/clients/1/activity/",
        "/acme/clients/1/mail/?q=w0007",
        "/acme/clients/1/activity/?q=w0007",
    ):
        as_bob.get(url)
        ts = []
        for _ in range(5):
            t = time.process_time()
            as_bob.get(url)
            ts.append((time.process_time() - t) * 1000)
        print(url, "cpu ms", [round(x) for x in sorted(ts)])
