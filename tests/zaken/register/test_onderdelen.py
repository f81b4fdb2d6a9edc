"""Changing a part of a zaak, in every register: nothing lost, nothing half saved, every answer in words."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.http import QueryDict
from django.utils.timezone import localdate

from codelijsten.velden import Codekeuze, Codekeuzes
from tests.factories.registers import maak_zaak
from tests.factories.zaken import code
from tests.zaken.register.invullen import ONZIN, invoer, met_onzin, vreemde_codes
from zaken.register import registers

pytestmark = pytest.mark.databank
ONDERDELEN = [
    pytest.param(register, onderdeel, id=f"{register.soort}-{onderdeel}")
    for register in registers()
    for onderdeel in register.onderdelen
]


@pytest.fixture
def dossier(request, fabriek, spelers, register):
    """A zaak of the register and who handles it."""
    with fabriek():
        return maak_zaak(register.soort, team=spelers.team, behandelaar=spelers.lid)


def _nu(register, zaak, wie, als):
    with als(wie):
        return register.model.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=zaak.pk)


def _teruggestuurd(form):
    """What a browser sends back when nothing was touched."""
    velden = dict(form.verborgen)
    for veld in form:
        waarde = veld.value()
        delen = [getattr(waarde, "code", waarde)] if not isinstance(waarde, list) else waarde
        namen = invoer(veld.html_name, veld.field)
        if len(namen) == 3:
            velden |= dict(zip(namen, veld.field.widget.format_value(waarde), strict=True))
        elif waarde not in (None, False, ""):
            velden[veld.html_name] = [deel.code if isinstance(deel, Model) else deel for deel in delen]
    return velden


@pytest.mark.parametrize(("register", "onderdeel"), ONDERDELEN)
def test_opslaan_zonder_iets_te_wijzigen_verandert_niets(
    register, onderdeel, dossier, spelers, als, client_van
):
    client, url = client_van(spelers.lid), register.url("wijzig", dossier.pk, onderdeel)

    antwoord = client.post(url, _teruggestuurd(client.get(url).context["form"]))

    assert antwoord.status_code == 302, antwoord.context["form"].errors
    assert _nu(register, dossier, spelers.lid, als).versie == dossier.versie


@pytest.mark.parametrize(("register", "onderdeel"), ONDERDELEN)
def test_onzin_krijgt_antwoord_bij_het_veld_en_wordt_niet_half_opgeslagen(
    register, onderdeel, dossier, spelers, als, client_van
):
    client, url = client_van(spelers.lid), register.url("wijzig", dossier.pk, onderdeel)
    form = client.get(url).context["form"]

    plek = [een.values for een in ONDERDELEN].index((register, onderdeel))
    for onzin in ("", *(ONZIN[(2 * plek + n) % len(ONZIN)] for n in range(2))):
        antwoord = client.post(url, met_onzin(form, onzin) | dict(form.verborgen))
        assert antwoord.status_code in {302, 422}, onzin[:20]
        if antwoord.status_code == 302:  # everything of this part may be empty, or is text
            form = client.get(url).context["form"]
            continue
        tekst = antwoord.content.decode()
        assert all(
            f'id="id_{naam}_error"' in tekst for naam in antwoord.context["form"].errors if naam != "__all__"
        )
        nu = _nu(register, dossier, spelers.lid, als)
        assert [nu.onderwerp, nu.versie] == [dossier.onderwerp, dossier.versie]


@pytest.mark.parametrize(("register", "onderdeel"), ONDERDELEN)
def test_elk_veld_leest_elke_onzin_en_zegt_er_iets_van_of_neemt_het(
    register, onderdeel, dossier, spelers, als
):
    """All nonsense in all fields, without the page around it: two kinds of it in turn are sent for real, above."""
    klasse = register.onderdelen[onderdeel]
    with als(spelers.lid):
        zaak = _nu(register, dossier, spelers.lid, als)
        velden = klasse.voor(zaak, vandaag=localdate())
        for onzin in ONZIN:
            data = QueryDict(mutable=True)
            data.update(met_onzin(velden, onzin))
            form = klasse.voor(zaak, data, vandaag=localdate())
            assert form.is_valid() or all(form.errors.values()), onzin[:20]


@pytest.mark.parametrize(("register", "onderdeel"), ONDERDELEN)
def test_een_code_van_een_andere_lijst_kan_niet(register, onderdeel, dossier, spelers, als):
    klasse = register.onderdelen[onderdeel]
    with als(spelers.lid):
        zaak = _nu(register, dossier, spelers.lid, als)
        for naam, veld in klasse.base_fields.items():
            if isinstance(veld, (Codekeuze, Codekeuzes)):
                for code in vreemde_codes(veld):
                    form = klasse.voor(
                        zaak, {naam: [code] if isinstance(veld, Codekeuzes) else code}, vandaag=localdate()
                    )
                    assert naam in form.errors, (naam, code)


@pytest.mark.parametrize(("register", "onderdeel"), ONDERDELEN)
def test_elke_vraag_staat_onder_een_kop_en_heeft_een_veld_in_de_zaak(register, onderdeel, db):
    klasse = register.onderdelen[onderdeel]

    ingedeeld = [naam for _kop, namen in klasse.indeling for naam in namen]

    assert sorted(ingedeeld) == sorted(klasse.base_fields)
    assert set(klasse.base_fields) <= {veld.name for veld in register.model._meta.get_fields()}
    assert str(klasse.titel)


def test_een_onderdeel_dat_niet_bestaat_is_er_niet(register, dossier, spelers, client_van):
    assert client_van(spelers.lid).get(register.url("wijzig", dossier.pk, "verzonnen")).status_code == 404


def test_wat_de_intake_vraagt_kan_bij_wijzigen_niet_leeg(register, fabriek, spelers, client_van):
    gevraagd = {
        "omschrijving": "x",
        **{v: code(v, "onbekend") for v in ("locatiecontext", "defensieonderdeel")},
    }
    with fabriek():
        zaak = maak_zaak(register.soort, team=spelers.team, behandelaar=spelers.lid, **gevraagd)
    client, url = client_van(spelers.lid), register.url("wijzig", zaak.pk, "gebeurtenis")
    form = client.get(url).context["form"]
    assert all(form.fields[veld].required for veld in ("onderwerp", *gevraagd))
    antwoord = client.post(url, _teruggestuurd(form) | dict.fromkeys(gevraagd, ""))
    assert antwoord.status_code == 422
    assert set(antwoord.context["form"].errors) == set(gevraagd)
    assert "Kies waar het is gebeurd." in antwoord.content.decode()
