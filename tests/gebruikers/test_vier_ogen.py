"""Four eyes: what could take over an account happens when a second person agrees, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers import queries, services
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.models import Gebruiker, OidcIdentiteit, Roltoekenning, Voorstel
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.wie import in_databank

from .hulp import adres

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
HTTPS = "https://jid.example/"


def sql(opdracht: str, *waarden: object) -> object:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)
        return cursor.fetchone()[0] if cursor.description else cursor.rowcount


def reden(fout: pytest.ExceptionInfo[DatabaseError]) -> str:
    return str(fout.value.__cause__.diag.message_primary)


def vragen(client_van, wie):
    """A new account, another address and other roles, asked by the first beheerder; the addresses of the proposals."""
    client, collega = client_van(wie["een"]), wie["collega"]
    antwoorden = [
        client.post(
            reverse("beheer:gebruiker_nieuw"),
            {"naam": "Nieuw", "email": "N@demo.example", "rollen": ["beleid"]},
        ),
        client.post(
            adres("gebruiker_wijzigen", collega), {"naam": "Collega", "email": "anders@demo.example"}
        ),
        client.post(adres("gebruiker_rollen", collega), {"rollen": ["adviseur", "intake"]}),
    ]
    assert [antwoord.status_code for antwoord in antwoorden] == [302] * 3
    return [antwoord.url for antwoord in antwoorden]


def test_er_gebeurt_niets_tot_een_tweede_persoon_akkoord_is(
    wie, client_van, fabriek, django_capture_on_commit_callbacks
):
    adressen = vragen(client_van, wie)
    with fabriek():
        gemeld = Bericht.objects.filter(soort="akkoord_gevraagd").values_list("aan_id", flat=True)
        assert sorted(gemeld) == sorted([wie["twee"].pk, wie["privacy"].pk] * 3)
    collega = wie["collega"]
    with fabriek():
        collega.refresh_from_db()
        assert collega.email != "anders@demo.example"
        assert not Gebruiker.objects.filter(email="n@demo.example").exists()
        assert Roltoekenning.objects.filter(gebruiker=collega).count() == 1
    tweede = client_van(wie["twee"])
    account = reverse("beheer:gebruiker", args=[collega.pk])
    assert tweede.get(account).text.count("Wacht op akkoord van een tweede persoon") == 2
    for pagina in adressen:
        assert "Beheerder Een" in tweede.get(pagina).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            assert (
                "Het is gebeurd" in tweede.post(pagina, {"besluit": "akkoord"}, follow=True).content.decode()
            )
    assert "Wacht op akkoord" not in tweede.get(account).text
    with fabriek():
        oud = collega.email
        collega.refresh_from_db()
        nieuw = Gebruiker.objects.get(email="n@demo.example")
        assert collega.email == "anders@demo.example"
        assert set(Roltoekenning.objects.filter(gebruiker=collega).values_list("rol", flat=True)) == {
            "adviseur",
            "intake",
        }
        assert list(Roltoekenning.objects.filter(gebruiker=nieuw).values_list("rol", flat=True)) == ["beleid"]
        gelogd = Gebeurtenis.objects.filter(soort="akkoord_gegeven")
        assert {(rij.door_id, rij.bijzonderheden["gevraagd_door"]) for rij in gelogd} == {
            (wie["twee"].pk, wie["een"].pk)
        }
    assert {bericht.to[0] for bericht in mail.outbox} == {"n@demo.example", oud}


def test_een_vraag_die_al_loopt_staat_bij_het_adres(wie, client_van):
    adres_nieuw = reverse("beheer:gebruiker_nieuw")
    gegevens = {"naam": "Nieuw", "email": "n@demo.example", "rollen": ["beleid"]}
    client = client_van(wie["een"])
    assert client.post(adres_nieuw, gegevens).status_code == 302
    antwoord = client.post(adres_nieuw, gegevens | {"email": "N@demo.example"})
    assert antwoord.context["form"].errors == {"email": ["Dit is al gevraagd en wacht op akkoord."]}


def test_wie_het_vroeg_geeft_zelf_geen_akkoord_maar_trekt_wel_in(wie, client_van, als):
    pagina = vragen(client_van, wie)[1]
    zelf = client_van(wie["een"])
    assert "U vroeg dit zelf" in zelf.post(pagina, {"besluit": "akkoord"}, follow=True).content.decode()
    for geen_besluit in ({}, {"besluit": ""}, {"besluit": "misschien"}):
        assert zelf.post(pagina, geen_besluit).status_code == 400
    assert "ingetrokken" in zelf.post(pagina, {"besluit": "nee"}, follow=True).content.decode()
    late = client_van(wie["privacy"]).post(pagina, {"besluit": "akkoord"}, follow=True)
    assert "al besloten" in late.content.decode()
    with als(wie["privacy"]):
        assert Gebruiker.objects.get(pk=wie["collega"].pk).email != "anders@demo.example"


def test_een_privacy_officer_kan_akkoord_geven_en_weigeren(wie, client_van, als):
    adressen = vragen(client_van, wie)
    client = client_van(wie["privacy"])
    assert "Verloopt op" in client.get(adressen[1]).content.decode()
    client.post(adressen[1], {"besluit": "akkoord"})
    assert "Verloopt op" not in client.get(adressen[1]).content.decode()
    client.post(adressen[2], {"besluit": "nee", "reden": "Dit is te veel."})
    with als(wie["privacy"]):
        besluiten = dict(Voorstel.objects.values_list("handeling", "besluit"))
        assert besluiten == {"nieuw_account": "", "nieuw_adres": "akkoord", "rollen": "geweigerd"}
        assert Gebruiker.objects.get(pk=wie["collega"].pk).email == "anders@demo.example"


def test_weigeren_vraagt_een_reden_die_wie_het_vroeg_leest_en_de_databank_niet(wie, client_van, als, fabriek):
    pagina = vragen(client_van, wie)[2]
    tweede = client_van(wie["twee"])
    for leeg in ({}, {"reden": "  "}):
        antwoord = tweede.post(pagina, {"besluit": "nee", **leeg})
        assert antwoord.status_code == 422
        assert antwoord.context["form"].errors == {"reden": ["Schrijf waarom u weigert."]}
    with als(wie["twee"]), pytest.raises(DatabaseError) as fout:
        sql("SELECT app.beslis_voorstel(%s, false)", pagina.split("/")[-2])
    assert reden(fout) == "geen_reden"
    tweede.post(pagina, {"besluit": "nee", "reden": "Merkreden <b>"})
    with fabriek():
        assert "Merkreden" not in str(
            sql("SELECT to_jsonb(v)::text FROM gebruikers_voorstel v WHERE besluit <> ''")
        )
        (melding,) = Bericht.objects.filter(aan=wie["een"])
        assert (melding.soort, melding.zaak_id, str(melding.object_id)) == (
            "akkoord_geweigerd", None, pagina.split("/")[-2],
        )  # fmt: skip
    een = client_van(wie["een"])
    assert een.get(reverse("berichten:openen", args=[melding.pk]))["Location"] == pagina
    assert "Merkreden &lt;b&gt;" in een.get(pagina).text
    account = een.get(reverse("mijn_account")).text
    assert f'href="{pagina}">Rollen geven: Collega</a>' in account
    assert account.count("Geweigerd") == 1
    assert "Mijn vragen om akkoord" not in tweede.get(reverse("mijn_account")).text
    with als(wie["collega"]):
        assert not Voorstel.objects.exists()


@pytest.mark.parametrize("besluit", ["akkoord", "nee", "intrekken"])
def test_na_het_besluit_is_de_vraag_voor_niemand_meer_nieuw(wie, client_van, fabriek, besluit):
    pagina = vragen(client_van, wie)[0]
    gestuurd = {"besluit": "akkoord" if besluit == "akkoord" else "nee", "reden": "Nee."}
    client_van(wie["een" if besluit == "intrekken" else "twee"]).post(pagina, gestuurd)
    with fabriek():
        gevraagd = Bericht.objects.filter(soort="akkoord_gevraagd")
        klaar = gevraagd.filter(gelezen_op__isnull=False, afgehandeld_op__isnull=False)
        assert {(str(een.object_id), een.aan_id) for een in klaar} == {
            (pagina.split("/")[-2], wie["twee"].pk),
            (pagina.split("/")[-2], wie["privacy"].pk),
        }
        assert gevraagd.filter(gelezen_op__isnull=True).count() == 4
        gemeld = list(Bericht.objects.filter(aan=wie["een"]).values_list("soort", flat=True))
    assert gemeld == {"akkoord": ["akkoord_gegeven"], "nee": ["akkoord_geweigerd"], "intrekken": []}[besluit]
    lijst = client_van(wie["privacy"]).get(reverse("berichten:lijst")).text
    assert (lijst.count("Afgehandeld"), lijst.count(">Nieuw<")) == (1, 2)


@pytest.mark.parametrize("rol", ["auditor", "collega"])
def test_een_ander_ziet_en_beslist_niets(wie, client_van, als, rol):
    pagina = vragen(client_van, wie)[1]
    client = client_van(wie[rol])
    assert {client.get(pagina).status_code, client.post(pagina, {"besluit": "akkoord"}).status_code} == {404}
    with als(wie[rol]):
        assert not Voorstel.objects.exists()
        with pytest.raises(ProgrammingError):
            sql("SELECT app.beslis_voorstel(%s, true)", pagina.split("/")[-2])


@pytest.mark.parametrize(
    "opdracht",
    [
        "SELECT app.maak_gebruiker('{x}', '{x}')",
        "SELECT app.wijzig_gebruiker({id}, '{x}', '')",
        "SELECT app.wijzig_gebruiker({id}, '', '{x}')",
        "SELECT app.zet_rollen({id}, ARRAY['adviseur', 'intake'])",
        "SELECT app.wis_tweede_factor({id})",
        "SELECT app.maak_organisatie_los_van({id})",
    ],
)
def test_rechtstreeks_weigert_de_databank_zodra_er_een_tweede_persoon_is(wie, als, fabriek, opdracht):
    vraag = opdracht.format(id=wie["collega"].pk, x=in_databank("naam", "x"))
    with als(wie["een"]):
        with pytest.raises(DatabaseError) as fout:
            sql(vraag)
        assert reden(fout) == "akkoord_nodig"
    with fabriek():
        Gebruiker.objects.exclude(pk__in=[wie["een"].pk, wie["collega"].pk]).update(is_active=False)
    with als(wie["een"]):
        mist = {"tweede_factor": "geen_tweede_factor", "organisatie": "geen_organisatieaccount"}
        if verwacht := next((woord for deel, woord in mist.items() if deel in vraag), ""):
            with pytest.raises(DatabaseError) as fout:
                sql(vraag)
            assert reden(fout) == verwacht
        else:
            sql(vraag)


@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO gebruikers_voorstel (id, handeling, gegevens, gevraagd_door_id, gevraagd_op, verloopt_op, besluit)"
        " VALUES (gen_random_uuid(), 'nieuw_account', '{{}}', {twee}, now(), now() + interval '1 day', '')",
        "UPDATE gebruikers_voorstel SET gevraagd_door_id = {twee}",
        'UPDATE gebruikers_voorstel SET gegevens = \'{{"rollen": ["beheerder"]}}\'',
        "UPDATE gebruikers_voorstel SET verloopt_op = verloopt_op + interval '1 year'",
        "DELETE FROM gebruikers_voorstel",
        "SELECT app._zet_rollen({een}, ARRAY['auditor'])",
        "SELECT app._maak_gebruiker('x@demo.example', 'x')",
        "SELECT app._wijzig_gebruiker({twee}, 'x@demo.example', 'x')",
        "SELECT app._wis_tweede_factor({twee})",
        "SELECT app._maak_organisatie_los({twee})",
    ],
)
def test_niemand_schrijft_een_voorstel_of_voert_het_zelf_uit(wie, client_van, als, opdracht):
    vragen(client_van, wie)
    with als(wie["een"]), pytest.raises(ProgrammingError, match="permission denied"):
        sql(opdracht.format(een=wie["een"].pk, twee=wie["twee"].pk))


def test_een_verlopen_vraag_of_die_van_een_vertrokken_beheerder_gebeurt_niet(wie, client_van, fabriek):
    adressen = vragen(client_van, wie)
    gisteren = timezone.now() - timedelta(days=1)
    with fabriek():
        Voorstel.objects.filter(handeling="nieuw_adres").update(
            gevraagd_op=gisteren - timedelta(days=3), verloopt_op=gisteren
        )
    client = client_van(wie["twee"])
    assert "verlopen" in client.post(adressen[1], {"besluit": "akkoord"}, follow=True).content.decode()
    with fabriek():
        Gebruiker.objects.filter(pk=wie["een"].pk).update(is_active=False)
    assert "verlopen" in client.post(adressen[2], {"besluit": "akkoord"}, follow=True).content.decode()
    with fabriek():
        assert Roltoekenning.objects.filter(gebruiker=wie["collega"]).count() == 1


def test_een_beheerder_maakt_zich_niet_alleen(wie, als):
    """Else closing the accounts of the others would be the way round them."""
    with als(wie["een"]) as een:
        services.deactiveer(gebruiker=wie["twee"], door=een)
        with pytest.raises(BeheerGeweigerd, match="enige die akkoord kan geven"):
            services.deactiveer(gebruiker=wie["privacy"], door=een)
        with pytest.raises(BeheerGeweigerd, match="enige die akkoord kan geven"):
            services.zet_rollen(gebruiker=wie["privacy"], rollen=[], door=een)
        assert queries.tweede_personen() == [wie["privacy"].pk]


def test_een_rol_afnemen_vraagt_niemand_anders(wie, als):
    with als(wie["een"]) as een:
        assert services.zet_rollen(gebruiker=wie["collega"], rollen=[], door=een)


def test_een_andere_naam_vraagt_een_tweede_persoon_en_raakt_het_adres_niet(
    wie, client_van, fabriek, django_capture_on_commit_callbacks
):
    collega = wie["collega"]
    pagina = adres("gebruiker_wijzigen", collega)
    vraag = client_van(wie["een"]).post(pagina, {"naam": "Anders", "email": collega.email.upper()}).url
    with fabriek():
        assert Voorstel.objects.get().wat == {"naam": "Anders"}
        Gebruiker.objects.filter(pk=collega.pk).update(email="intussen@demo.example")
    tweede = client_van(wie["twee"])
    gevraagd = tweede.get(vraag).text
    for tekst in ("Naam of e-mailadres wijzigen", "Nieuwe naam", "Anders", "Collega (intussen@demo.example)"):
        assert tekst in gevraagd
    with django_capture_on_commit_callbacks(execute=True):
        tweede.post(vraag, {"besluit": "akkoord"})
    with fabriek():
        collega.refresh_from_db()
        assert (collega.naam, collega.email) == ("Anders", "intussen@demo.example")
        gelogd = Gebeurtenis.objects.get(soort="gebruiker_gewijzigd", door_id=wie["twee"].pk)
    namen = {veld: in_databank("naam", naam) for veld, naam in (("naam_was", "Collega"), ("naam", "Anders"))}
    assert gelogd.bijzonderheden == {"velden": ["naam"]} | namen
    (post,) = mail.outbox
    assert (post.to, "heeft de naam van uw account" in post.body) == (["intussen@demo.example"], True)
    assert "Collega (nu: Anders) (intussen@demo.example)" in tweede.get(vraag).text


def test_de_eerste_beheerder_begint_alleen_tot_iemand_akkoord_kan_geven(als, fabriek):
    with fabriek():
        een = maak_gebruiker(Rol.BEHEERDER)
    with als(een):
        tweede = services.nodig_uit(
            email="b@demo.example", naam="B", rollen=["beheerder"], door=een, basisadres=HTTPS
        )
        services.nodig_uit(email="c@demo.example", naam="C", rollen=["beleid"], door=een, basisadres=HTTPS)
    with fabriek():
        Gebruiker.objects.filter(pk=tweede.pk).update(password="argon2$x")  # accepted the invitation
    with als(een), pytest.raises(BeheerGeweigerd, match="tweede persoon akkoord"):
        services.nodig_uit(email="d@demo.example", naam="D", rollen=["beleid"], door=een, basisadres=HTTPS)


def test_dezelfde_vraag_staat_er_een_keer(wie, client_van):
    vragen(client_van, wie)
    nog_eens = client_van(wie["een"]).post(
        adres("gebruiker_rollen", wie["collega"]), {"rollen": ["adviseur", "intake"]}
    )
    assert "wacht op akkoord" in nog_eens.content.decode()


# Four eyes do not lapse


def leg_vast() -> None:
    """What the database looks at when a transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def gebeurd(fabriek) -> list[str]:
    soorten = ("vier_ogen_begonnen", "tweede_persoon_weg", "tweede_persoon_terug")
    with fabriek():
        return list(
            Gebeurtenis.objects.filter(soort__in=soorten).order_by("tijdstip").values_list("soort", flat=True)
        )


