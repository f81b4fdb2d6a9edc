"""The services themselves refuse who reads along: the screens ask first, and nothing may lean on that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.timezone import localdate

from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_koppeling, maak_toekenning, sluit_uit
from zaken.models import Notitie, Persoon, Toekenning, Uitsluiting, Zaakkoppeling
from zaken.services import inhoud, koppelingen, ontzegelen, rijen, status, toegang, wijzigen
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank


@pytest.fixture
def toneel(register, fabriek):
    """A zaak with everything that can be taken from it, its behandelaar, and somebody who reads along."""
    beleid = BELEID[register.soort]
    with fabriek():
        behandelaar, ander = (maak_gebruiker(min(beleid.behandelt)) for _ in range(2))
        lezer = maak_gebruiker(min(beleid.lezer - beleid.behandelt - beleid.intake))
        samen: dict[str, Any] = {"lezers": (behandelaar, lezer), "behandelaar": behandelaar}
        zaak, tweede = maak_zaak(register.soort, **samen), maak_zaak(register.soort, **samen)
        persoon = Persoon(id=uuid4(), zaak=zaak, rol=register.persoonrollen[0], volgnummer=1, naam="P. Naam")
        persoon.save(force_insert=True)
        uitgesloten = maak_gebruiker(min(beleid.behandelt))
        sluit_uit(zaak, uitgesloten)
        return SimpleNamespace(
            register=register,
            lezer=lezer,
            ander=ander,
            zaak=zaak,
            tweede=tweede,
            persoon=persoon,
            uitgesloten=uitgesloten,
            toekenning=maak_toekenning(zaak, ander),
            koppeling=maak_koppeling(zaak, tweede),
            naar=next(naar for van, naar in register.overgangen if van == register.status_van(zaak)),
        )


DIENSTEN: dict[str, Callable[[Any, Any], object]] = {
    "wijzigen": lambda t, z: wijzigen.wijzig(
        register=t.register, zaak_id=z.pk, gegevens={"onderwerp": "x"}, basisversie=z.versie,
        vandaag=timezone.localdate(), door=t.lezer,
    ),
    "status": lambda t, z: status.wijzig_status(
        register=t.register, zaak_id=z.pk, naar=t.naar, toelichting="x", vandaag=timezone.localdate(), door=t.lezer
    ),
    "persoon erbij": lambda t, z: inhoud.voeg_persoon_toe(zaak=z, rol=t.persoon.rol, gegevens={}, door=t.lezer),
    "persoon wijzigen": lambda t, z: inhoud.wijzig_persoon(
        zaak=z, persoon_id=t.persoon.pk, gegevens={"naam": "x"}, door=t.lezer
    ),
    "persoon weg": lambda t, z: inhoud.verwijder_persoon(zaak=z, persoon_id=t.persoon.pk, door=t.lezer),
    "annuleren": lambda t, z: inhoud.annuleer(zaak=z, reden="x", door=t.lezer),
    "toewijzen": lambda t, z: toegang.wijs_toe(zaak=z, behandelaar=t.ander, team=None, reden="x", door=t.lezer),
    "delen": lambda t, z: toegang.verleen(
        zaak=z, aan=t.uitgesloten, reden="x", verloopt_op=timezone.now() + timedelta(days=1), nu=timezone.now(),
        door=t.lezer,
    ),
    "toegang beëindigen": lambda t, z: toegang.beeindig(zaak=z, toekenning=t.toekenning.pk, door=t.lezer),
    "uitsluiten": lambda t, z: toegang.sluit_uit(
        zaak=z, gebruiker=t.ander, grond=Uitsluiting.Grond.BETROKKEN, door=t.lezer
    ),
    "genoemden uitsluiten": lambda t, z: toegang.sluit_genoemden_uit(
        zaak=z, persoon=t.persoon, uitsluitingen=[], door=t.lezer
    ),
    "uitsluiting opheffen": lambda t, z: toegang.hef_uitsluiting_op(zaak=z, gebruiker=t.uitgesloten, door=t.lezer),
    "verzegelen": lambda t, z: toegang.verzegel(zaak=z, behandelaar=t.ander, reden="x", door=t.lezer),
    "ontzegelen": lambda t, z: ontzegelen.vraag_ontzegeling(zaak=z, reden="x", door=t.lezer),
    "koppelen": lambda t, z: koppelingen.koppel(
        zaak=z, ander=t.tweede, soort=Zaakkoppeling.Soort.VERWANT, reden="x", door=t.lezer
    ),
    "ontkoppelen": lambda t, z: koppelingen.ontkoppel(zaak=z, koppeling_id=t.koppeling.pk, reden="x", door=t.lezer),
}  # fmt: skip


RIJEN: dict[str, Callable[[Any, Any], object]] = {
    "rij erbij": lambda t, z: rijen.voeg_rij_toe(
        register=t.register, opgave=t.register.rijen[0], zaak_id=z.pk, gegevens={}, door=t.lezer
    ),
    "rij weg": lambda t, z: rijen.verwijder_rij(
        register=t.register, opgave=t.register.rijen[0], zaak_id=z.pk, rij_id=uuid4(), vandaag=localdate(),
        door=t.lezer,
    ),
}  # fmt: skip


def test_wie_meeleest_komt_met_geen_enkele_dienst_verder_dan_een_notitie(register, toneel, als, fabriek):
    t = toneel
    with als(t.lezer):
        zaak = register.model.objects.zichtbaar_voor(t.lezer).select_related("sleutel").get(pk=t.zaak.pk)
        for naam, dienst in (DIENSTEN | (RIJEN if register.rijen else {})).items():
            try:
                dienst(t, zaak)
            except PermissionDenied:
                continue
            pytest.fail(naam)
        inhoud.voeg_notitie_toe(zaak=zaak, tekst="mag", door=t.lezer)
    with fabriek():
        assert Notitie.objects.zonder_toegangsfilter(reden="test").filter(zaak=t.zaak).count() == 1
        assert Toekenning.objects.get(pk=t.toekenning.pk).beeindigd_op is None
