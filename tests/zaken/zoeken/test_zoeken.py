"""What a search finds, for whom, and what it shows and leaves behind."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from meldingen.register import REGISTER
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code, maak_melding, maak_toekenning, sluit_uit
from zaken import zoeken
from zaken.models import Notitie, Zaak, Zoekindex
from zaken.services.inhoud import annuleer, voeg_notitie_toe
from zaken.services.registratie import registreer
from zaken.services.status import wijzig_status
from zaken.services.wijzigen import haal_voor_wijziging, wijzig
from zaken.versleuteling.velden import VersleuteldeTekst
from zaken.zoeken import teksten as zoekteksten

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
LIJST = "/meldingen/"
VANDAAG = date(2024, 12, 1)


@pytest.fixture
def team(fabriek):
    with fabriek():
        return Team.objects.filter(soort=Team.Soort.INTAKE).first() or maak_team(
            "intake", soort=Team.Soort.INTAKE
        )


@pytest.fixture
def lid(fabriek, team):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR, teams=[team])


@pytest.fixture
def gevonden(client_van, lid):
    """The numbers that a search of `lid`, or of another, finds."""

    def zoek(q: str, *, door=None, **gekozen):
        antwoord = client_van(door or lid).get(LIJST, {"q": q, **gekozen})
        assert antwoord.status_code == 200
        return [rij["nummer"] for rij in antwoord.context["rijen"]]

    return zoek


def tokens_in_index(fabriek, zaak) -> set[int]:
    with fabriek():
        return {token for rij in Zoekindex.objects.filter(zaak_id=zaak.pk) for token in rij.tokens}


def test_woorden_in_elke_tekst_van_de_zaak_worden_gevonden(als, team, lid, gevonden):
    with als(lid):
        melding = registreer(
            register=REGISTER,
            vandaag=VANDAAG,
            gegevens={
                "ontvangen_defensie": date(2024, 11, 15),
                "onderwerp": "Declaraties in het buitenland",
                "omschrijving": "Er was een zeilboot gehuurd.",
                "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
                "wens_melder": "Excuses ontvangen",
            },
            door=lid,
        )
        voeg_notitie_toe(zaak=melding, tekst="Gebeld over de reiskosten", door=lid)
        wijzig_status(
            register=REGISTER,
            zaak_id=melding.pk,
            naar=Status.IN_BEOORDELING,
            toelichting="Havenmeester gesproken",
            vandaag=VANDAAG,
            door=lid,
        )
    for woord in (
        "declaratie",
        "zeilboten",
        "excuus excuses",
        "reiskosten",
        "havenmeesters",
        "zeilboot reiskosten",
    ):
        assert gevonden(woord.split()[-1] if woord.startswith("excuus") else woord) == [melding.zaaknummer], (
            woord
        )
    assert gevonden("zeilboot vliegtuig") == []  # all words, not one of them
    with als(lid):
        vers = haal_voor_wijziging(REGISTER, melding.pk, door=lid)
        wijzig(
            register=REGISTER,
            zaak_id=melding.pk,
            vandaag=VANDAAG,
            gegevens={"omschrijving": "Een vliegtuig."},
            basisversie=vers.versie,
            door=lid,
        )
    assert gevonden("zeilboot") == []
    assert gevonden("vliegtuig reiskosten") == [melding.zaaknummer]  # the note is still indexed
    with als(lid):
        annuleer(zaak=vers, reden="Dubbel ingevoerd", door=lid)
    assert gevonden("dubbel") == []
    assert gevonden("dubbel", geannuleerd="on") == [melding.zaaknummer]


def test_wie_de_zaak_niet_ziet_vindt_haar_niet(fabriek, team, lid, gevonden):
    with fabriek():
        buiten = maak_gebruiker(Rol.ADVISEUR)
        uitgesloten = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        toegekend = maak_gebruiker(Rol.ADVISEUR)
        melding = maak_melding(team=team, onderwerp="Zilverreiger")
        sluit_uit(melding, uitgesloten)
        maak_toekenning(melding, uitgesloten)
        maak_toekenning(melding, toegekend)
    assert gevonden("zilverreiger") == [melding.zaaknummer]
    assert gevonden("zilverreiger", door=toegekend) == [melding.zaaknummer]
    assert gevonden("zilverreiger", door=buiten) == []
    assert gevonden("zilverreiger", door=uitgesloten) == []
    with fabriek():
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk).update(verzegeld=True)
    assert gevonden("zilverreiger") == []
    assert gevonden("zilverreiger", door=toegekend) == [melding.zaaknummer]


def test_een_vervalste_hint_vindt_niets(als, fabriek, team):
    with fabriek():
        buiten = maak_gebruiker(Rol.ADVISEUR)
        melding = maak_melding(team=team, onderwerp="Zilverreiger")
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk).update(gebruikers=[buiten.pk])
    with als(buiten), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.teams', %s, true)", [f"{{{team.pk}}}"])
        cursor.execute(
            "SELECT app.zoek_zaken('melding', %s::bigint[], '{}', 'ontvangen_defensie', true, NULL, NULL, 10)",
            [zoeken.tokens_van_teksten(["zilverreiger"])],
        )
        assert cursor.fetchall() == []


def test_een_woordgroep_wordt_na_ontsleutelen_gecontroleerd(fabriek, team, gevonden):
    with fabriek():
        goed = maak_melding(team=team, onderwerp="Een", omschrijving="Hij riep: ga nu weg, en snel.")
        maak_melding(team=team, onderwerp="Twee", omschrijving="Ga weg nu, en snel.")
    assert len(gevonden("snel weg")) == 2
    assert gevonden('"ga nu weg"') == [goed.zaaknummer]
    assert gevonden('"GA NU" snel') == [goed.zaaknummer]
    assert gevonden('"nu ga"') == []


def test_een_woordgroep_in_te_veel_zaken_zegt_dat_niet_alles_bekeken_is(
    fabriek, team, lid, client_van, monkeypatch
):
    monkeypatch.setattr(zoeken, "FRASE_HOOGSTENS", 4)
    monkeypatch.setattr(zoeken, "_BLOK", 2)
    with fabriek():
        for dag in range(6):
            maak_melding(
                team=team, ontvangen_defensie=date(2024, 5, 20 - dag), onderwerp="x", omschrijving="weg nu ga"
            )
        maak_melding(team=team, ontvangen_defensie=date(2024, 1, 1), onderwerp="x", omschrijving="ga nu weg")
    tekst = client_van(lid).get(LIJST, {"q": '"ga nu weg"'}).content.decode()
    assert "Maak uw zoekvraag preciezer" in tekst
    monkeypatch.setattr(zoeken, "FRASE_HOOGSTENS", 100)
    tekst = client_van(lid).get(LIJST, {"q": '"ga nu weg"'}).content.decode()
    assert "Maak uw zoekvraag preciezer" not in tekst
    assert "<mark" in tekst


def test_treffers_worden_gemerkt_en_opmaak_in_een_tekst_niet_uitgevoerd(fabriek, team, lid, client_van):
    with fabriek():
        maak_melding(
            team=team,
            onderwerp="<b>Kogels</b> geteld",
            omschrijving="Zie <img src=x onerror=alert(1)> kogels </mark><script>",
        )
    tekst = client_van(lid).get(LIJST, {"q": "kogel"}).content.decode()
    assert '&lt;b&gt;<mark class="app-mark">Kogels</mark>&lt;/b&gt; geteld' in tekst
    assert (
        '&lt;img src=x onerror=alert(1)&gt; <mark class="app-mark">kogels</mark> &lt;/mark&gt;&lt;script&gt;'
        in tekst
    )
    assert "<img" not in tekst
    assert "<script>" not in tekst


def test_een_treffer_in_een_notitie_toont_waar_hij_staat(als, fabriek, team, lid, client_van):
    with fabriek():
        melding = maak_melding(team=team)
    with als(lid):
        voeg_notitie_toe(zaak=melding, tekst="De kwartiermeester belde terug.", door=lid)
    [rij] = client_van(lid).get(LIJST, {"q": "kwartiermeester"}).context["rijen"]
    assert "".join(deel.tekst for deel in rij["fragment"]) == "De kwartiermeester belde terug."
    assert [deel.tekst for deel in rij["fragment"] if deel.raak] == ["kwartiermeester"]


def test_een_zoekterm_staat_niet_leesbaar_in_het_logboek(fabriek, team, lid, gevonden):
    with fabriek():
        maak_melding(team=team, onderwerp="Zilverreiger")
    gevonden("zilverreiger")
    with fabriek():
        regel = Gebeurtenis.objects.filter(soort="gezocht").latest("tijdstip")
    assert regel.bijzonderheden["aantal"] == 1
    assert regel.bijzonderheden["termen"] == zoeken.logtermen("zilverreigers")
    assert "zilver" not in str(regel.bijzonderheden)


def test_met_de_sleutel_verdwijnen_de_zoekwoorden(fabriek, team):
    with fabriek():
        melding, ander = maak_melding(team=team), maak_melding(team=team)
        assert tokens_in_index(fabriek, melding)
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("UPDATE zaken_zaak SET sleutel_id = NULL WHERE id = %s", [melding.pk])
        cursor.execute("SELECT count(*) FROM zaken_zoekindex WHERE zaak_id = %s", [melding.pk])
        assert cursor.fetchone() == (0,)
    assert tokens_in_index(fabriek, ander)


def test_de_maand_in_de_index_volgt_de_datum_van_ontvangst(fabriek, team):
    with fabriek(), connection.cursor() as cursor:
        melding = maak_melding(team=team, ontvangen_defensie=date(2024, 11, 15))
        for dag, maand in (("2024-11-30", 2024 * 12 + 10), ("2023-01-02", 2023 * 12)):
            cursor.execute("UPDATE zaken_zaak SET ontvangen_defensie = %s WHERE id = %s", [dag, melding.pk])
            cursor.execute("SELECT maand FROM zaken_zoekindex WHERE zaak_id = %s", [melding.pk])
            assert cursor.fetchone() == (maand,)


def test_het_begin_van_een_nummer_telt_alleen_wat_zo_begint(fabriek, team, gevonden):
    with fabriek():
        for nummer in ("M-2024-00170", "M-2024-00179", "M-2024-00180", "M-2023-00017"):
            maak_melding(team=team, zaaknummer=nummer)
    assert sorted(gevonden("M-2024-0017")) == ["M-2024-00170", "M-2024-00179"]
    assert len(gevonden("2024-001")) == 3
    assert gevonden("m-2024-0018") == ["M-2024-00180"]


NIET_DOORZOEKBAAR = {
    "zaken.Persoon.naam": "looked up exactly (zaken.zoeken.personen)",
    "zaken.Persoon.contact": "looked up exactly",
    "zaken.Persoon.veilig_bereikbaar": "personal",
    "zaken.Persoon.begeleider": "a name",
    "zaken.Persoon.uitstel_reden": "names somebody",
    "zaken.Toekenning.reden": "about access, not about the zaak",
    "zaken.Ontzegeling.antwoord": "about access, not about the zaak",
    "zaken.Ontzegeling.reden": "about access, not about the zaak",
    "zaken.Noodtoegang.reden": "about access, not about the zaak",
    "zaken.Noodtoegang.toelichting": "about access, not about the zaak",
    "zaken.Kwalificatie.reden": "about the choice of a register, read by its desk",
    "zaken.Termijn.niet_nodig": "about one moment of nazorg, not about the zaak",
    "zaken.Signaal.onderwerp": "no zaak: the desk has a list of its own",
    "zaken.Signaal.reden": "no zaak",
    "zaken.Signaal.geannuleerd_reden": "no zaak",
    "misstanden.Bekendmaking.aan": "a name",
    "onderzoeken.Onderzoeker.naam": "a name",
    "onderzoeken.Aanbeveling.eigenaar": "a name",
}
"""Encrypted texts of a zaak that no words find, and why."""


def test_elke_tekst_van_een_zaak_is_doorzoekbaar_of_staat_hier_met_een_reden():
    """Fails for a new text? Say `zoekbaar=True`, and see that its service calls `zoeken.werk_bij`."""
    niet = {
        f"{model._meta.label}.{veld.name}"
        for model in apps.get_models()
        if issubclass(model, Zaak) or any(f.name in {"zaak", "content_object"} for f in model._meta.fields)
        for veld in model._meta.local_fields
        if isinstance(veld, VersleuteldeTekst) and not veld.zoekbaar
    }
    assert niet == set(NIET_DOORZOEKBAAR)
    doorzocht = {model._meta.label for model in zoekteksten.deelmodellen()}
    assert {"zaken.Notitie", "zaken.Statuswijziging"} <= doorzocht
    assert not {label for label in doorzocht if label.startswith("vertrouwenspersonen")}


def test_de_webrol_leest_of_schrijft_de_index_niet_zelf(als, lid):
    from django.db import ProgrammingError, transaction

    with als(lid):
        for opdracht in (
            "SELECT * FROM zaken_zoekindex",
            "SELECT app.zoekaandeel(ARRAY[1]::bigint[])",
            "SELECT nextval('app.zoekronde')",
            "UPDATE zaken_zoekindex SET ronde = 9",
            "SELECT * FROM zaken_persoonindex",
        ):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(opdracht)


def test_een_notitie_van_voor_de_herbouw_blijft_vindbaar_naast_een_nieuwe(als, fabriek, team, lid, gevonden):
    with fabriek():
        melding = maak_melding(team=team, onderwerp="Oud")
        Notitie(id=uuid4(), zaak=melding, tekst="Ongezien", door=lid, op=timezone.now()).save(
            force_insert=True
        )
    assert gevonden("ongezien") == []
    with als(lid):
        vers = haal_voor_wijziging(REGISTER, melding.pk, door=lid)
        zoeken.werk_bij(vers)
    assert gevonden("ongezien oud") == [melding.zaaknummer]


def test_elke_url_met_een_zoekvraag_die_niet_kan_geeft_een_antwoord(client_van, lid):
    client = client_van(lid)
    for vraag in ('"', '""', "' OR 1=1 --", "%L %s", "\\x00", "“", "a" * 120, "📦", '"%s %I"'):
        assert client.get(reverse("meldingen:lijst"), {"q": vraag}).status_code == 200, vraag
