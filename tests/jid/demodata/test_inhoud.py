"""What the demo data look like: lawful, without names, spread, and the same every time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils.timezone import localdate

from gebruikers.models import Gebruiker
from jid.demodata import teksten
from jid.demodata.aantallen import MELDINGEN
from jid.demodata.accounts import verdeel_rollen
from jid.demodata.actueel import GEVALLEN, van_nu
from jid.demodata.casussen import casussen
from jid.demodata.laden import INVOER, alle_meldingen, willekeur
from jid.demodata.meldingen import Bronnen, van_jaar
from jid.demodata.teksten import ONDERWERPEN, SUBCATEGORIEEN
from meldingen.models import Afdoening, Melding, Subcategorie
from meldingen.stappen import STAPPEN
from meldingen.status import OVERGANGEN, Status
from tests.hulp import wie
from vertrouwenspersonen.models import Casus
from zaken.invoer.schrijver import Dossier
from zaken.models import Invoer, Zaak
from zaken.register.stappen import Stand

pytestmark = pytest.mark.databank

VANDAAG = date(2026, 9, 15)
GEWONE_WOORDEN = {"Defensie", "COID", "WhatsApp"}
"""Words that may have a capital inside a sentence."""


@contextmanager
def systeem() -> Iterator[None]:
    with transaction.atomic(), wie.fabriek():
        yield


@pytest.fixture(scope="module")
def bronnen(demo: str) -> Bronnen:
    with systeem():
        return Bronnen.uit_databank(rollen=verdeel_rollen(), invoer=Invoer.objects.get(pk=INVOER))


@pytest.fixture(scope="module")
def dossiers(bronnen: Bronnen) -> list[Dossier]:
    return list(alle_meldingen(vandaag=VANDAAG, bronnen=bronnen))


def _van_nu(vandaag: date, bronnen: Bronnen) -> Iterator[Dossier]:
    return van_nu(willekeur("actueel"), vandaag=vandaag, bronnen=bronnen)


def _inhoud(dossier: Dossier) -> Mapping[str, Any]:
    """Everything of a dossier but its key."""

    def velden(een: Any) -> dict[str, Any]:
        return {
            v.name: getattr(een, v.attname)
            for v in een._meta.concrete_fields
            if v.name not in ("sleutel", "zaak")
        }

    delen = (dossier.personen, dossier.notities, dossier.statuswijzigingen)
    return {
        "melding": velden(dossier.zaak),
        "delen": [velden(een) for deel in delen for een in deel],
        "codes": (*dossier.keuzes[Subcategorie], 0, *dossier.keuzes[Afdoening]),
    }


def test_de_jaren_2020_tot_en_met_2024_zijn_elke_keer_en_op_elke_dag_hetzelfde(bronnen, dossiers):
    oud = [d for d in dossiers if d.zaak.ontvangen_defensie.year < 2025]
    later = VANDAAG + timedelta(days=400)
    nog_eens = [
        d for jaar in MELDINGEN for d in van_jaar(willekeur(str(jaar)), jaar, vandaag=later, bronnen=bronnen)
    ]

    assert len(oud) == 2534
    assert [_inhoud(d) for d in nog_eens] == [_inhoud(d) for d in oud]


def test_twee_keer_maken_geeft_twee_keer_hetzelfde(bronnen, dossiers):
    nieuw = [d for d in dossiers if d.zaak.ontvangen_defensie.year >= 2025]

    assert [_inhoud(d) for d in _van_nu(VANDAAG, bronnen)] == [_inhoud(d) for d in nieuw]
    een, twee = (casussen(willekeur("casussen"), vandaag=VANDAAG, bronnen=bronnen) for _ in range(2))
    assert [c.kenmerk for c in een] == [c.kenmerk for c in twee]


def test_wat_in_de_databank_staat_is_wat_er_is_gemaakt(dossiers):
    with systeem():
        opgeslagen = {
            m.pk: (m.onderwerp, m.omschrijving, m.status)
            for m in Melding.objects.zonder_toegangsfilter(reden="test")
            .select_related("sleutel").filter(ontvangen_defensie__year=2021)
        }  # fmt: skip

    assert opgeslagen == {
        d.zaak.pk: (d.zaak.onderwerp, d.zaak.omschrijving, d.zaak.status)
        for d in dossiers
        if d.zaak.ontvangen_defensie.year == 2021
    }


def test_nieuwe_meldingen_vallen_in_dit_jaar(bronnen):
    for vandaag in (date(2026, 12, 31), date(2026, 1, 10), date(2025, 1, 31)):
        nieuw = list(_van_nu(vandaag, bronnen))
        assert {d.zaak.ontvangen_defensie.year for d in nieuw} == {vandaag.year}
        assert len(nieuw) == sum(g.ontvangen < vandaag.timetuple().tm_yday for g in GEVALLEN)


def test_elke_melding_liep_langs_de_overgangen(dossiers):
    for dossier in dossiers:
        stappen = [w.naar for w in dossier.statuswijzigingen]
        assert (stappen[0], stappen[-1]) == (Status.NIEUW, dossier.zaak.status)
        assert all(paar in OVERGANGEN for paar in pairwise(stappen))
        momenten = [w.op for w in dossier.statuswijzigingen]
        assert momenten == sorted(momenten)


def test_elke_melding_heeft_wat_haar_status_vraagt(bronnen, dossiers):
    codes = {code.pk: code for code in bronnen.codes.values()}
    for dossier in dossiers:
        for veld in ("coid_advies", "besluit_bg"):  # else each asks the database
            setattr(dossier.zaak, veld, codes.get(getattr(dossier.zaak, f"{veld}_id")))
        stand = Stand("", {"afdoeningen": len(dossier.keuzes[Afdoening])}, {}, 0, VANDAAG)
        assert STAPPEN.blijvend_nodig(dossier.zaak, dossier.zaak.status, stand) == []
        behandeld = any(w.naar == Status.IN_BEHANDELING for w in dossier.statuswijzigingen)
        assert (dossier.zaak.behandelaar_id is not None) == behandeld


def test_alle_data_liggen_op_of_na_ontvangst_en_voor_vandaag(dossiers):
    for dossier in dossiers:
        melding = dossier.zaak
        for veld in (
            "bevestigd_op",
            "teruggekoppeld_op",
            "coid_advies_op",
            "besluit_bg_op",
            "datum_afgehandeld",
            "datum_gesloten",
        ):
            dag = getattr(melding, veld)
            assert dag is None or melding.ontvangen_defensie <= dag <= VANDAAG, (
                veld,
                melding.ontvangen_defensie,
                dag,
            )
        assert melding.voorval_van is None or melding.voorval_van <= melding.ontvangen_defensie


def test_oude_jaren_zijn_bijna_allemaal_gesloten_en_2024_is_gemengd(dossiers):
    statussen = {
        jaar: Counter(d.zaak.status for d in dossiers if d.zaak.ontvangen_defensie.year == jaar)
        for jaar in (2020, 2024)
    }

    assert statussen[2020][Status.GESLOTEN] / 314 > 0.9
    assert len(statussen[2024]) >= 7


def test_nergens_staat_een_naam():
    zinnen = [
        zin
        for naam in dir(teksten)
        if naam.isupper()
        for zin in _zinnen(getattr(teksten, naam))
        if getattr(teksten, naam) is not SUBCATEGORIEEN
    ]
    binnen = {
        woord
        for zin in zinnen
        for deel in re.split(r"(?<=[.?!]) ", zin)
        for woord in re.findall(r"\w+", deel)[1:]
        if woord[0].isupper()
    }

    assert len(zinnen) > 60
    assert binnen <= GEWONE_WOORDEN
    assert {len(regel) <= 120 for regels in ONDERWERPEN.values() for regel in regels} == {True}


def _zinnen(waarde: object) -> Iterator[str]:
    match waarde:
        case str():
            yield waarde
        case Mapping():
            for deel in waarde.values():
                yield from _zinnen(deel)
        case tuple():
            for deel in waarde:
                yield from _zinnen(deel)


def test_personen_heten_naar_hun_rol(dossiers):
    namen = {persoon.naam for dossier in dossiers for persoon in dossier.personen}

    assert namen == {"Melder A", "Getuige A", *(f"Betrokkene {letter}" for letter in "ABC")}
    assert {p.contact for d in dossiers for p in d.personen} == {""}


def test_mijn_werk_van_de_adviseur_heeft_termijnen_die_naderen_en_die_te_laat_zijn(demo):
    vandaag = localdate()
    with systeem():
        data = (
            Zaak.objects.zonder_toegangsfilter(reden="test")
            .filter(behandelaar__email="adviseur@demo.example", eerste_termijn__isnull=False)
            .values_list("eerste_termijn", flat=True)
        )
        te_laat = [dag for dag in data if dag < vandaag]
        gauw = [dag for dag in data if vandaag <= dag <= vandaag + timedelta(days=8)]

    assert len(te_laat) <= 5
    assert len(gauw) <= 6
    if vandaag.timetuple().tm_yday > max(
        geval.ontvangen for geval in GEVALLEN
    ):  # else some fell in last year
        assert te_laat
        assert len(gauw) >= 2


def test_elke_adviseur_ziet_de_zaken_van_het_eigen_team_en_geen_andere(demo):
    gezien = []
    for naam in ("adviseur", "adviseur2"):
        with transaction.atomic(), wie.als(Gebruiker.objects.get(email=f"{naam}@demo.example")) as adviseur:
            meldingen = Melding.objects.zichtbaar_voor(adviseur)
            gezien.append(set(meldingen.values_list("zaaknummer", flat=True)))
            assert {m.behandelaar_id for m in meldingen.filter(team=None)} <= {adviseur.pk}

    assert gezien[0] & gezien[1] == set()
    assert min(map(len, gezien)) > 1_000


def test_de_demo_vertrouwenspersonen_hebben_een_handvol_casussen(demo):
    for naam in ("vertrouwenspersoon", "vertrouwenspersoon2"):
        with transaction.atomic(), wie.als(Gebruiker.objects.get(email=f"{naam}@demo.example")) as persoon:
            eigen = Casus.objects.zichtbaar_voor(persoon)
            assert 15 <= eigen.count() <= 40
            assert eigen.filter(status="open").exists()


def test_niemand_kan_zich_aanmelden_als_een_verzonnen_collega(demo):
    verzonnen = re.compile(r"^(VP|Adviseur) \d\d \(demo\)$")
    collegas = [gebruiker for gebruiker in Gebruiker.objects.all() if verzonnen.match(gebruiker.naam)]

    assert len(collegas) == 38
    assert {gebruiker.has_usable_password() for gebruiker in collegas} == {False}


def test_productie_weigert_demogegevens(settings):
    settings.PRODUCTIE = True
    with pytest.raises(CommandError, match="niet in productie"):
        call_command("demodata")