def test_neemt_de_organisatie_de_tweede_persoon_weg_dan_wacht_wat_er_twee_vraagt(
    wie, als, fabriek, client_van
):
    leg_vast()
    with fabriek():
        Roltoekenning.objects.filter(gebruiker__in=[wie["twee"], wie["auditor"]]).delete()
        OidcIdentiteit.objects.create(gebruiker=wie["privacy"], issuer="https://org.example", onderwerp="p")
    services.roep_als_aanmelder("app.zet_rollen_van_bron", [], wie=wie["privacy"])
    leg_vast()
    assert gebeurd(fabriek) == ["vier_ogen_begonnen", "tweede_persoon_weg"]
    with als(wie["een"]):
        assert (queries.vier_ogen().nodig, queries.vier_ogen().kan) == (True, False)
        for opdracht in (
            "SELECT app.maak_gebruiker('x@demo.example', 'x')",
            f"SELECT app.zet_rollen({wie['collega'].pk}, ARRAY['adviseur', 'intake'])",
        ):
            with pytest.raises(DatabaseError) as fout:
                sql(opdracht)
            assert reden(fout) == "akkoord_nodig"
    client = client_van(wie["een"])
    antwoord = client.post(
        adres("gebruiker_rollen", wie["collega"]), {"rollen": ["adviseur", "intake"]}, follow=True
    )
    assert "Nu kan niemand akkoord geven" in antwoord.content.decode()
    assert "niemand die akkoord kan geven" in client.get(reverse("beheer:start")).content.decode()
    services.roep_als_aanmelder("app.zet_rollen_van_bron", ["privacy"], wie=wie["privacy"])
    leg_vast()
    assert gebeurd(fabriek)[-1] == "tweede_persoon_terug"
    assert (
        "Het is gebeurd"
        in client_van(wie["privacy"])
        .post(antwoord.redirect_chain[-1][0], {"besluit": "akkoord"}, follow=True)
        .content.decode()
    )


