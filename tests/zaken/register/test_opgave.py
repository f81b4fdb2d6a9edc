"""What holds for the declaration of every register."""

from __future__ import annotations

import pytest
from django.db.models import Q

from zaken.models import Zaak
from zaken.register import meld_aan, register_van, registers
from zaken.schermen.intake.personen import PersonenForm


def test_elk_register_is_te_vinden_bij_zijn_soort():
    assert [r.soort for r in registers()] == sorted(
        (r.soort for r in registers()), key=Zaak.Soort.values.index
    )
    assert all(register_van(register.soort) is register for register in registers())


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_een_register_meldt_zich_niet_twee_keer_aan(register):
    with pytest.raises(ValueError, match="al aangemeld"):
        meld_aan(register)


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_de_overgangen_kennen_alleen_statussen_van_het_register(register):
    assert {status for paar in register.overgangen for status in paar} <= set(register.status.values)


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_elke_status_staat_hoogstens_een_keer_in_het_werk_en_elke_toon_bestaat(register):
    werk = register.werk
    delen = [werk.nieuw, werk.loopt, werk.wacht, werk.nazorg]
    assert sum(map(len, delen)) == len(werk.open)
    assert werk.open <= set(register.status.values)
    assert set(register.tonen) <= set(register.status.values)
    assert set(register.tonen.values()) <= {"info", "warn", "ok", "paars", "danger"}


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_een_index_heeft_precies_de_statussen_van_wat_nog_iemand_nodig_heeft(register):
    """The tab *Niet toegewezen* asks for these; one status more or less and the database reads all closed zaken."""
    (index,) = [i for i in register.model._meta.indexes if i.name == f"{register.soort}_open"]
    assert index.condition == Q(status__in=sorted(register.werk.open))


def test_geen_letter_van_een_nummer_en_geen_filter_botst():
    letters = [register.lijst.letter for register in registers()]
    assert len(letters) == len(set(letters))
    vast = {"q", "status", "jaar", "onderdeel", "termijn", "geannuleerd", "tab", "sorteer", "na", "voor"}
    assert all(vast.isdisjoint(eigen.naam for eigen in register.lijst.filters) for register in registers())


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_elk_register_heeft_de_adressen_waar_de_lijst_naar_wijst(register):
    pk = "00000000-0000-4000-8000-000000000000"
    assert register.url("lijst").startswith("/")
    assert register.url("nieuw").startswith("/")
    assert register.urls("detail", [pk]) == [register.url("detail", pk)]
    assert register.urls("toewijzen", [pk]) == [register.url("toewijzen", pk)]


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_de_intake_vraagt_wat_elke_zaak_nodig_heeft_en_elk_veld_een_keer(register):
    velden = [
        naam
        for onderwerp in register.intake.onderwerpen
        for naam in onderwerp.form.base_fields
        if naam not in getattr(onderwerp.form, "INDIENERVELDEN", ())
    ]
    codes = [onderwerp.code for onderwerp in register.intake.onderwerpen]
    assert {"ontvangen_defensie", "onderwerp"} <= set(velden)
    assert (len(velden), len(codes)) == (len(set(velden)), len(set(codes)))


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_wie_er_in_de_intake_bij_kan_mag_een_rol_in_de_zaak_hebben(register):
    rollen = {register.indiener} if register.indiener else set()
    for onderwerp in register.intake.onderwerpen:
        if issubclass(onderwerp.form, PersonenForm):
            rollen |= set(onderwerp.form.soorten) | {onderwerp.form.over_wie}
    assert rollen <= set(register.persoonrollen)
