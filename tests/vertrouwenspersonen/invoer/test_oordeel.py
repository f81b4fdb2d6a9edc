"""Only what stands in the lists of codes gets through, and nothing else is repeated: no name, no address, no number."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from vertrouwenspersonen.invoer.herkenning import Soort, herken
from vertrouwenspersonen.invoer.kolommen import KOLOMMEN, Codecel, Codescel
from vertrouwenspersonen.invoer.oordeel import Oordeel, beoordeel
from vertrouwenspersonen.invoer.overnemen import Antwoorden, nieuw
from vertrouwenspersonen.invoer.pakket import pak_in, pak_uit
from vertrouwenspersonen.kwartalen import Kwartaal
from vertrouwenspersonen.models import AantalContacten

from .hulp import NAMEN, PERSOONLIJK, VANDAAG, keuzes, oordeel, rij

SPREEK = {
    Soort.NAAM: "namen van personen",
    Soort.MAIL: "e-mailadressen",
    Soort.REKENING: "rekeningnummers",
    Soort.TELEFOON: "telefoonnummers",
    Soort.ADRES: "adressen of postcodes",
    Soort.DATUM: "datums",
    Soort.NUMMER: "nummers van personen",
    Soort.TEKST: "vrije tekst",
}


def gezegd(uit: Oordeel) -> str:
    return f"{uit!r} " + " ".join(map(str, uit.fouten))


def herhaalt(uit: Oordeel, tekst: str) -> bool:
    """Whether a word or number of `tekst` comes back in what is said."""
    delen = [deel for deel in re.split(r"[\s,;|@.]+", tekst) if len(deel) > 3]
    return any(deel.casefold() in gezegd(uit).casefold() for deel in delen)


def test_een_goede_rij_is_een_casus() -> None:
    uit = oordeel(rij())
    assert uit.fouten == ()
    (een,) = uit.casussen
    assert (een.gegevens.kwartaal_eerste_contact, een.kwartaal_laatste_contact) == (
        Kwartaal(2024, 3),
        Kwartaal(2024, 4),
    )
    assert een.gegevens.defensieonderdeel.code == "clas"
    assert [code.code for code in een.gegevens.neventhema] == ["leiderschap", "werkdruk_gezondheid"]
    assert een.gegevens.aantal_contacten == AantalContacten.VIER_TOT_ZES
    assert (een.afloop.code if een.afloop else "", [c.code for c in een.doorverwezen_naar]) == (
        "opgelost",
        ["bedrijfsarts"],
    )


@pytest.mark.parametrize("soort", PERSOONLIJK)
@settings(max_examples=20)
@given(data=st.data())
def test_wat_van_een_persoon_is_wordt_herkend(soort: Soort, data: st.DataObject) -> None:
    assert herken(data.draw(PERSOONLIJK[soort])) == soort


@pytest.mark.parametrize("soort", PERSOONLIJK)
@settings(max_examples=10)
@given(data=st.data())
def test_een_enkele_cel_van_een_persoon_weigert_het_bestand_zonder_haar_te_herhalen(
    soort: Soort, data: st.DataObject
) -> None:
    kolom = data.draw(st.sampled_from(KOLOMMEN)).naam
    waarde = data.draw(PERSOONLIJK[soort])
    uit = oordeel(rij(), rij(**{kolom: waarde}), rij())
    (fout,) = (fout for fout in uit.fouten if fout.kolom == kolom)
    assert uit.casussen == ()
    assert str(fout).startswith(f"Kolom {kolom}, rij 3: dit lijkt op {SPREEK[soort]}")
    assert not herhaalt(uit, waarde)


@pytest.mark.parametrize("soort", PERSOONLIJK)
@settings(max_examples=6)
@given(data=st.data())
def test_een_eigen_kolom_van_personen_wordt_geweigerd_met_een_letter(
    soort: Soort, data: st.DataObject
) -> None:
    waarden = data.draw(st.lists(PERSOONLIJK[soort], min_size=1, max_size=4))
    kop = data.draw(st.sampled_from(["", "x"]) | NAMEN)
    uit = oordeel(*({"n": waarde} | rij() for waarde in waarden), kop=[kop, *rij()])
    (fout,) = uit.fouten
    assert (uit.casussen, uit.beeld) == ((), ())
    assert str(fout).startswith("Kolom A: dit lijkt op ")
    assert str(fout).endswith("Haal de hele kolom weg.")
    assert not any(herhaalt(uit, tekst) for tekst in (kop, *waarden))


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from([k.naam for k in KOLOMMEN]), st.text(min_size=1), max_size=4))
def test_wat_erin_komt_is_altijd_een_keuze_uit_de_lijsten(anders: dict[str, str]) -> None:
    """Whatever somebody types: all answers or no casus at all, and of an answer only the choice is left."""
    uit = oordeel(rij(**anders))
    assert bool(uit.casussen) != bool(uit.fouten)
    _sleutels, terug = (
        pak_uit(pak_in(dict(zip(SLEUTELS, uit.casussen, strict=False)))) if uit.casussen else ([], None)
    )
    if terug is not None:
        assert beoordeel(terug, keuzes(), vandaag=VANDAAG).casussen == uit.casussen
        assert all(re.fullmatch(r"[a-z0-9_|+K-]*", cel) for _rij, cellen in terug.rijen for cel in cellen)


@pytest.mark.parametrize(("kop", "lijkt"), [
    ("naam", "namen"), ("Personeelsnummer", "nummers"), ("E-mail", "e-mail"), ("opmerkingen", "vrije tekst"),
    ("Jan Quispelaar", "namen"), ("geboortedatum", "datums"), ("woonplaats", "adressen"),
])  # fmt: skip
def test_de_kop_van_een_lege_of_gewone_kolom_zegt_ook_wat_het_is(kop: str, lijkt: str) -> None:
    (fout,) = oordeel({"n": "quispel"} | rij(), kop=[kop, *rij()]).fouten
    assert str(fout).startswith(f"Kolom A: dit lijkt op {lijkt}")


def test_voornamen_in_een_kolom_met_keuzes_zijn_namen_en_een_tikfout_is_dat_niet() -> None:
    namen = oordeel(*(rij(hoofdthema=naam) for naam in ("Fatima", "Wouter", "Özlem", "Xander")))
    tikfout = oordeel(rij(), rij(hoofdthema="Pessten"))
    assert [str(fout)[:61] for fout in namen.fouten] == [
        "Kolom hoofdthema, rijen 2, 3, 4, 5: dit lijkt op namen van pe"
    ]
    assert [str(fout)[:62] for fout in tikfout.fouten] == [
        "Kolom hoofdthema, rij 3: dit kunnen wij niet lezen. Kies uit: "
    ]


def test_zonder_kopregel_is_er_geen_kolom_die_klopt() -> None:
    uit = oordeel(rij(), kop=list(rij(hoofdthema="Jan Quispelaar").values()))
    assert not herhaalt(uit, "Quispelaar")
    assert {fout.kolom for fout in uit.fouten} >= {"A", "E", "hoofdthema"}


def test_een_kolom_die_ontbreekt_dubbel_is_of_buiten_de_kop_staat_wordt_genoemd() -> None:
    velden = rij()
    velden.pop("acties")
    (mist,) = oordeel(velden, kop=list(velden)).fouten
    (dubbel,) = oordeel({"thema": "Pesten"} | rij(), kop=["thema", *rij()]).fouten
    (buiten,) = oordeel(rij() | {"extra": "Jan Quispelaar"}).fouten
    assert [fout.kolom for fout in (mist, dubbel, buiten)] == ["acties", "hoofdthema", "N"]


@pytest.mark.parametrize(("anders", "kolom"), [
    ({"neventhema": "Pesten"}, "neventhema"),
    ({"kwartaal_eerste_contact": "2025-K1", "kwartaal_laatste_contact": ""}, "kwartaal_eerste_contact"),
    ({"kwartaal_laatste_contact": "2024-K2"}, "kwartaal_laatste_contact"),
    ({"aantal_contacten": "1"}, "aantal_contacten"), ({"afloop": ""}, "afloop"), ({"status": "open"}, "status"), ({"acties": ""}, "acties"),
    ({"aantal_contacten": "0612345678"}, "aantal_contacten"), ({"aantal_contacten": "0"}, "aantal_contacten"),
    ({"defensieonderdeel": "dmo"}, "defensieonderdeel"),  # closed in 2023
])  # fmt: skip
def test_wat_niet_samen_kan_of_toen_niet_bestond_wordt_genoemd(anders: dict[str, str], kolom: str) -> None:
    uit = oordeel(rij(**anders))
    assert ({fout.kolom for fout in uit.fouten}, uit.casussen) == ({kolom}, ())


def test_alle_fouten_van_een_rij_komen_in_een_keer() -> None:
    uit = oordeel(
        rij(
            kwartaal_eerste_contact="2027-K1", kwartaal_laatste_contact="2026-K4", neventhema="Pesten",
            personeelscategorie="xhofs", acties="", afloop="", aantal_contacten="1",
        )
    )  # fmt: skip
    assert sorted(fout.kolom for fout in uit.fouten) == [
        "acties", "afloop", "kwartaal_eerste_contact", "kwartaal_laatste_contact", "neventhema", "personeelscategorie",
    ]  # fmt: skip
    assert {naam for naam, woorden in uit.beeld[0].woorden.items() if woorden is None} == {
        fout.kolom for fout in uit.fouten
    }


def test_een_afloop_die_niet_te_lezen_is_ontbreekt_niet_ook_nog() -> None:
    (fout,) = oordeel(rij(afloop="xhofs")).fouten
    assert str(fout).startswith("Kolom afloop, rij 2: dit kunnen wij niet lezen. Kies uit: Opgelost")


def test_wat_mag_staat_er_in_hele_zinnen() -> None:
    nu = Kwartaal.van(VANDAAG)
    for kolom in KOLOMMEN:
        assert re.fullmatch(r"(Kies|Vul) .*\.", kolom.soort.mag(keuzes(), nu)), kolom.naam


def test_in_het_engels_staat_bij_elke_code_wat_hij_betekent() -> None:
    thema = next(kolom.soort for kolom in KOLOMMEN if kolom.naam == "hoofdthema")
    with translation.override("en"):
        mag = thema.mag(keuzes(), Kwartaal.van(VANDAAG))
    assert mag.startswith("Choose from: ")
    assert "kwaadspreken (Slander)" in mag
    assert "Kwaadspreken" in thema.mag(keuzes(), Kwartaal.van(VANDAAG))


def test_elke_keuze_van_elke_lijst_komt_erin_als_code_en_als_label() -> None:
    nu = Kwartaal.van(VANDAAG)
    for kolom in KOLOMMEN:
        if isinstance(kolom.soort, (Codecel, Codescel)):
            for label in keuzes().labels(kolom.soort.lijst, in_=nu):
                gelezen = kolom.soort.lees(label, keuzes(), nu)
                assert kolom.soort.lees(kolom.soort.code(gelezen), keuzes(), nu) == gelezen, (
                    kolom.naam,
                    label,
                )


def test_een_code_telt_als_zij_op_een_dag_van_het_kwartaal_gold() -> None:
    for naam in ("dmo", "commit"):
        assert oordeel(rij(defensieonderdeel=naam, kwartaal_eerste_contact="K2 2023")).fouten == (), naam


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_een_bestand_twee_keer_inlezen_voegt_niets_toe(gevraagd: list[int], bestaand: list[int]) -> None:
    def als(reeks: list[int]) -> list[Antwoorden]:
        leeg: frozenset[int] = frozenset()
        return [Antwoorden("2024-K1", "2024-K1", False, (een,), "1", leeg, leeg, leeg) for een in reeks]

    eerst = nieuw(als(gevraagd), als(bestaand))
    erna = bestaand + [een for een, is_nieuw in zip(gevraagd, eerst, strict=True) if is_nieuw]
    assert not any(nieuw(als(gevraagd), als(erna)))
    for een in set(gevraagd):
        assert erna.count(een) == max(gevraagd.count(een), bestaand.count(een))


SLEUTELS = (uuid4(), uuid4())
