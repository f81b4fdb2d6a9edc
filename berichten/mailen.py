"""Mail that says that there is something to read: a date and a link, never what or about which zaak.

Runs as the worker. What was mailed is marked in the transaction that puts the mail ready, so a job that runs twice
mails once. Before it mails, the database is asked as the addressee whether they can read the message at all.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from gebruikers.beheer.uitnodigen import SOORT_KOP
from gebruikers.context import namens
from gebruikers.models import Gebruiker

from .models import Bericht, Overzicht
from .soorten import ALTIJD_DIRECT

BEWAAR = timedelta(days=90)
_TE_OUD = timedelta(days=2)
"""What waited longer, because no worker ran, is left to the mail of the day."""

_DIRECT = """
SELECT DISTINCT b.aan_id FROM berichten_bericht b LEFT JOIN berichten_voorkeur v ON v.gebruiker_id = b.aan_id
WHERE b.gemaild_op IS NULL AND b.gelezen_op IS NULL AND b.op > %s AND (v.mail = 'direct' OR b.soort = ANY (%s))
"""
_OVERZICHT = """
SELECT DISTINCT b.aan_id FROM berichten_bericht b LEFT JOIN berichten_voorkeur v ON v.gebruiker_id = b.aan_id
WHERE b.gemaild_op IS NULL AND b.gelezen_op IS NULL AND b.op > %s AND coalesce(v.mail, 'dagelijks') <> 'geen'
"""
_LEESBAAR = """
SELECT id FROM berichten_bericht WHERE aan_id = %s AND gemaild_op IS NULL AND gelezen_op IS NULL
  AND (%s OR soort = ANY (%s)) AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)) FOR UPDATE SKIP LOCKED
"""


def mail_direct(*, nu: datetime) -> int:
    """Mail who wants to know at once, and everybody about what cannot wait; returns the number of mails."""
    return sum(_mail(aan, soort="bericht", nu=nu) for aan in _wie(_DIRECT, nu - _TE_OUD, _altijd()))


def mail_overzicht(*, vandaag: date, nu: datetime) -> int:
    """One mail a day to who has something new that was not mailed; returns the number of mails."""
    return sum(_mail_van_de_dag(aan, vandaag=vandaag, nu=nu) for aan in _wie(_OVERZICHT, nu - BEWAAR))


def ruim_op(*, nu: datetime) -> int:
    """Forget messages after 90 days, read or not; returns their number."""
    Overzicht.objects.filter(dag__lt=timezone.localdate(nu - BEWAAR)).delete()
    oud = Bericht.objects.filter(op__lt=nu - BEWAAR)
    return oud._raw_delete(oud.db)


def _wie(vraag: str, *waarden: Any) -> list[Gebruiker]:
    with connection.cursor() as cursor:
        cursor.execute(vraag, waarden)
        pks = [pk for (pk,) in cursor.fetchall()]
    actief = Gebruiker.objects.filter(pk__in=pks, is_active=True)
    return list(actief.only("pk", "email", "taal", "is_active").order_by("pk"))


def _mail_van_de_dag(aan: Gebruiker, *, vandaag: date, nu: datetime) -> bool:
    with transaction.atomic():
        if Overzicht.objects.filter(aan=aan, dag=vandaag).exists():
            return False
        verstuurd = _mail(aan, soort="overzicht", nu=nu)
        if verstuurd:  # the constraint stops a second worker that came to the same point
            Overzicht.objects.create(aan=aan, dag=vandaag)
        return verstuurd


def _mail(aan: Gebruiker, *, soort: str, nu: datetime) -> bool:
    """Mark what `aan` can read as mailed and put one mail ready; false when there is nothing."""
    with namens(aan), connection.cursor() as cursor:
        cursor.execute("SELECT mail FROM berichten_voorkeur WHERE gebruiker_id = %s", [aan.pk])
        keuze = cursor.fetchone()
        alles = soort == "overzicht" or (keuze is not None and keuze[0] == "direct")
        cursor.execute(_LEESBAAR, [aan.pk, alles, _altijd()])
        ids = [pk for (pk,) in cursor.fetchall()]
        if not ids:
            return False
        Bericht.objects.filter(pk__in=ids).update(gemaild_op=nu)
        _zet_klaar(aan, soort=soort, nu=nu)
    return True


def _zet_klaar(aan: Gebruiker, *, soort: str, nu: datetime) -> None:
    inhoud = {
        "dag": timezone.localdate(nu),
        "link": f"{settings.BASISADRES.rstrip('/')}{reverse('berichten:lijst')}",
    }
    with translation.override(aan.taal):
        onderwerp = render_to_string("berichten/mail/onderwerp.txt", inhoud).strip()
        tekst = render_to_string("berichten/mail/tekst.txt", inhoud)
    EmailMessage(onderwerp, tekst, None, [aan.email], headers={SOORT_KOP: soort}).send()


def _altijd() -> list[str]:
    return sorted(soort.value for soort in ALTIJD_DIRECT)
