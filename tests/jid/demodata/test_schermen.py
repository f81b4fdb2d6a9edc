"""The demo data on the screens: every kind of zaak opens, every landing page too."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from gebruikers.demo import ACCOUNTS
from gebruikers.models import Gebruiker
from jid.demodata.onderzoeken import GEVALLEN
from meldingen.models import Melding
from meldingen.status import Status
from tests.hulp import wie

pytestmark = pytest.mark.databank


def _aangemeld(naam: str) -> Client:
    return wie.aangemeld(Gebruiker.objects.get(email=f"{naam}@demo.example"))


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.naam)
def test_elke_rol_landt_op_een_pagina(demo, account):
    assert _aangemeld(account.naam).get("/", follow=True).status_code == 200


@pytest.mark.parametrize("status", [Status.IN_BEHANDELING, Status.IN_ONDERZOEK, Status.OPGESCHORT, Status.WACHT_OP_BESLUIT,
                                    Status.AFGEHANDELD, Status.NAZORG, Status.GESLOTEN, Status.INGETROKKEN])  # fmt: skip
def test_een_melding_in_elke_status_gaat_open_voor_haar_team_en_niet_voor_een_ander(demo, status):
    with transaction.atomic(), wie.als(Gebruiker.objects.get(email="adviseur@demo.example")) as adviseur:
        melding = (
            Melding.objects.zichtbaar_voor(adviseur).filter(status=status).select_related("sleutel").first()
        )
        onderwerp = melding.onderwerp
    pad = f"/meldingen/{melding.pk}/"

    antwoord = _aangemeld("adviseur").get(pad)
    assert (antwoord.status_code, onderwerp in antwoord.content.decode()) == (200, True)
    assert _aangemeld("adviseur2").get(pad).status_code == 404


def test_de_onderzoeker_begint_met_lopende_onderzoeken(demo):
    pagina = _aangemeld("onderzoeker").get("/", follow=True).text
    assert [geval.onderwerp for geval in GEVALLEN if geval.onderwerp not in pagina] == []