def test_de_enige_tweede_persoon_gaat_niet_akkoord_met_zijn_eigen_vertrek(wie, als, fabriek, client_van):
    with fabriek():
        Roltoekenning.objects.filter(gebruiker=wie["privacy"]).delete()
    pagina = (
        client_van(wie["een"]).post(adres("gebruiker_rollen", wie["twee"]), {"rollen": ["archivaris"]}).url
    )
    antwoord = client_van(wie["twee"]).post(pagina, {"besluit": "akkoord"}, follow=True).content.decode()
    assert "enige die akkoord kan geven" in antwoord
    with fabriek():
        assert list(Roltoekenning.objects.filter(gebruiker=wie["twee"]).values_list("rol", flat=True)) == [
            "beheerder"
        ]
        Roltoekenning.objects.create(gebruiker=wie["auditor"], rol="privacy")
    assert (
        "Het is gebeurd"
        in client_van(wie["twee"]).post(pagina, {"besluit": "akkoord"}, follow=True).content.decode()
    )


def test_niemand_schrijft_zelf_dat_vier_ogen_stoppen(wie, als):
    with als(wie["een"]) as een, pytest.raises(ProgrammingError):
        Gebeurtenis(soort="tweede_persoon_weg", door_id=een.pk).save(force_insert=True)
