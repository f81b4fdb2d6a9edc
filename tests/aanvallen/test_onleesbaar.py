"""One row that nobody can read, written to take away the pages of all others: of an account, a question, a mail, the log."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebruikers.geheim import ONLEESBAAR, Doel, GeheimOnleesbaar, versleutel
from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from post.models import Mail
from post.services import verstuur_wachtende
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.noodtoegang import ONBEKEND
from zaken.models import Datasleutel

pytestmark = [pytest.mark.databank, pytest.mark.django_db]

VALS = "v1.00"
"""As the database wants a name or an address; no key ever made it."""
GEBEURTENIS = (
    "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)"
    " VALUES (gen_random_uuid(), clock_timestamp(), %s, app.uid(), NULL, '', %s)"
)


def _opent(klant: Client, *adressen: str) -> dict[str, int]:
    klant.raise_request_exception = False
    return {adres: klant.get(adres).status_code for adres in adressen}


@pytest.mark.aanval("log", gevonden=True)
@pytest.mark.parametrize(
    "bijzonderheden",
    [
        {"naam": VALS},
        {"naam_was": f"{VALS}zz"},
        {"tot": "2024-13-45T00:00:00+00:00"},
        {"tot": "0001-01-01T00:00:00+14:00"},
        [],
        "tekst",
        None,
    ],
    ids=str,
)
@pytest.mark.parametrize("wie", ["collega", "niemand"])
def test_geen_gebeurtenis_neemt_de_auditor_het_logboek_af(toneel, als, sql, client_van, wie, bijzonderheden):
    """Any colleague may write some kinds, and a failed sign-in comes from nobody: the page failed for all events."""
    waarden = ("afgemeld" if wie == "collega" else "aanmelden_mislukt", json.dumps(bijzonderheden))
    try:
        if wie == "collega":
            with als(toneel.aanvaller):
                sql(GEBEURTENIS, *waarden)
        else:
            sql(GEBEURTENIS, *waarden)
    except DatabaseError as fout:
        assert "gebeurtenis_is_te_lezen" in str(fout)  # noqa: PT017  # refused is as good as shown
        assert not isinstance(bijzonderheden, dict)
    adres = reverse("logboek:lijst")
    assert _opent(client_van(toneel.auditor), adres) == {adres: 200}


@pytest.mark.aanval("redos", gevonden=True)
@pytest.mark.parametrize(
    "tekst",
    [
        '{"a": ' + "[" * 2_000 + "]" * 2_000 + "}",
        '{"a": ' + '{"a": ' * 2_000 + "1" + "}" * 2_000 + "}",
        '{"a": 1' + "0" * 5_000 + "}",
        '{"a": {"b": [-1' + "0" * 5_000 + "]}}",
        '{"a": "' + "x" * 200_000 + '"}',
    ],
    ids=["lijsten", "dozen", "getal", "getal diep", "lang"],
)
def test_wat_de_lezer_van_json_niet_aankan_komt_niet_in_het_logboek_en_niet_in_een_vraag(
    toneel, als, sql, tekst
):
    """The database takes a list in a list two thousand times; Python ends there, and the page with it."""
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match="gebeurtenis_is_te_lezen"):
        sql(GEBEURTENIS, "afgemeld", tekst)
    vraag = tekst.replace("{", '{"naam": "v1.00", "email": "v1.00", ', 1)
    with als(toneel.beheerder), pytest.raises(DatabaseError, match="voorstel_is_te_lezen"):
        sql("SELECT app.stel_voor(gen_random_uuid(), 'nieuw_account', NULL, %s)", vraag)


@pytest.mark.aanval("nood", gevonden=True)
def test_een_vraag_om_akkoord_die_niemand_kan_lezen_houdt_de_andere_niet_tegen(
    toneel, als, sql, fabriek, client_van
):
    """A beheerder asks it by SQL; then nobody could open the list of questions, or refuse this one."""
    with fabriek():
        privacy, ander = maak_gebruiker(Rol.PRIVACY), maak_gebruiker(Rol.BEHEERDER)
    gegevens = json.dumps({"naam": VALS, "email": VALS})
    with als(toneel.beheerder):
        sql("SELECT app.stel_voor(gen_random_uuid(), 'nieuw_account', NULL, %s)", gegevens)
    with als(privacy):
        ((pk,),) = sql("SELECT id FROM gebruikers_voorstel")
    detail = reverse("akkoord:detail", args=[pk])
    adressen = [reverse("akkoord:lijst"), detail, reverse("mijn_account"), reverse("beheer:gebruikers")]
    for wie in (privacy, ander, toneel.beheerder):
        eigen = adressen[:3] if wie is privacy else adressen
        assert set(_opent(client_van(wie), *eigen).values()) == {200}
    assert ONLEESBAAR in client_van(privacy).get(detail).text


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize(
    ("handeling", "gegevens"),
    [
        ("rollen", {}),
        ("rollen", {"rollen": ["bestaat_niet"]}),
        ("nieuw_adres", {"naam": None, "email": None}),
    ],
)
def test_een_onvolledige_vraag_om_akkoord_is_te_lezen_en_te_weigeren(
    toneel, als, sql, fabriek, client_van, handeling, gegevens
):
    """Roles that were not named take all roles away, and the page that would have said so failed."""
    with fabriek():
        privacy = maak_gebruiker(Rol.PRIVACY)
    with als(toneel.beheerder):
        vraag = "SELECT app.stel_voor(gen_random_uuid(), %s, %s, %s)"
        sql(vraag, handeling, toneel.eigenaar.pk, json.dumps(gegevens))
    with als(privacy):
        ((pk,),) = sql("SELECT id FROM gebruikers_voorstel")
    detail = reverse("akkoord:detail", args=[pk])
    klant = client_van(privacy)
    assert _opent(klant, detail) == {detail: 200}
    assert ">None<" not in klant.get(detail).text


@pytest.mark.aanval("invoer", gevonden=True)
@pytest.mark.parametrize("geval", ["naam", "criteria", "getal"])
def test_een_filter_dat_niet_te_lezen_is_neemt_een_team_zijn_lijst_niet_af(
    toneel, als, sql, fabriek, client_van, geval
):
    """A member shares it with the team, by SQL: the list of zaken failed for every other member."""
    with fabriek():
        collega = maak_gebruiker(Rol.ADVISEUR, teams=[toneel.team])
    naam = VALS if geval == "naam" else versleutel("Filter", doel=Doel.FILTERNAAM)
    criteria = {"naam": {}, "criteria": ["x"], "getal": {"jaar": 2024}}[geval]
    opdracht = (
        "INSERT INTO zaken_bewaardfilter (id, eigenaar_id, soort, naam_versleuteld, criteria, team_id)"
        " VALUES (gen_random_uuid(), app.uid(), 'melding', %s, %s, %s)"
    )
    try:
        with als(collega):
            sql(opdracht, naam, json.dumps(criteria), toneel.team.pk)
    except DatabaseError as fout:
        assert "filter_is_te_lezen" in str(fout)  # noqa: PT017  # refused is as good as shown
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR, teams=[toneel.team])
    adres = reverse("meldingen:lijst")
    assert _opent(client_van(ander), adres) == {adres: 200}


@pytest.mark.aanval("invoer", gevonden=True)
def test_een_account_dat_niet_te_lezen_is_neemt_geen_bladzijde_mee(toneel, sql, fabriek, client_van):
    """Lists of colleagues, the log, a zaak and its choices failed for everybody; production did not start any more."""
    with fabriek():
        sql(
            "UPDATE gebruikers_gebruiker SET naam = %s, email = %s WHERE id = %s",
            VALS,
            VALS,
            toneel.eigenaar.pk,
        )
    van = {
        toneel.beheerder: [
            reverse("beheer:gebruikers"),
            reverse("beheer:gebruiker", args=[toneel.eigenaar.pk]),
        ],
        toneel.auditor: [reverse("logboek:lijst")],
        toneel.aanvaller: [
            reverse("meldingen:lijst"),
            reverse("meldingen:detail", args=[toneel.mijn.pk]),
            reverse("meldingen:toewijzen", args=[toneel.mijn.pk]),
        ],
        toneel.eigenaar: [reverse("mijn_account"), reverse("meldingen:detail", args=[toneel.doel.pk])],
    }
    for wie, adressen in van.items():
        assert set(_opent(client_van(wie), *adressen).values()) == {200}
    assert ONLEESBAAR in client_van(toneel.beheerder).get(reverse("beheer:gebruikers")).text


@pytest.mark.aanval("invoer")
def test_wat_niet_te_lezen_was_wordt_niet_teruggeschreven(toneel, sql, fabriek):
    """Saved as it was shown, the name would be gone; with the right key file it may still open."""
    with fabriek():
        sql("UPDATE gebruikers_gebruiker SET naam = %s WHERE id = %s", VALS, toneel.eigenaar.pk)
        wie = Gebruiker.objects.get(pk=toneel.eigenaar.pk)
        with pytest.raises(GeheimOnleesbaar), transaction.atomic():
            wie.save()
        with pytest.raises(GeheimOnleesbaar), transaction.atomic():
            Gebruiker.objects.filter(pk=wie.pk).update(naam=wie.naam)
        assert sql("SELECT naam FROM gebruikers_gebruiker WHERE id = %s", wie.pk) == [(VALS,)]


@pytest.mark.aanval("mail", gevonden=True)
def test_een_mail_aan_een_adres_dat_niet_te_lezen_is_houdt_de_rest_niet_tegen(toneel, als, sql, fabriek):
    """The web role puts mail ready. One forged address ended every round of mail that waits, and it is the oldest."""
    nu = timezone.now()
    with als(toneel.aanvaller):
        sql(
            "INSERT INTO post_mail (id, soort, adres, inhoud, staat, pogingen, gemaakt_op, volgende_poging, foutsoort)"
            " VALUES (gen_random_uuid(), 'overig', %s, 'x', 'wacht', 0, %s, %s, '')",
            VALS, nu.replace(year=2020), nu.replace(year=2020),
        )  # fmt: skip
    with fabriek():
        echt = Mail(soort="overig", adres="een@demo.example", gemaakt_op=nu, volgende_poging=nu)
        inhoud = json.dumps({"van": "jid@demo.example", "onderwerp": "Dag", "tekst": "Dag"})
        echt.inhoud = versleutel(inhoud, doel=Doel.MAIL, bij=str(echt.pk))
        echt.save(force_insert=True)
        assert verstuur_wachtende(nu=nu) == 1
        assert sorted(Mail.objects.values_list("staat", "foutsoort")) == [
            ("mislukt", "onleesbaar"),
            ("verstuurd", ""),
        ]


@pytest.mark.aanval("nood", gevonden=True)
@pytest.mark.parametrize("kapot", ["reden", "sleutel"])
def test_een_noodtoegang_met_een_reden_die_niemand_kan_lezen_ontloopt_het_oordeel_niet(
    toneel, als, sql, fabriek, client_van, kapot
):
    """The page to judge it on failed. And what a reviewer forged took the list of all who keep watch, for 90 days."""
    with fabriek():
        opener, privacy = maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.PRIVACY)
    nep, pk, eigen = b"\x01" + b"0" * 40, uuid4(), Datasleutel.nieuw()
    if kapot == "sleutel":
        eigen.ingepakt = b"0" * len(eigen.ingepakt)
    with als(opener):
        eigen.save(force_insert=True)
        sql("SELECT app.open_noodtoegang(%s, %s, %s, %s, 1)", pk, ONBEKEND, eigen.pk, nep)
        sql("SELECT app.beeindig_noodtoegang(%s)", pk)
    lijst, detail = reverse("noodtoegang:lijst"), reverse("noodtoegang:detail", args=[pk])
    klant = client_van(privacy)
    assert _opent(klant, lijst, detail) == {lijst: 200, detail: 200}
    assert ONLEESBAAR in klant.get(detail).text
    with als(privacy):
        sql("SELECT app.beoordeel_noodtoegang(%s, 'niet_terecht', %s)", pk, nep)
    for wie in (opener, privacy, toneel.auditor):
        assert _opent(client_van(wie), lijst, detail) == {lijst: 200, detail: 200}
