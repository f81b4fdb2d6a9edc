"""Who gets to see a melding by the screens, who loses it, and that nobody else finds out it exists."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding, maak_toekenning, sluit_uit
from tests.hulp.meldingen import vers
from zaken.models import Persoon, Toekenning, Uitsluiting

from .conftest import GEHEIM, maak_persoon
from .hulp import actie

pytestmark = pytest.mark.databank


def toekenning_van(melding, gebruiker, fabriek):
    with fabriek():
        return Toekenning.objects.filter(content_object=melding, user=gebruiker, beeindigd_op=None).first()


def ziet(client, melding):
    return client.get(actie(melding, "detail")).status_code == 200


# Assigning


def test_de_intake_wijst_toe_en_ziet_de_melding_daarna_niet_meer(client_van, fabriek, rollen, nieuw):
    intake = client_van(rollen.intake)
    antwoord = intake.post(
        actie(nieuw, "toewijzen"),
        {"behandelaar": rollen.behandelaar.pk, "team": "", "reden": "kent het"},
        follow=True,
    )
    assert antwoord.redirect_chain == [(reverse("meldingen:lijst"), 302)]
    tekst = "De melding is toegewezen aan A. Behandelaar. U ziet de melding nu niet meer."
    assert tekst in antwoord.content.decode()
    assert not ziet(intake, nieuw)
    assert ziet(client_van(rollen.behandelaar), nieuw)
    assert not ziet(client_van(rollen.collega), nieuw)
    assert vers(nieuw, fabriek).behandelaar_id == rollen.behandelaar.pk


def test_toewijzen_met_een_team_van_de_behandelaar(client_van, fabriek, rollen, nieuw):
    intake = client_van(rollen.intake)
    niet_van_hem = {"behandelaar": rollen.behandelaar.pk, "team": rollen.team.pk}
    geweigerd = intake.post(actie(nieuw, "toewijzen"), niet_van_hem)
    assert geweigerd.status_code == 422
    tekst = "Deze persoon zit niet in dit team. Kies een ander team."
    assert geweigerd.context["form"].errors == {"team": [tekst]}
    assert vers(nieuw, fabriek).behandelaar_id is None
    van_haar = {"behandelaar": rollen.collega.pk, "team": rollen.team.pk}
    assert intake.post(actie(nieuw, "toewijzen"), van_haar).status_code == 302
    nu = vers(nieuw, fabriek)
    assert (nu.behandelaar_id, nu.team_id) == (rollen.collega.pk, rollen.team.pk)


def test_een_adviseur_pakt_een_melding_zelf_op(client_van, fabriek, rollen):
    with fabriek():
        melding = maak_melding(lezers=(rollen.behandelaar,))
    client = client_van(rollen.behandelaar)
    assert "Aan mijzelf toewijzen" in client.get(actie(melding, "detail")).content.decode()
    antwoord = client.post(actie(melding, "toewijzen"), {"mijzelf": "1"}, follow=True)
    assert "U bent nu de behandelaar. Geen team ziet de melding." in antwoord.content.decode()
    assert "Aan mijzelf toewijzen" not in antwoord.content.decode()
    assert vers(melding, fabriek).behandelaar_id == rollen.behandelaar.pk


def test_alleen_wie_zaken_behandelt_en_niet_is_uitgesloten_staat_in_de_keuze(
    client_van, fabriek, rollen, melding
):
    with fabriek():
        maak_gebruiker(Rol.BEHEERDER, naam="Z. Beheerder")
        maak_gebruiker(Rol.ADVISEUR, naam="Z. Inactief", is_active=False)
        sluit_uit(melding, rollen.intake)
    form = client_van(rollen.behandelaar).get(actie(melding, "toewijzen")).context["form"]
    namen = {str(label).split(" (")[0] for _pk, label in form.fields["behandelaar"].choices}
    assert namen == {
        "Maak een keuze", "A. Behandelaar", "M. Jansen", "O. Onderzoeker", "B. Buitenstaander", "E. Elders",
    }  # fmt: skip
    deelform = client_van(rollen.behandelaar).get(actie(melding, "delen")).context["form"]
    labels = {str(label) for _pk, label in deelform.fields["aan"].choices}
    assert "O. Onderzoeker (COID-onderzoeker), heeft al toegang" in labels
    assert not [label for label in labels if label.startswith(("A. Behandelaar", "I. Intake"))]


# Sharing and ending


def test_delen_geeft_toegang_tot_en_met_de_gekozen_dag(client_van, fabriek, rollen, melding):
    client, dag = client_van(rollen.behandelaar), timezone.localdate() + timedelta(days=10)
    gegevens = {
        "aan": rollen.buitenstaander.pk, "reden": "denkt mee", "tot_en_met_dag": dag.day,
        "tot_en_met_maand": dag.month, "tot_en_met_jaar": dag.year,
    }  # fmt: skip
    antwoord = client.post(actie(melding, "delen"), gegevens, follow=True)
    assert "B. Buitenstaander kan de melding nu zien." in antwoord.content.decode()
    assert f"denkt mee · tot en met {date_format(dag, 'DATE_FORMAT')}" in antwoord.content.decode()
    assert ziet(client_van(rollen.buitenstaander), melding)
    toekenning = toekenning_van(melding, rollen.buitenstaander, fabriek)
    assert timezone.localtime(toekenning.verloopt_op).date() == dag + timedelta(days=1)
    assert timezone.localtime(toekenning.verloopt_op).hour == 0


def test_delen_zonder_reden_of_met_een_dag_in_het_verleden_kan_niet(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    aan = {"aan": rollen.buitenstaander.pk}
    for anders, veld in (
        ({"reden": ""}, "reden"),
        ({"reden": "x", "aan": rollen.behandelaar.pk}, "aan"),
        ({"reden": "x", "aan": "999999999999999999999999"}, "aan"),
        ({"reden": "x", "aan": "abc"}, "aan"),
        (
            {"reden": "x", "tot_en_met_dag": "1", "tot_en_met_maand": "1", "tot_en_met_jaar": "2020"},
            "tot_en_met",
        ),
        (
            {"reden": "x", "tot_en_met_dag": "1", "tot_en_met_maand": "1", "tot_en_met_jaar": "9999"},
            "tot_en_met",
        ),
    ):
        antwoord = client.post(actie(melding, "delen"), aan | anders)
        assert antwoord.status_code == 422, anders
        assert list(antwoord.context["form"].errors) == [veld], anders
    assert toekenning_van(melding, rollen.buitenstaander, fabriek) is None


def test_toegang_beeindigen_neemt_het_zicht_weg(client_van, fabriek, rollen, melding):
    toekenning = toekenning_van(melding, rollen.onderzoeker, fabriek)
    client, adres = client_van(rollen.behandelaar), actie(melding, "toegang_beeindig", toekenning.pk)
    assert adres in client.get(actie(melding, "detail")).content.decode()
    assert "O. Onderzoeker kan de melding daarna niet meer zien" in client.get(adres).content.decode()
    assert "De toegang van O. Onderzoeker is beëindigd." in client.post(adres, follow=True).content.decode()
    assert not ziet(client_van(rollen.onderzoeker), melding)
    assert "Deze toegang was al beëindigd." in client.post(adres, follow=True).content.decode()
    assert client.get(adres).status_code == 404


def test_de_toegang_van_de_behandelaar_eindigt_alleen_door_een_ander_toe_te_wijzen(
    client_van, fabriek, rollen, melding
):
    toekenning = toekenning_van(melding, rollen.behandelaar, fabriek)
    client, adres = client_van(rollen.collega), actie(melding, "toegang_beeindig", toekenning.pk)
    assert adres not in client.get(actie(melding, "detail")).content.decode()
    antwoord = client.post(adres)
    assert antwoord.status_code == 422
    assert "Dit is de behandelaar. Wijs de zaak eerst toe aan een ander." in antwoord.content.decode()
    assert ziet(client_van(rollen.behandelaar), melding)


def test_een_verlopen_toegang_staat_er_niet_meer_bij(client_van, fabriek, rollen, melding):
    with fabriek():
        gisteren = timezone.now() - timedelta(days=1)
        maak_toekenning(melding, rollen.buitenstaander, verloopt_op=timezone.now() + timedelta(hours=1))
        Toekenning.objects.filter(user=rollen.buitenstaander).update(
            verleend_op=gisteren - timedelta(days=1), verloopt_op=gisteren
        )
    assert (
        "B. Buitenstaander"
        not in client_van(rollen.behandelaar).get(actie(melding, "detail")).content.decode()
    )


def test_wie_de_laatste_lezer_is_kan_zichzelf_niet_buitensluiten(client_van, fabriek, rollen):
    with fabriek():
        melding = maak_melding(lezers=(rollen.behandelaar,))
    toekenning = toekenning_van(melding, rollen.behandelaar, fabriek)
    client = client_van(rollen.behandelaar)
    boodschap = "Dan kan niemand deze zaak meer lezen. Geef eerst iemand anders toegang."
    eind = client.post(actie(melding, "toegang_beeindig", toekenning.pk))
    assert (eind.status_code, boodschap in eind.content.decode()) == (422, True)
    uit = client.post(
        actie(melding, "uitsluiten"), {"gebruiker": rollen.behandelaar.pk, "grond": "betrokken"}
    )
    assert (uit.status_code, boodschap in uit.content.decode()) == (422, True)
    assert ziet(client, melding)
    with fabriek():
        assert not Uitsluiting.objects.filter(zaak=melding).exists()


# Excluding


def test_uitsluiten_en_opheffen(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    assert "ziet de melding nooit meer" in client.get(actie(melding, "uitsluiten")).content.decode()
    gegevens = {"gebruiker": rollen.collega.pk, "grond": "leidinggevende"}
    antwoord = client.post(actie(melding, "uitsluiten"), gegevens, follow=True)
    assert "M. Jansen kan de melding nooit meer zien." in antwoord.content.decode()
    assert "Leidinggevende van een betrokkene" in antwoord.content.decode()
    assert not ziet(client_van(rollen.collega), melding)
    adres = actie(melding, "uitsluiting_opheffen", rollen.collega.pk)
    assert "M. Jansen is uitgesloten." in client.get(adres).content.decode()
    assert client.post(adres).status_code == 302
    assert ziet(client_van(rollen.collega), melding)
    assert "Deze persoon is niet uitgesloten." in client.post(adres, follow=True).content.decode()
    assert client.get(adres).status_code == 404


def test_wie_zichzelf_uitsluit_komt_terug_op_de_lijst(client_van, fabriek, rollen, melding):
    client = client_van(rollen.behandelaar)
    gegevens = {"gebruiker": rollen.behandelaar.pk, "grond": "betrokken"}
    antwoord = client.post(actie(melding, "uitsluiten"), gegevens, follow=True)
    assert antwoord.redirect_chain == [(reverse("meldingen:lijst"), 302)]
    assert "U ziet de melding nu niet meer." in antwoord.content.decode()
    assert not ziet(client, melding)
    assert vers(melding, fabriek).behandelaar_id is None


def test_uitsluiten_vraagt_wie_en_waarom(client_van, rollen, melding):
    client = client_van(rollen.behandelaar)
    antwoord = client.post(actie(melding, "uitsluiten"), {"gebruiker": rollen.collega.pk, "grond": "zomaar"})
    assert (antwoord.status_code, list(antwoord.context["form"].errors)) == (422, ["grond"])
    assert client.post(actie(melding, "uitsluiten"), {}).status_code == 422


# Everybody else


def alle_adressen(melding, persoon, toekenning, uitgesloten):
    return {
        "detail": actie(melding, "detail"),
        **{deel: actie(melding, "wijzig", deel) for deel in ("gegevens", "gebeurtenis", "behandeling")},
        "notitie": actie(melding, "notitie"),
        "persoon_nieuw": actie(melding, "persoon_nieuw"),
        "persoon_wijzig": actie(melding, "persoon_wijzig", persoon.pk),
        "persoon_verwijder": actie(melding, "persoon_verwijder", persoon.pk),
        "annuleer": actie(melding, "annuleer"),
        "status": actie(melding, "status", "in_onderzoek"),
        "toewijzen": actie(melding, "toewijzen"),
        "delen": actie(melding, "delen"),
        "toegang_beeindig": actie(melding, "toegang_beeindig", toekenning.pk),
        "uitsluiten": actie(melding, "uitsluiten"),
        "uitsluiting_opheffen": actie(melding, "uitsluiting_opheffen", uitgesloten.pk),
    }


@pytest.fixture
def adressen(fabriek, rollen, melding):
    with fabriek():
        persoon = maak_persoon(melding, Persoon.Rol.GETUIGE, 1)
        uitgesloten = maak_gebruiker(Rol.ADVISEUR, naam="U. Uitgesloten")
        sluit_uit(melding, uitgesloten)
    return alle_adressen(melding, persoon, toekenning_van(melding, rollen.onderzoeker, fabriek), uitgesloten)


GELDIG = {
    "tekst": GEHEIM,
    "reden": GEHEIM,
    "rol": "getuige",
    "inzending": str(uuid4()),
    "toelichting": GEHEIM,
}


def test_de_behandelaar_opent_elk_adres(client_van, rollen, adressen):
    client = client_van(rollen.behandelaar)
    for naam, adres in adressen.items():
        antwoord = client.get(adres)
        assert antwoord.status_code == 200, naam
        assert GEHEIM in antwoord.content.decode(), naam


def test_voor_een_buitenstaander_bestaat_geen_enkel_adres(client_van, fabriek, rollen, melding, adressen):
    """Sending what would be right; every other way of asking: tests/aanvallen/test_bestaan.py."""
    voor = _stand(melding, fabriek)
    del adressen["detail"]
    for gebruiker in rollen.buiten:
        client = client_van(gebruiker)
        for naam, adres in adressen.items():
            antwoord = client.post(adres, GELDIG | {"mijzelf": "1"})
            assert antwoord.status_code == 404, (gebruiker, naam)
            assert GEHEIM not in antwoord.content.decode(), naam
            assert melding.zaaknummer not in antwoord.content.decode(), naam
    assert _stand(melding, fabriek) == voor


def test_een_melding_die_niet_bestaat_geeft_dezelfde_bladzijde(client_van, rollen, melding):
    client = client_van(rollen.buitenstaander)
    echt = client.get(actie(melding, "detail"))
    verzonnen = client.get(reverse("meldingen:detail", args=[uuid4()]))
    zonder_token = [re.sub(rb'value="[^"]+"', b"", antwoord.content) for antwoord in (echt, verzonnen)]
    assert (echt.status_code, zonder_token[0]) == (verzonnen.status_code, zonder_token[1])


def test_een_lezer_leest_en_noteert_maar_verandert_verder_niets(
    client_van, fabriek, rollen, melding, adressen
):
    """Sending what would be right; that the forms do not open either: tests/zaken/register/test_acties.py."""
    client, voor = client_van(rollen.onderzoeker), _stand(melding, fabriek)
    for naam, adres in adressen.items():
        if naam in ("detail", "notitie"):
            assert client.get(adres).status_code == 200
            continue
        assert client.post(adres, GELDIG | {"mijzelf": "1"}).status_code == 403, naam
    assert _stand(melding, fabriek) == voor
    assert client.post(adressen["notitie"], GELDIG).status_code == 302


def test_een_klachtsecretaris_leest_wat_gedeeld_is_en_gaat_terug_naar_mijn_werk(client_van, fabriek, melding):
    with fabriek():
        secretaris = maak_gebruiker(Rol.KLACHTSECRETARIS)
        maak_toekenning(melding, secretaris)
    antwoord = client_van(secretaris).get(actie(melding, "detail"))
    assert antwoord.status_code == 200
    assert antwoord.context["kruimels"][0] == (reverse("mijn_werk"), "Mijn werk")


def test_wie_geen_zaakrol_meer_heeft_ziet_niets_ook_met_een_oude_toekenning(client_van, fabriek, melding):
    with fabriek():
        rollen_zonder = (Rol.BEHEERDER, Rol.AUDITOR, Rol.PRIVACY, Rol.BELEID, Rol.VERTROUWENSPERSOON)
        anderen = [maak_gebruiker(rol) for rol in rollen_zonder]
        for gebruiker in anderen:
            maak_toekenning(melding, gebruiker)
    for gebruiker in anderen:
        antwoord = client_van(gebruiker).get(actie(melding, "detail"))
        assert (antwoord.status_code, GEHEIM in antwoord.content.decode()) == (404, False)


def test_onzin_in_een_formulier_is_nooit_een_storing(client_van, rollen, adressen):
    """Each page three kinds of nonsense, in turn; hundreds for each page: `python -m bench.misvormd`."""
    client = client_van(rollen.behandelaar)
    soorten = ("\x00", "%", "é" * 30_000, "[]", "-1", "9" * 40, "../..", "<script>")
    velden = ["tekst", "inzending", "rol", "naam", "contact", "reden", "behandelaar", "team", "aan", "gebruiker", "grond", "toelichting", "vanuit", "onderwerp", "hoofdcategorie", "subcategorieen", "ontvangen_defensie_dag", "ontvangen_defensie_jaar", "voorval_van_jaar", "aantal_betrokkenen", "anonimiteit", "velden", "basis", "basisversie", "coid_advies", "afdoeningen", "uitkomst"]  # fmt: skip
    for beurt, (naam, adres) in enumerate(adressen.items()):
        if naam in ("toegang_beeindig", "uitsluiting_opheffen", "persoon_verwijder", "annuleer"):
            continue
        for nummer in range(3):
            onzin = soorten[(3 * beurt + nummer) % len(soorten)]
            antwoord = client.post(adres, dict.fromkeys(velden, onzin))
            assert antwoord.status_code in (200, 302, 403, 405, 409, 422), (naam, onzin)
    assert client.post(adressen["annuleer"], {"reden": "\x00"}).status_code == 422
    for nummer in ("9" * 30, "0"):
        pad = adressen["uitsluiting_opheffen"].split("/uitsluiting/")[0]
        assert client.get(f"{pad}/uitsluiting/{nummer}/opheffen/").status_code == 404


def test_wat_iemand_typt_staat_nergens_anders_dan_versleuteld(client_van, fabriek, rollen, melding, adressen):
    """Log, session and the stored rows: the typed word is in none of them."""
    client, woord = client_van(rollen.behandelaar), "lindebloesem"
    teksten = {
        "gebeurtenis": {"onderwerp": woord, "omschrijving": woord, "eenheid": woord, "hoofdcategorie": "omgangsvormen", "defensieonderdeel": "clas"},
        "behandeling": dict.fromkeys(("wens_melder", "ordemaatregel", "bevoegd_gezag", "afwijking_reden", "geen_terugkoppeling_reden", "geen_nazorg_reden"), woord) | {"aangifte": "nee"},
        "notitie": {"tekst": woord, "inzending": str(uuid4())},
        "persoon_nieuw": {"rol": "getuige", "naam": woord, "contact": woord, "veilig_bereikbaar": woord, "begeleider": woord, "uitstel_reden": woord},
        "delen": {"aan": rollen.buitenstaander.pk, "reden": woord},
        "status": {"toelichting": woord},
        "annuleer": {"reden": woord},
    }  # fmt: skip
    for naam, gegevens in teksten.items():
        versie = vers(melding, fabriek).versie
        antwoord = client.post(adressen[naam], {"basisversie": versie, **gegevens})
        assert antwoord.status_code == 302, (naam, antwoord.content.decode())
    assert client.get(adressen["detail"]).content.decode().count(woord) > len(teksten)
    with fabriek(), connection.cursor() as cursor:
        assert woord not in str(list(Gebeurtenis.objects.values()))
        assert woord not in str([dict(client.session), client.cookies])
        for tabel in connection.introspection.table_names():
            cursor.execute(
                f"SELECT count(*) FROM {connection.ops.quote_name(tabel)} t WHERE t::text LIKE ANY (%s)",
                [[f"%{woord}%", f"%{woord.encode().hex()}%"]],  # bytes are written as hexadecimal
            )
            assert cursor.fetchone() == (0,), tabel


def _stand(melding, fabriek):
    nu = vers(melding, fabriek)
    with fabriek():
        return (
            nu.versie, nu.status, nu.behandelaar_id, nu.team_id, nu.geannuleerd_op,
            Persoon.objects.van(nu).count(),
            sorted(Toekenning.objects.filter(content_object=nu, beeindigd_op=None).values_list("user_id", flat=True)),
            sorted(Uitsluiting.objects.filter(zaak=nu).values_list("gebruiker_id", flat=True)),
        )  # fmt: skip
