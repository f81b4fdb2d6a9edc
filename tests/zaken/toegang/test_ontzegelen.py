"""A seal that was a mistake: one asks, somebody else who sees the zaak agrees, and nobody gets access back by it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.models import Melding
from schermen.templatetags.jid_ui import datum
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.klachten import maak_klacht
from tests.factories.zaken import maak_melding, maak_toekenning
from tests.hulp.vragen import aantal_vragen
from zaken.models import Ontzegeling, Zaak
from zaken.services import ontzegelen
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import toegangslijst, verzegel, wijs_toe
from zaken.services.toegangsspoor import toegangsperioden

pytestmark = pytest.mark.databank
REDEN = "Merkwoord toch niet over COID"


@pytest.fixture
def t(fabriek, als):
    """A zaak of a team that was sealed: its behandelaar outside COID, another reader there, and who lost it."""
    with fabriek():
        team, elders = maak_team(), maak_team(soort=Team.Soort.BUITEN_COID)
        s = SimpleNamespace(
            team=team,
            binnen=maak_gebruiker(Rol.ADVISEUR, teams=[team], naam="Binnen"),
            lid=maak_gebruiker(Rol.ADVISEUR, teams=[team]),
            behandelaar=maak_gebruiker(Rol.ADVISEUR, teams=[elders], naam="Behandelaar"),
            tweede=maak_gebruiker(Rol.ONDERZOEKER, teams=[elders], naam="Tweede"),
            buiten=maak_gebruiker(Rol.ADVISEUR, teams=[elders], naam="Zonder toegang"),
            secretaris=maak_gebruiker(Rol.KLACHTSECRETARIS),
        )
        zaak = maak_melding(team=team, lezers=(s.binnen,), behandelaar=s.binnen)
        maak_toekenning(zaak, s.tweede)
    with als(s.binnen) as door:
        vers = Melding.objects.zichtbaar_voor(door).select_related("sleutel").get(pk=zaak.pk)
        verzegel(zaak=vers, behandelaar=s.behandelaar, reden="vergissing", door=door)
    s.adres = reverse("meldingen:ontzegelen", args=[zaak.pk])
    s.pk = zaak.pk
    return s


def _zaak(t, wie):
    return Melding.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=t.pk)


def _vraag(t, als):
    with als(t.behandelaar) as door:
        return ontzegelen.vraag_ontzegeling(zaak=_zaak(t, door), reden=REDEN, door=door)


def _ziet(t, als, *wie):
    gezien = []
    for een in wie:
        with als(een):
            gezien.append(Zaak.objects.zichtbaar_voor(een).filter(pk=t.pk).exists())
    return gezien


def test_de_verzegeling_gaat_eraf_als_een_ander_akkoord_is_en_niemand_krijgt_toegang_terug(
    t, als, client_van, fabriek
):
    client = client_van(t.behandelaar)
    assert "krijgt die niet vanzelf terug" in client.get(t.adres).content.decode()
    antwoord = client.post(t.adres, {"reden": REDEN}, follow=True).content.decode()
    assert "zodra een ander akkoord is" in antwoord
    with als(t.tweede):
        assert Bericht.objects.filter(aan=t.tweede, soort="ontzegeling_gevraagd").count() == 1
    tweede = client_van(t.tweede)
    assert REDEN in tweede.get(t.adres).content.decode()
    zin = f"Behandelaar vroeg op {datum(timezone.localdate())} om de verzegeling op te heffen."
    for wie in (tweede, client):
        assert zin in wie.get(reverse("meldingen:detail", args=[t.pk])).text
    gelezen = tweede.get(t.adres).context["gevraagd"].pk
    antwoord = tweede.post(t.adres, {"besluit": "akkoord", "vraag": gelezen}, follow=True).content.decode()
    assert "De verzegeling is opgeheven" in antwoord
    assert _ziet(t, als, t.binnen, t.lid, t.buiten) == [False, False, False]
    with als(t.behandelaar) as door:
        zaak = _zaak(t, door)
        assert (zaak.verzegeld, zaak.team_id, zaak.behandelaar_id) == (False, None, t.behandelaar.pk)
        wijs_toe(zaak=zaak, behandelaar=t.binnen, team=t.team, reden="terug", door=door)
    assert _ziet(t, als, t.binnen, t.lid) == [True, True]
    with fabriek():
        gelogd = Gebeurtenis.objects.filter(zaak_id=t.pk, soort__startswith="ontzegel").order_by("tijdstip")
        assert [(een.soort, een.door_id) for een in gelogd] == [
            ("ontzegeling_gevraagd", t.behandelaar.pk),
            ("ontzegeld", t.tweede.pk),
        ]


def test_weigeren_zegt_waarom_en_wie_het_vroeg_leest_het(t, als, client_van, fabriek):
    pk = _vraag(t, als)
    tweede, detail = client_van(t.tweede), reverse("meldingen:detail", args=[t.pk])
    leeg = tweede.post(t.adres, {"besluit": "nee", "vraag": pk, "reden": " "})
    assert (leeg.status_code, leeg.context["form"].errors) == (422, {"reden": ["Schrijf waarom u weigert."]})
    with als(t.tweede) as door, pytest.raises(NietMogelijk, match="Schrijf waarom u weigert"):
        ontzegelen.beslis(zaak=_zaak(t, door), vraag=pk, akkoord=False, door=door)
    tweede.post(t.adres, {"besluit": "nee", "vraag": pk, "reden": "Merkreden, het blijft COID"})
    with fabriek():
        gemeld = Bericht.objects.filter(aan=t.behandelaar, soort__startswith="ontzeg")
        assert [(een.soort, een.zaak_id) for een in gemeld] == [("ontzegeling_geweigerd", t.pk)]
        gevraagd = Bericht.objects.get(soort="ontzegeling_gevraagd")
        assert gevraagd.afgehandeld_op == gevraagd.gelezen_op is not None
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(o)::text FROM zaken_ontzegeling o")
            assert "Merkreden" not in cursor.fetchone()[0]
    pagina = client_van(t.behandelaar).get(detail).text
    assert "Tweede weigerde op" in pagina
    assert "Merkreden, het blijft COID" in pagina
    with als(t.behandelaar) as door:
        ontzegelen.vraag_ontzegeling(zaak=_zaak(t, door), reden=REDEN, door=door)
    assert "Merkreden" not in client_van(t.behandelaar).get(detail).text


@pytest.mark.parametrize("akkoord", [True, False])
def test_na_een_besluit_weet_wie_het_vroeg_het_en_is_niemand_nog_iets_gevraagd(t, als, fabriek, akkoord):
    pk = _vraag(t, als)
    with als(t.tweede if akkoord else t.behandelaar) as door:
        ontzegelen.beslis(zaak=_zaak(t, door), vraag=pk, akkoord=akkoord, door=door)
    with fabriek():
        stand = dict(
            Bericht.objects.filter(soort__startswith="ontzeg").values_list("soort", "afgehandeld_op")
        )
        assert stand.pop("ontzegeling_gevraagd") is not None
        assert list(stand) == (["ontzegeling_akkoord"] if akkoord else [])  # taken back: nobody is told


def test_de_vraag_staat_bij_mijn_werk_van_wie_beslist_en_van_niemand_anders(t, als, client_van, fabriek):
    pk = _vraag(t, als)
    nummers = {
        wie.naam: [
            een.zaak.zaaknummer for een in client_van(wie).get(reverse("mijn_werk")).context["werk"].vragen
        ]
        for wie in (t.tweede, t.behandelaar, t.binnen, t.lid, t.buiten)
    }
    with als(t.tweede) as door:
        zaak = _zaak(t, door)
    assert [nummer for nummer in nummers.values() if nummer] == [[zaak.zaaknummer]]
    assert nummers["Tweede"]
    pagina = client_van(t.tweede).get(reverse("mijn_werk")).text
    assert f'href="{t.adres}"' in pagina
    dag = datum(timezone.localdate())
    assert f"Behandelaar vroeg op {dag} om de verzegeling op te heffen." in pagina
    with als(t.behandelaar) as door:
        ontzegelen.beslis(zaak=_zaak(t, door), vraag=pk, akkoord=False, door=door)
    assert client_van(t.tweede).get(reverse("mijn_werk")).context["werk"].vragen == []


def test_mijn_werk_vraagt_evenveel_bij_een_vraag_als_bij_vijf(t, als, client_van, fabriek):
    client, vragen = client_van(t.tweede), []
    for aantal in (0, 1, 4):
        for _ in range(aantal):
            with fabriek():
                zaak = maak_melding(
                    lezers=(t.behandelaar, t.tweede), behandelaar=t.behandelaar, verzegeld=True
                )
            with als(t.behandelaar) as door:
                vers = Melding.objects.zichtbaar_voor(door).select_related("sleutel").get(pk=zaak.pk)
                ontzegelen.vraag_ontzegeling(zaak=vers, reden=REDEN, door=door)
        vragen.append(aantal_vragen(client, reverse("mijn_werk")))
    assert len(client.get(reverse("mijn_werk")).context["werk"].vragen) == 5
    assert vragen == [vragen[0]] * 3


def test_wie_het_vroeg_geeft_zelf_geen_akkoord(t, als, client_van):
    pk = _vraag(t, als)
    client = client_van(t.behandelaar)
    assert "Vraag intrekken" in client.get(t.adres).text
    assert client.post(t.adres, {"besluit": "akkoord", "vraag": pk}).status_code == 403
    with als(t.behandelaar) as door, pytest.raises(PermissionDenied):
        ontzegelen.beslis(zaak=_zaak(t, door), vraag=pk, akkoord=True, door=door)
    nee = client.post(t.adres, {"besluit": "nee", "vraag": pk}, follow=True).content.decode()
    assert "ingetrokken" in nee
    laat = client_van(t.tweede).post(t.adres, {"besluit": "akkoord"}, follow=True).content.decode()
    assert "al besloten" in laat
    with als(t.behandelaar) as door:
        assert _zaak(t, door).verzegeld


def test_een_oude_pagina_beslist_niet_over_een_vraag_die_niemand_las(t, als, client_van):
    """Asked, taken back and asked again for another reason, while somebody reads the first question."""
    oude = _vraag(t, als)
    tweede = client_van(t.tweede)
    assert f'name="vraag" value="{oude}"' in tweede.get(t.adres).content.decode()
    with als(t.behandelaar) as door:
        ontzegelen.beslis(zaak=_zaak(t, door), vraag=oude, akkoord=False, door=door)
    nieuwe = _vraag(t, als)
    for gelezen in ({"vraag": oude}, {"vraag": "x"}, {}):
        for besluit in ("akkoord", "nee"):
            laat = tweede.post(t.adres, {"besluit": besluit, **gelezen}, follow=True).content.decode()
            assert "Hierover is al besloten" in laat
    with als(t.behandelaar) as door:
        zaak = _zaak(t, door)
        assert (zaak.verzegeld, ontzegelen.open_vraag(zaak).pk) == (True, nieuwe)


def test_alleen_de_behandelaar_vraagt_en_wie_de_zaak_niet_ziet_krijgt_niets(t, als, client_van):
    assert client_van(t.tweede).get(t.adres).status_code == 403
    _vraag(t, als)
    for wie in (t.binnen, t.lid, t.buiten):
        client = client_van(wie)
        assert {
            client.get(t.adres).status_code,
            client.post(t.adres, {"besluit": "akkoord"}).status_code,
        } == {404}
        with als(wie):
            assert not Ontzegeling.objects.zonder_toegangsfilter(reden="test").exists()
    with als(t.behandelaar) as door, pytest.raises(NietMogelijk, match="al gevraagd"):
        ontzegelen.vraag_ontzegeling(zaak=_zaak(t, door), reden=REDEN, door=door)


def test_waarom_iemand_toegang_kreeg_tot_de_verzegelde_zaak_blijft_van_de_behandelaar(t, als, fabriek):
    """Who gets to see the zaak after unsealing does not read what was written for the closed circle."""
    pk = _vraag(t, als)
    with als(t.tweede) as door:
        ontzegelen.beslis(zaak=_zaak(t, door), vraag=pk, akkoord=True, door=door)
    with fabriek():
        zaak = Melding.objects.zonder_toegangsfilter(reden="test").select_related("sleutel").get(pk=t.pk)
        maak_toekenning(zaak, t.lid)
    gelezen = {}
    for wie in (t.behandelaar, t.lid):
        with als(wie):
            zaak = _zaak(t, wie)
            alle = [(een.gebruiker_id, een.reden) for een in toegangslijst(zaak).lezers]
            alle += [(een.wie, een.waarom) for een in toegangsperioden(zaak, nu=timezone.now())]
            gelezen[wie.naam] = {reden for van, reden in alle if van in (t.behandelaar.pk, "Behandelaar")}
            assert (t.lid.pk, "test") in alle  # given afterwards
    assert gelezen == {"Behandelaar": {"vergissing"}, t.lid.naam: {"Toegang verleend"}}


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE zaken_zaak SET verzegeld = false WHERE id = %s",
        "UPDATE zaken_ontzegeling SET besluit = 'akkoord', besloten_op = now() WHERE zaak_id = %s",
        "DELETE FROM zaken_ontzegeling WHERE zaak_id = %s",
    ],
)
def test_niemand_haalt_de_verzegeling_er_met_sql_af(t, als, opdracht):
    _vraag(t, als)
    with (
        als(t.behandelaar),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht, [t.pk])


def test_zonder_tweede_lezer_zegt_het_scherm_wat_te_doen(t, als, fabriek, client_van):
    with fabriek():
        zaak = maak_melding(lezers=(t.behandelaar,), behandelaar=t.behandelaar, verzegeld=True)
    pagina = client_van(t.behandelaar).get(reverse("meldingen:ontzegelen", args=[zaak.pk])).content.decode()
    assert "Deel de zaak eerst met een collega buiten COID" in pagina


def test_delen_zegt_wat_de_ander_meer_kan_dan_lezen(t, fabriek, client_van):
    with fabriek():
        open_ = maak_melding(lezers=(t.behandelaar,), behandelaar=t.behandelaar)
        klacht = maak_klacht(lezers=(t.secretaris,), behandelaar=t.secretaris)
    heropent, akkoord = "na het afhandelen ook heropenen", "kan deze persoon akkoord geven"
    paginas = {
        naam: client_van(wie).get(reverse(f"{naam.split()[0]}:delen", args=[pk])).text
        for naam, wie, pk in (
            ("meldingen verzegeld", t.behandelaar, t.pk),
            ("meldingen", t.behandelaar, open_.pk),
            ("klachten", t.secretaris, klacht.pk),
        )
    }
    assert {naam: (heropent in tekst, akkoord in tekst) for naam, tekst in paginas.items()} == {
        "meldingen verzegeld": (True, True),
        "meldingen": (True, False),
        "klachten": (False, False),
    }
