"""Putting mail ready, and delivering it: once, and again later when that fails.

The task carries the id of a row and nothing else. Two workers never deliver the same row: it is locked while the mail
server is spoken to. When a worker is killed between the server's "accepted" and our commit, the mail goes again, under
the same Message-ID: a mail server cannot take part in a transaction, and a lost invitation is worse than a second one.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction

from gebruikers.beheer.uitnodigen import SOORT_KOP
from gebruikers.fouten import in_woorden
from gebruikers.geheim import ONLEESBAAR, Doel, GeheimOnleesbaar, ontsleutel, versleutel
from gebruikers.models import Gebruiker
from gebruikers.wachtrij import stuur_na_commit

from .models import Foutsoort, Mail, Soort

logger = logging.getLogger("jid.post")

WACHTTIJDEN = tuple(timedelta(minutes=minuten) for minuten in (1, 5, 15, 60, 240, 480, 1440))
"""How long after each failed try the next one comes; after the last, the mail has failed."""
BEWAAR_INHOUD = timedelta(days=7)
"""How long the text of a failed mail is kept, so that a beheerder can send it again."""
BEWAAR_RIJ = timedelta(days=30)
"""How long is known that a mail left: a mail server may send it back days later."""
PER_RONDE = 200
TAAK = "post.verstuur"
_BLIJVEND = 500


def zet_klaar(bericht: EmailMessage, *, nu: datetime) -> None:
    """One row per address, and a task after the commit. Plain text only; raises `ValueError` for anything more."""
    if bericht.attachments or getattr(bericht, "alternatives", None) or bericht.cc or bericht.bcc:
        raise ValueError("Mail van deze toepassing is platte tekst aan een adres.")
    soort = str(bericht.extra_headers.get(SOORT_KOP, Soort.OVERIG))
    inhoud = json.dumps(
        {"van": bericht.from_email, "onderwerp": str(bericht.subject), "tekst": str(bericht.body)}
    )
    for adres in bericht.to:
        pk = uuid4()
        Mail(
            id=pk,
            soort=soort if soort in Soort.values else Soort.OVERIG,
            adres=adres,
            inhoud=versleutel(inhoud, doel=Doel.MAIL, bij=str(pk)),
            gemaakt_op=nu,
            volgende_poging=nu,
        ).save(force_insert=True)
        stuur_na_commit(TAAK, str(pk))


def verstuur(*, mail_id: UUID, nu: datetime) -> bool:
    """Deliver one mail that waits; whether it left. Nothing happens when it left before or somebody is at it."""
    with transaction.atomic():
        mail = (
            Mail.objects.select_for_update(skip_locked=True)
            .filter(pk=mail_id, staat=Mail.Staat.WACHT, volgende_poging__lte=nu)
            .first()
        )
        if mail is None:
            return False
        try:
            _lever_af(mail)
        except (SMTPException, OSError, ValueError, GeheimOnleesbaar) as fout:
            _noteer_fout(mail, fout, nu=nu)
            return False
        mail.staat, mail.verstuurd_op, mail.inhoud = Mail.Staat.VERSTUURD, nu, None
        mail.foutsoort, mail.antwoordcode = "", None
        mail.pogingen += 1
        mail.save(update_fields=["staat", "verstuurd_op", "inhoud", "foutsoort", "antwoordcode", "pogingen"])
        return True


def verstuur_wachtende(*, nu: datetime) -> int:
    """Deliver what waits, oldest first; stops when the mail server is away. Returns how many left."""
    wachtend = Mail.objects.filter(staat=Mail.Staat.WACHT, volgende_poging__lte=nu).order_by(
        "volgende_poging", "pk"
    )
    aantal = 0
    for pk in list(wachtend.values_list("pk", flat=True)[:PER_RONDE]):
        if verstuur(mail_id=pk, nu=nu):
            aantal += 1
        elif Mail.objects.filter(pk=pk, foutsoort=Foutsoort.GEEN_VERBINDING).exists():
            break
    return aantal


def opnieuw(*, mail_id: UUID, door: Gebruiker) -> None:
    """Send a failed mail again; raises `BeheerGeweigerd` in words when it cannot."""
    with in_woorden(), connection.cursor() as cursor:
        cursor.execute("SELECT app.eis_huidige(%s)", [door.pk])
        cursor.execute("SELECT app.mail_opnieuw(%s)", [mail_id])
    stuur_na_commit(TAAK, str(mail_id))


@transaction.atomic
def ruim_op(*, nu: datetime) -> int:
    """Forget the text of old failures and the rows of old mail; returns the number of rows."""
    oud = Mail.objects.filter(staat=Mail.Staat.MISLUKT, gemaakt_op__lt=nu - BEWAAR_INHOUD)
    oud.filter(inhoud__isnull=False).update(inhoud=None)
    afgerond = Mail.objects.exclude(staat=Mail.Staat.WACHT).filter(gemaakt_op__lt=nu - BEWAAR_RIJ)
    return afgerond._raw_delete(afgerond.db)


def kenmerk(pk: UUID) -> str:
    """The Message-ID of a mail: the same at every try, so that a second copy is recognised."""
    return f"<{pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>') or 'localhost'}>"


def _lever_af(mail: Mail) -> None:
    if mail.adres == ONLEESBAAR:
        raise GeheimOnleesbaar
    inhoud = json.loads(ontsleutel(mail.inhoud or "", doel=Doel.MAIL, bij=str(mail.pk)))
    EmailMessage(
        inhoud["onderwerp"],
        inhoud["tekst"],
        inhoud["van"],
        [mail.adres],
        headers={"Message-ID": kenmerk(mail.pk), "Auto-Submitted": "auto-generated"},
        connection=get_connection(settings.POST_BACKEND),
    ).send()


def _noteer_fout(mail: Mail, fout: Exception, *, nu: datetime) -> None:
    mail.foutsoort, mail.antwoordcode, blijvend = _duid(fout)
    mail.pogingen += 1
    if blijvend or mail.pogingen > len(WACHTTIJDEN):
        mail.staat = Mail.Staat.MISLUKT
    else:
        mail.volgende_poging = nu + WACHTTIJDEN[mail.pogingen - 1]
    mail.save(update_fields=["foutsoort", "antwoordcode", "pogingen", "staat", "volgende_poging"])
    logger.warning("mail %s: %s", mail.pk, mail.foutsoort)


def _duid(fout: Exception) -> tuple[Foutsoort, int | None, bool]:
    """What kind of failure, the code of the server, and whether trying again is of no use."""
    if isinstance(fout, SMTPRecipientsRefused):
        code = max((int(antwoord[0]) for antwoord in fout.recipients.values()), default=_BLIJVEND)
        return Foutsoort.ADRES_GEWEIGERD, code, code >= _BLIJVEND
    if isinstance(fout, SMTPAuthenticationError):
        return Foutsoort.AANMELDEN, fout.smtp_code, False
    if isinstance(fout, SMTPResponseException):
        return Foutsoort.BERICHT_GEWEIGERD, fout.smtp_code, fout.smtp_code >= _BLIJVEND
    if isinstance(fout, SMTPException | OSError):
        return Foutsoort.GEEN_VERBINDING, None, False
    return (Foutsoort.ONLEESBAAR if isinstance(fout, GeheimOnleesbaar) else Foutsoort.ONGELDIG), None, True
