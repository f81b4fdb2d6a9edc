"""Every address, with whose page it is and what that page shows: what the walks go along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter

from tests.hulp.toneel import Toneel

Plek = Callable[[Toneel], dict[str, object]]


@dataclass(frozen=True)
class Route:
    """`van`: whose page it is; empty for everybody, `*` for everybody who is signed in.

    `merk`: what the owner's page shows that an outsider's must not. `alleen_post`: GET answers 405 to all alike.
    """

    van: str
    kwargs: Plek = lambda t: {}
    merk: Callable[[Toneel], str] = lambda t: ""
    alleen_post: bool = False
    status: int = 200


def zaak(**meer: Callable[[Toneel], object]) -> Plek:
    return lambda t: {"pk": t.melding, **{naam: waarde(t) for naam, waarde in meer.items()}}


NUMMER: Callable[[Toneel], str] = lambda t: t.nummer  # noqa: E731  # reads as a constant
CASUS: Plek = lambda t: {"pk": t.casus}  # noqa: E731  # reads as a constant
CASUSNUMMER: Callable[[Toneel], str] = lambda t: t.casusnummer  # noqa: E731  # reads as a constant
GEBRUIKER: Plek = lambda t: {"pk": t.wie["ander"].pk}  # noqa: E731  # reads as a constant
TEAM: Plek = lambda t: {"pk": t.team}  # noqa: E731  # reads as a constant
LID: Plek = lambda t: {"pk": t.team, "gebruiker_pk": t.wie["intake"].pk}  # noqa: E731  # reads as a constant
FILTER: Plek = lambda t: {"pk": t.filter}  # noqa: E731  # reads as a constant
LIJST: Plek = lambda t: {"lijst": "meldkanaal"}  # noqa: E731  # reads as a constant
CODE: Plek = lambda t: {"lijst": "meldkanaal", "pk": t.code.pk if t.code else 0}  # noqa: E731  # reads as a constant
NORM: Plek = lambda t: {"code": "onderzoek_rapport"}  # noqa: E731  # reads as a constant
TAAK: Plek = lambda t: {"pk": t.taak}  # noqa: E731  # reads as a constant
INLEZING: Plek = lambda t: {"pk": t.inlezing}  # noqa: E731  # reads as a constant
KOMENDE_NORM: Plek = lambda t: {"code": "onderzoek_rapport", "pk": t.norm}  # noqa: E731  # reads as a constant

ROUTES: dict[str, Route] = {
    "beveiliging_txt": Route("", status=404),  # until an installation names a contact
    "leeft": Route(""),
    "klaar": Route(""),
    "account_login": Route(""),
    "account_logout": Route("*", alleen_post=True),
    "taal": Route("", alleen_post=True),
    "account_inactive": Route(""),
    "account_reset_password": Route(""),
    "account_reset_password_done": Route(""),
    "account_reset_password_from_key": Route("", lambda t: {"uidb36": "1", "key": "x-y"}),
    "account_reset_password_from_key_done": Route(""),
    "account_change_password": Route("*"),
    "account_reauthenticate": Route("*"),
    "mfa_authenticate": Route(""),
    "oidc_begin": Route("", status=404),
    "oidc_terug": Route("", status=404),
    "mfa_index": Route("*"),
    "mfa_activate_totp": Route("*"),
    "mfa_deactivate_totp": Route("*", status=404),
    "mfa_add_webauthn": Route("*"),
    "mfa_login_webauthn": Route(""),
    "passkey_nieuw": Route("*"),
    "mfa_edit_webauthn": Route("*", lambda t: {"pk": 1}, status=404),
    "mfa_remove_webauthn": Route("*", lambda t: {"pk": 1}, status=404),
    "organisatie_losmaken": Route("*", status=404),
    "mfa_view_recovery_codes": Route("*", status=404),
    "mfa_generate_recovery_codes": Route("*"),
    "sessie_beeindigen": Route("*", alleen_post=True),
    "sessies_beeindigen": Route("*", alleen_post=True),
    "mijn_account": Route("*"),
    "sessie_verlengen": Route("*", alleen_post=True),
    "start": Route("*", status=302),
    "toegankelijkheid": Route(""),
    "sneltoetsen": Route(""),
    "hulp": Route(""),
    "componenten": Route("*"),
    "weergave": Route("*"),
    "bewaren": Route("archivaris"),
    "mijn_werk": Route("behandelaar", merk=NUMMER),
    "signalen:nieuw": Route("registreerder", status=302),  # to an address with a key of its own
    "signalen:lijst": Route("registreerder", merk=lambda t: "Merkwoord signaal"),
    "signalen:afdrukken": Route("registreerder", merk=lambda t: "Merkwoord signaal"),
    "signalen:detail": Route(
        "registreerder", lambda t: {"pk": t.signaal}, merk=lambda t: "Merkwoord signaal"
    ),
    "zaak": Route("behandelaar", zaak(), status=302),
    "berichten:lijst": Route("*"),
    "berichten:openen": Route("behandelaar", lambda t: {"pk": t.bericht}, status=302),
    "berichten:alles_gelezen": Route("*", alleen_post=True),
    "berichten:instellingen": Route("*"),
    "taken:lijst": Route("*"),
    "taken:taak": Route("auditor", TAAK),
    "taken:annuleren": Route("auditor", TAAK, alleen_post=True),
    "taken:ophalen": Route("auditor", TAAK, alleen_post=True),
    "inlezen:lijst": Route("invoer", merk=lambda t: "Merknaam.csv"),
    "inlezen:inlezing": Route("invoer", INLEZING, lambda t: "Merknaam.csv"),
    "inlezen:kolommen": Route("invoer", INLEZING, lambda t: "Merknaam.csv"),
    "inlezen:fouten": Route("invoer", INLEZING, lambda t: "Merkwaarde"),
    "inlezen:lees_in": Route("invoer", INLEZING, alleen_post=True),
    "inlezen:gooi_weg": Route("invoer", INLEZING, lambda t: "Merknaam.csv"),
    "ingelezen": Route("behandelaar", lambda t: {"pk": t.invoer}, NUMMER),
    "zonder_lezer": Route("beheerder"),
    "overdragen": Route("beheerder", GEBRUIKER),
    "waarneming": Route("beheerder", GEBRUIKER),
    "waarneming_beeindigen": Route("beheerder", GEBRUIKER, alleen_post=True),
    "team_toegang": Route("teamleider", TEAM),
    "meldingen:lijst": Route("behandelaar", merk=NUMMER),
    "meldingen:lijst_afdrukken": Route("behandelaar", merk=NUMMER),
    "meldingen:tellingen": Route("behandelaar"),
    "meldingen:filters": Route("behandelaar", merk=lambda t: "Merknaam filters"),
    "meldingen:filter_nieuw": Route("behandelaar", status=302),
    "meldingen:filter": Route("behandelaar", FILTER, lambda t: "Merknaam filters"),
    "meldingen:filter_verwijder": Route("behandelaar", FILTER, lambda t: "Merknaam filters"),
    "meldingen:filter_standaard": Route("behandelaar", FILTER, alleen_post=True),
    "meldingen:stapel": Route("intake", status=302),
    "meldingen:stapel_uitslag": Route("intake", status=302),  # nothing was handed out
    "meldingen:nieuw": Route("registreerder"),
    "meldingen:concept": Route("registreerder", lambda t: {"pk": t.concept, "onderwerp": "ontvangst"}),
    "meldingen:concept_bewaar": Route("registreerder", lambda t: {"pk": t.concept}, alleen_post=True),
    "meldingen:concept_weggooien": Route("registreerder", lambda t: {"pk": t.concept}),
    "meldingen:detail": Route("behandelaar", zaak(), NUMMER),
    "meldingen:wijzig": Route("behandelaar", zaak(onderdeel=lambda t: "behandeling"), NUMMER),
    "meldingen:lezers": Route("behandelaar", zaak(), NUMMER),
    "meldingen:toegang": Route("behandelaar", zaak(), NUMMER),
    "meldingen:geschiedenis": Route("behandelaar", zaak(), NUMMER),
    "meldingen:afdrukken": Route("behandelaar", zaak(), NUMMER),
    "meldingen:afgedrukt": Route("behandelaar", zaak(), alleen_post=True),
    "meldingen:notitie": Route("behandelaar", zaak(), NUMMER),
    "meldingen:persoon_nieuw": Route("behandelaar", zaak(), NUMMER),
    "meldingen:persoon_wijzig": Route("behandelaar", zaak(persoon=lambda t: t.persoon), NUMMER),
    "meldingen:persoon_verwijder": Route("behandelaar", zaak(persoon=lambda t: t.persoon), NUMMER),
    "meldingen:persoon_herkend": Route("behandelaar", zaak(persoon=lambda t: t.persoon), NUMMER),
    "meldingen:nazorg": Route("behandelaar", zaak(maanden=lambda t: 3), NUMMER),
    "meldingen:annuleer": Route("behandelaar", zaak(), NUMMER),
    "meldingen:status": Route("behandelaar", zaak(naar=lambda t: "in_beoordeling"), NUMMER),
    "meldingen:koppelen": Route("behandelaar", zaak(), NUMMER),
    "meldingen:koppeling_beeindig": Route("behandelaar", zaak(koppeling=lambda t: t.koppeling), NUMMER),
    "meldingen:doorgeleiden": Route("behandelaar", zaak(), NUMMER, status=409),
    "meldingen:toewijzen": Route("behandelaar", zaak(), NUMMER),
    "meldingen:delen": Route("behandelaar", zaak(), NUMMER),
    "meldingen:toegang_beeindig": Route("behandelaar", zaak(toekenning=lambda t: t.toekenning), NUMMER),
    "meldingen:verzegelen": Route("behandelaar", zaak(), NUMMER),
    "meldingen:ontzegelen": Route("behandelaar", zaak(), status=403),  # it is not sealed
    "meldingen:uitsluiten": Route("behandelaar", zaak(), NUMMER),
    "meldingen:uitsluiting_opheffen": Route(
        "behandelaar", zaak(gebruiker=lambda t: t.wie["uitgeslotene"].pk), NUMMER
    ),
    "casussen:lijst": Route("vertrouwenspersoon", merk=CASUSNUMMER),
    "casussen:nieuw": Route("vertrouwenspersoon", status=302),  # to an address with a key of its own
    "casussen:voortzetting": Route("vertrouwenspersoon", status=302),
    "casussen:inlezen": Route("vertrouwenspersoon"),
    "casussen:inlezen_bevestig": Route("vertrouwenspersoon", alleen_post=True),
    "casussen:detail": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "casussen:opgeslagen": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "casussen:wijzig": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "casussen:sluit": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "casussen:heropen": Route("vertrouwenspersoon", CASUS, status=302),
    "casussen:verwijder": Route("vertrouwenspersoon", CASUS, CASUSNUMMER),
    "jaarcijfers:vandaag": Route("beleid"),
    "jaarcijfers:overzicht": Route("beleid"),
    "jaarcijfers:casussen": Route("coordinator"),
    "jaarcijfers:csv": Route("beleid"),
    "jaarcijfers:xlsx": Route("beleid"),
    "beheer:start": Route("beheerder"),
    "beheer:gebruikers": Route("beheerder", merk=lambda t: t.wie["ander"].naam),
    "beheer:gebruiker_nieuw": Route("beheerder"),
    "beheer:gebruiker": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_wijzigen": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_rollen": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_wachtwoordmail": Route("beheerder", GEBRUIKER, alleen_post=True),
    "beheer:gebruiker_tweede_stap": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_organisatie": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_deactiveren": Route("beheerder", GEBRUIKER),
    "beheer:gebruiker_uitloggen": Route("beheerder", GEBRUIKER, alleen_post=True),
    "beheer:gebruiker_activeren": Route("beheerder", lambda t: {"pk": t.wie["inactief"].pk}),
    "beheer:teams": Route("beheerder"),
    "beheer:team_nieuw": Route("beheerder"),
    "beheer:team": Route("beheerder", TEAM),
    "beheer:team_wijzigen": Route("beheerder", TEAM),
    "beheer:team_leider": Route("beheerder", LID, alleen_post=True),
    "beheer:team_lid_af": Route("beheerder", LID),
    "codelijsten:lijst": Route("beheerder"),
    "codelijsten:detail": Route("beheerder", LIJST),
    "codelijsten:nieuw": Route("beheerder", LIJST),
    "codelijsten:wijzigen": Route("beheerder", CODE),
    "codelijsten:sluiten": Route("beheerder", CODE),
    "termijnen:overzicht": Route("beheerder"),
    "termijnen:norm": Route("beheerder", NORM),
    "termijnen:norm_nieuw": Route("beheerder", NORM),
    "termijnen:norm_aanpassen": Route("beheerder", KOMENDE_NORM),
    "termijnen:norm_weghalen": Route("beheerder", KOMENDE_NORM),
    "termijnen:herinneringen": Route("beheerder"),
    "termijnen:herinnering": Route("beheerder", NORM),
    "termijnen:dagen": Route("beheerder"),
    "termijnen:dag_nieuw": Route("beheerder"),
    "termijnen:dag_verwijderen": Route("beheerder", lambda t: {"pk": t.dag}),
    "akkoord:lijst": Route("akkoord", merk=lambda t: "Merkvoorstel"),
    "akkoord:detail": Route("akkoord", lambda t: {"pk": t.voorstel}, lambda t: "Merkvoorstel"),
    "noodtoegang:lijst": Route("toezicht", merk=NUMMER),
    "noodtoegang:nieuw": Route("toezicht"),
    "noodtoegang:detail": Route("toezicht", lambda t: {"pk": t.noodtoegang}, NUMMER),
    "noodtoegang:zaak": Route(
        "toezicht",
        lambda t: {"pk": t.noodtoegang_zonder_zaak},
        lambda t: "Er gaat geen zaak open",
        status=404,
    ),
    "noodtoegang:beeindigen": Route("toezicht", lambda t: {"pk": t.noodtoegang}, alleen_post=True),
    "post:lijst": Route("beheerder", merk=lambda t: "geweigerd@demo.example"),
    "post:opnieuw": Route("beheerder", lambda t: {"pk": t.mail}, alleen_post=True),
    "logboek:lijst": Route("auditor"),
    "logboek:uitvoer": Route("auditor"),
}

BUITEN = {
    "behandelaar": ("ander", "uitgeslotene", "vertrouwenspersoon", "beheerder", "auditor", "beleid", "coordinator", "privacy", "archivaris"),
    "registreerder": ("vertrouwenspersoon", "beheerder", "auditor", "beleid", "onderzoeker"),
    "vertrouwenspersoon": ("vertrouwenspersoon2", "behandelaar", "coordinator", "beheerder", "auditor", "beleid", "privacy"),
    "beleid": ("behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "coordinator"),
    "coordinator": ("behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "beleid", "privacy", "archivaris"),
    "archivaris": ("behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "beleid", "privacy", "coordinator"),
    "teamleider": ("behandelaar", "intake", "beheerder", "auditor", "beleid", "vertrouwenspersoon"),
    "beheerder": ("behandelaar", "intake", "vertrouwenspersoon", "beleid", "auditor", "privacy"),
    "akkoord": ("behandelaar", "intake", "auditor", "beleid", "vertrouwenspersoon", "coordinator", "archivaris"),
    "toezicht": ("behandelaar", "intake", "beheerder", "beleid", "vertrouwenspersoon", "coordinator", "archivaris"),
    "intake": ("behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "beleid"),
    "invoer": ("intake", "behandelaar", "vertrouwenspersoon", "beheerder", "auditor", "beleid"),
    "auditor": ("behandelaar", "beheerder", "beleid", "vertrouwenspersoon", "privacy"),
}  # fmt: skip
"""Who asks in vain. On list pages of their own role they see a page, without the mark."""

EIGEN_LIJST = {
    "behandelaar": {"ander", "uitgeslotene"},
    "vertrouwenspersoon": {"vertrouwenspersoon2"},
    "invoer": {"intake"},
}
LIJSTEN = {
    "mijn_werk",
    "meldingen:lijst",
    "meldingen:lijst_afdrukken",
    "meldingen:tellingen",
    "meldingen:filters",
    "meldingen:filter_nieuw",
    "inlezen:lijst",
    "casussen:lijst",
    "casussen:nieuw",
    "casussen:voortzetting",
    "casussen:inlezen",
    "casussen:inlezen_bevestig",
}


def patronen(resolver: URLResolver, voor: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route below `resolver`, by its full name."""
    for patroon in resolver.url_patterns:
        if isinstance(patroon, URLResolver):
            yield from patronen(patroon, f"{voor}{patroon.namespace}:" if patroon.namespace else voor)
        elif isinstance(patroon, URLPattern):
            yield f"{voor}{patroon.name}", patroon


VAN_EEN_ROL = {"", "*", "beheerder", "beleid"}
"""Pages of everybody or of a role: their keys are no secret to who may open them."""
VERGELEKEN = [
    naam
    for naam, patroon in patronen(get_resolver())
    if isinstance(patroon.pattern.converters.get("pk"), UUIDConverter)
    and naam in ROUTES
    and ROUTES[naam].van not in VAN_EEN_ROL
]
"""Every route of one zaak, casus or draft. Those that other registers take from the kit: tests/zaken/register/."""


def vergeleken_met(naam: str) -> list[str]:
    """The outsiders who ask such a route and one that is nowhere, and compare: tests/aanvallen/test_bestaan.py."""
    return [*BUITEN[ROUTES[naam].van][:2], BUITEN[ROUTES[naam].van][-1]]
