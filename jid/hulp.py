"""The help page as data: what it explains, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gebruikers.rollen import NOODROLLEN, ZAAKROLLEN, Rol
from zaken.toegang import IMPORTEERDERS

IEDEREEN: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Onderwerp:
    """One heading of the help page; `rollen` empty is for everybody, also before signing in."""

    sleutel: str
    kop: Any
    zinnen: tuple[Any, ...]
    rollen: frozenset[str] = IEDEREEN


ONDERWERPEN: tuple[Onderwerp, ...] = (
    Onderwerp(
        "vandaag",
        _("Wat moet ik vandaag doen?"),
        (
            _("Open Mijn werk. Bovenaan staat wat te laat is en wat u vandaag doet."),
            _("Bij elke zaak staat de eerstvolgende stap. Kies het nummer om de zaak te openen."),
            _("Waarom deze datum? legt uit hoe een termijn is berekend."),
        ),
        ZAAKROLLEN,
    ),
    Onderwerp(
        "vastleggen",
        _("Een zaak vastleggen"),
        (
            _("Kies de knop met een plus. U krijgt steeds een onderwerp per pagina."),
            _("Het systeem bewaart uw antwoorden als concept. Alleen u ziet het."),
            _("U kunt later verder, ook op een andere computer."),
            _("Weet u een datum niet precies? Laat de dag of de maand leeg."),
            _("Op de laatste pagina controleert u alles. Pas daarna krijgt de zaak een nummer."),
        ),
        ZAAKROLLEN,
    ),
    Onderwerp(
        "vinden",
        _("Een zaak vinden"),
        (
            _("Zoek in een lijst op een nummer, op woorden of op een woordgroep tussen aanhalingstekens."),
            _("Elk filter dat aan staat, ziet u boven de lijst. Kies het kruisje om het weg te halen."),
            _("Gebruikt u dezelfde filters vaker? Kies Deze filters bewaren. U kunt ze delen met uw team."),
            _("Staat een zaak er niet bij? Dan bestaat zij niet, of u hebt geen toegang."),
        ),
        ZAAKROLLEN,
    ),
    Onderwerp(
        "toegang",
        _("Wie ziet een zaak?"),
        (
            _("De behandelaar, het team waar de zaak bij hoort en wie er persoonlijk toegang toe kreeg."),
            _(
                "Onder aan een zaak staat wie dat zijn. Daar deelt u de zaak, of sluit u iemand uit die betrokken is."
            ),
            _("Openen wordt vastgelegd. De behandelaar kan zien wie de zaak las."),
        ),
        ZAAKROLLEN,
    ),
    Onderwerp(
        "inlezen",
        _("Een bestand inlezen"),
        (
            _(
                "Kies Inlezen en een CSV- of Excelbestand met een kopregel. U kiest wat er in elke kolom staat."
            ),
            _("U ziet eerst wat er van elke rij wordt. Bij een fout staat wat er wel mag."),
            _("Alles komt erin, of niets. Wat al eerder is ingelezen, slaan wij over."),
            _("U krijgt de zaken niet zelf: ze gaan naar een team waar u geen lid van bent."),
        ),
        IMPORTEERDERS,
    ),
    Onderwerp(
        "casus",
        _("Een casus vastleggen"),
        (
            _("Een casus heeft geen namen en geen vrije tekst. Noteer niets waaruit blijkt wie u sprak."),
            _("Alleen u ziet uw casussen. Anderen zien alleen aantallen, die op vaste dagen worden geteld."),
        ),
        frozenset({Rol.VERTROUWENSPERSOON}),
    ),
    Onderwerp(
        "cijfers",
        _("Jaarcijfers lezen"),
        (
            _("Onder elke tabel staat wat er is geteld en op welke datum."),
            _("x betekent: niet getoond, zodat niemand herkenbaar is. 0 betekent: geen."),
            _("Voorlopige cijfers gebruikt u niet in brieven."),
        ),
        frozenset({Rol.BELEID}),
    ),
    Onderwerp(
        "aantallen",
        _("Aantallen van casussen lezen"),
        (
            _("U ziet aantallen van heel Defensie, van jaren die voorbij zijn. Nooit een casus."),
            _("x betekent: niet getoond, zodat niemand herkenbaar is. 0 betekent: geen."),
        ),
        frozenset({Rol.COORDINATOR}),
    ),
    Onderwerp(
        "bewaren",
        _("Bewaren en vernietigen"),
        (
            _("U ziet hoelang we wat bewaren, en wat nog een voorstel is."),
            _("Zonder uw bevestiging wordt er geen zaak vernietigd en geen logboek opgeruimd."),
        ),
        frozenset({Rol.ARCHIVARIS}),
    ),
    Onderwerp(
        "toezicht",
        _("Toezicht houden"),
        (
            _(
                "Onder Noodtoegang beoordeelt u of een ander terecht een zaak las. "
                "Uw eigen noodtoegang beoordeelt een ander."
            ),
            _(
                "Een zaak lezen kan alleen met een reden, voor een paar uur. De andere toezichthouders weten het."
            ),
            _("Casussen van vertrouwenspersonen ziet u nooit."),
        ),
        NOODROLLEN,
    ),
    Onderwerp(
        "beheer",
        _("Gebruikers en lijsten beheren"),
        (
            _("Een beheerder beheert en leest geen zaken. U ziet dus geen inhoud."),
            _("Een code sluit u op een datum. Verwijderen kan niet, want oude zaken gebruiken hem nog."),
        ),
        frozenset({Rol.BEHEERDER}),
    ),
    Onderwerp(
        "afdrukken",
        _("Afdrukken"),
        (
            _("Druk af met de knop Afdrukken of met uw browser. Menu en knoppen komen niet op papier."),
            _("Van een zaak leggen we vast dat u haar afdrukt."),
            _("Bewaar papier achter slot en vernietig het als u het niet meer nodig hebt."),
        ),
        ZAAKROLLEN | NOODROLLEN | {Rol.BELEID, Rol.VERTROUWENSPERSOON, Rol.COORDINATOR, Rol.ARCHIVARIS},
    ),
    Onderwerp(
        "netwerk",
        _("Als het netwerk wegvalt"),
        (
            _("Bovenaan verschijnt een balk. Wat u typte, blijft op het scherm staan."),
            _("Sluit het venster niet."),
            _(
                "Is er weer verbinding? Dan bewaart het systeem uw concept vanzelf. "
                "Een ander formulier verstuurt u opnieuw."
            ),
        ),
    ),
    Onderwerp(
        "uitgelogd",
        _("U wordt uitgelogd"),
        (
            _("Doet u een tijd niets, dan vraagt het systeem of u er nog bent. Kies Blijf aangemeld."),
            _("Een concept is dan al bewaard."),
            _("Tekst in een ander formulier blijft op het scherm tot u het venster sluit."),
        ),
    ),
    Onderwerp(
        "aanmelden",
        _("U kunt zich niet aanmelden"),
        (
            _("Kies Wachtwoord vergeten? U krijgt een e-mail met een link."),
            _(
                "Bent u uw telefoon of sleutel kwijt? Gebruik een herstelcode, of vraag de functioneel beheerder."
            ),
        ),
    ),
    Onderwerp(
        "weergave",
        _("Taal, kleuren en sneltoetsen"),
        (
            _("Kies Mijn account en dan Weergave en taal."),
            _("Daar kiest u licht of donker, ruim of compact, en of sneltoetsen aan staan."),
            _("Uw keuze geldt op elke computer waarop u zich aanmeldt."),
        ),
    ),
)


def onderwerpen_voor(rollen: frozenset[str]) -> Iterator[Onderwerp]:
    """What somebody with these roles can use; without roles only what is for everybody."""
    return (onderwerp for onderwerp in ONDERWERPEN if not onderwerp.rollen or onderwerp.rollen & rollen)
