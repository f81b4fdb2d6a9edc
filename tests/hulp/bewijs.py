"""Every step that asks again who is there: what is sent, and where it is written when it is done.

Which routes these are, and why the others ask nothing, stands in `docs/herbevestigen.md`; the walk of
`tests/architectuur/test_routes.py` holds the two against the URLconf.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from gebruikers.aanmelden.sessies import BEWEZEN_OP
from gebruikers.models import Gebruiker, OidcIdentiteit, Team
from gebruikers.rollen import Rol
from tests.factories.berichten import maak_taak
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from tests.hulp.aanmelden import APP, stel_in
from tests.hulp.codes import totp
from tests.hulp.databank import PROJECT
from tests.hulp.routes import ROUTES
from tests.hulp.sleutel import Sleutel
from tests.hulp.toneel import Toneel
from tests.hulp.wie import aangemeld, fabriek

BLAD = (PROJECT / "docs" / "herbevestigen.md").read_text()
RIJ = re.compile(r"^\| `([a-z_:0-9]+)` \|", re.MULTILINE)
NAAM = re.compile(r"`([a-z_:0-9]+)`")
_VRAAGT, _VRAAGT_NIET = BLAD.split("\n## ")[1:3]
VRAAGT = RIJ.findall(_VRAAGT)
"""The routes of the first table; `register:` stands for each of the registers."""
VRAAGT_NIET = [
    naam
    for cel in re.findall(r"^\|[^|`]+\|([^|]+)\|$", _VRAAGT_NIET, re.MULTILINE)
    for naam in NAAM.findall(cel)
]
"""Those of the second, where every row says why."""


@dataclass
class Beeld:
    """One step about to be taken: by whom, where, and with what."""

    client: Client
    kwargs: dict[str, Any]
    velden: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stap:
    """`zet`: what the step needs and the stage lacks. `schrijft`: the table that says that it was done."""

    schrijft: str
    velden: Callable[[Toneel], dict[str, Any]] = lambda t: {}
    zet: Callable[[Toneel, Beeld], None] = lambda t, b: None
    wie: str = ""
    manieren: tuple[Literal["get", "post"], ...] = ("get", "post")
    """Which ways of asking need a proof; the last one takes the step."""
    vraag: str = ""


def beeld(naam: str, toneel: Toneel) -> Beeld:
    """The step of `naam`, signed in just now."""
    stap, route = STAPPEN[naam], ROUTES[van_meldingen(naam)]
    wie = stap.wie or ("behandelaar" if route.van == "*" else route.van)
    dit = Beeld(aangemeld(toneel.wie[wie]), route.kwargs(toneel), stap.velden(toneel))
    stap.zet(toneel, dit)
    return dit


def van_meldingen(naam: str) -> str:
    """The route of the register that the walks ask for every other."""
    return naam.replace("register:", "meldingen:")


def bewees(client: Client, **geleden: int) -> None:
    """The last proof of this browser is so long ago."""
    sessie = client.session
    sessie[BEWEZEN_OP] = (timezone.now() - timedelta(**geleden)).timestamp()
    sessie.save()


def _app(t: Toneel, b: Beeld) -> None:
    b.velden["code"] = totp(b.client.get(reverse(APP)).context["form"].secret)


def _met_app(t: Toneel, b: Beeld) -> None:
    stel_in(b.client)


def _met_codes(t: Toneel, b: Beeld) -> None:
    """They are shown once, so nobody looked yet."""
    b.client.post(reverse(APP), {"code": totp(b.client.get(reverse(APP)).context["form"].secret)})


def _nieuwe_sleutel(t: Toneel, b: Beeld) -> None:
    opties = json.loads(b.client.get(reverse("passkey_nieuw")).context["opties"])
    b.velden |= {"name": "Sleutelbos", "credential": Sleutel().maak(opties, pin=True)}


def _sleutel(t: Toneel, b: Beeld) -> None:
    with fabriek():
        rij = Authenticator.objects.create(
            user=t.wie["behandelaar"], type="webauthn", data={"name": "Bos", "credential": {}}
        )
    b.kwargs["pk"] = rij.pk


def _gekoppeld(wie: str) -> Callable[[Toneel, Beeld], None]:
    def zet(t: Toneel, b: Beeld) -> None:
        with fabriek():
            OidcIdentiteit.objects.create(gebruiker=t.wie[wie], issuer="https://i.example", onderwerp=wie)

    return zet


def _in_beoordeling(t: Toneel, b: Beeld) -> None:
    with fabriek():
        b.kwargs["pk"] = maak_melding(
            status="in_beoordeling", team=Team.objects.get(pk=t.team), lezers=(t.wie["intake"],)
        ).pk


def _naar_klachten(t: Toneel, b: Beeld) -> None:
    _in_beoordeling(t, b)
    with fabriek():
        maak_team(soort=Team.Soort.KLACHTEN)


def _samen(t: Toneel, b: Beeld) -> None:
    _in_beoordeling(t, b)
    with fabriek():
        ander = maak_melding(status="in_beoordeling", team=Team.objects.get(pk=t.team))
    b.kwargs["naar"] = "samengevoegd"
    b.velden |= {"samengevoegd_met": ander.zaaknummer, "toelichting": "Hetzelfde voorval"}


def _stapel(t: Toneel, b: Beeld) -> None:
    with fabriek():
        zaak = maak_melding(team=Team.objects.get(pk=t.team))
    b.velden |= {"zaak": [zaak.pk], "behandelaar": t.wie["ander"].pk, "reden": "Kent het onderdeel"}


def _buiten_coid(aantal: int) -> list[Gebruiker]:
    team = maak_team(soort=Team.Soort.BUITEN_COID)
    return [maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _ in range(aantal)]


def _naar_buiten(t: Toneel, b: Beeld) -> None:
    with fabriek():
        b.velden["behandelaar"] = _buiten_coid(1)[0].pk


def _verzegeld(t: Toneel, b: Beeld) -> None:
    with fabriek():
        een, ander = _buiten_coid(2)
        b.kwargs["pk"] = maak_melding(verzegeld=True, behandelaar=een, lezers=(een, ander)).pk
    b.client = aangemeld(een)


def _naamgenoot(t: Toneel, b: Beeld) -> None:
    with fabriek():
        Gebruiker.objects.filter(pk=t.wie["ander"].pk).update(naam="Merkwoord naam")
    b.velden[f"account_{t.wie['ander'].pk}"] = "betrokken"


def _zonder_lezer(t: Toneel, b: Beeld) -> None:
    with fabriek():
        maak_melding()


def _klaar(t: Toneel, b: Beeld) -> None:
    with fabriek():
        b.kwargs["pk"] = maak_taak(t.wie["auditor"], delen=("a;b",)).pk


def _gesloten_team(t: Toneel, b: Beeld) -> None:
    with fabriek():
        team = maak_team()
        Team.objects.filter(pk=team.pk).update(is_actief=False)
    b.kwargs["pk"], b.velden = team.pk, {"naam": team.naam, "is_actief": "on"}


def _over_een_week(t: Toneel) -> dict[str, Any]:
    dag = localdate() + timedelta(days=7)
    return {"waarnemer": t.wie["ander"].pk, "reden": "verlof", "tot_en_met": dag.strftime("%d-%m-%Y")}


NIEUW_WACHTWOORD = {
    "oldpassword": WACHTWOORD,
    "password1": "een-heel-ander-woord",
    "password2": "een-heel-ander-woord",
}
LOG = "logboek_gebeurtenis"
BESTAND = {"schrijft": LOG, "manieren": ("get",)}
STAPPEN: dict[str, Stap] = {
    "account_change_password": Stap("gebruikers_gebruiker", lambda t: NIEUW_WACHTWOORD),
    "mfa_activate_totp": Stap("mfa_authenticator", zet=_app),
    "mfa_deactivate_totp": Stap("mfa_authenticator", zet=_met_app),
    "mfa_view_recovery_codes": Stap("mfa_authenticator", zet=_met_codes, manieren=("get",)),
    "mfa_generate_recovery_codes": Stap("mfa_authenticator", zet=_met_app),
    "mfa_add_webauthn": Stap("mfa_authenticator", zet=_nieuwe_sleutel),
    "passkey_nieuw": Stap("mfa_authenticator", zet=_nieuwe_sleutel),
    "mfa_edit_webauthn": Stap("mfa_authenticator", lambda t: {"naam": "Kluis"}, zet=_sleutel),
    "mfa_remove_webauthn": Stap("mfa_authenticator", zet=_sleutel),
    "organisatie_losmaken": Stap("gebruikers_oidcidentiteit", zet=_gekoppeld("behandelaar")),
    "noodtoegang:nieuw": Stap(
        "zaken_noodtoegang",
        lambda t: {"zaaknummer": t.nummer, "reden": "Een klacht over deze zaak onderzoeken.", "uren": 1},
    ),
    "register:toewijzen": Stap("zaken_zaak", lambda t: {"behandelaar": t.wie["ander"].pk}),
    "register:stapel": Stap("zaken_zaak", zet=_stapel),
    "register:delen": Stap("zaken_toekenning", lambda t: {"aan": t.wie["ander"].pk, "reden": "Kijkt mee"}),
    "register:verzegelen": Stap("zaken_zaak", zet=_naar_buiten),
    "register:ontzegelen": Stap("zaken_ontzegeling", lambda t: {"reden": "Een vergissing"}, zet=_verzegeld),
    "register:uitsluiten": Stap(
        "zaken_uitsluiting", lambda t: {"gebruiker": t.wie["ander"].pk, "grond": "betrokken"}
    ),
    "register:uitsluiting_opheffen": Stap("zaken_uitsluiting"),
    "register:persoon_herkend": Stap("zaken_uitsluiting", zet=_naamgenoot),
    "register:doorgeleiden": Stap(
        "zaken_zaak",
        lambda t: {"onderwerp": "Over het rooster", "reden": "Een klacht", "akkoord": "on"},
        zet=_naar_klachten,
        wie="intake",
        vraag="?naar=klacht",
    ),
    "register:status": Stap("zaken_zaak", zet=_samen, wie="intake"),
    "overdragen": Stap(
        "zaken_zaak",
        lambda t: {"aan": t.wie["ander"].pk, "reden": "vertrek"},
        zet=lambda t, b: b.kwargs.update(pk=t.wie["behandelaar"].pk),
    ),
    "waarneming": Stap(
        "zaken_waarneming", _over_een_week, zet=lambda t, b: b.kwargs.update(pk=t.wie["behandelaar"].pk)
    ),
    "zonder_lezer": Stap("zaken_toekenning", lambda t: {"aan": t.wie["ander"].pk}, zet=_zonder_lezer),
    "beheer:team": Stap(
        "gebruikers_lidmaatschap", lambda t: {"gebruiker": t.wie["behandelaar"].pk}, manieren=("post",)
    ),
    "beheer:team_leider": Stap(
        "gebruikers_lidmaatschap", lambda t: {"is_teamleider": "1"}, manieren=("post",)
    ),
    "beheer:team_wijzigen": Stap("gebruikers_team", zet=_gesloten_team),
    "beheer:gebruiker_nieuw": Stap(
        "gebruikers_voorstel", lambda t: {"naam": "Nieuw", "email": "n@demo.example", "rollen": ["beleid"]}
    ),
    "beheer:gebruiker_wijzigen": Stap(
        "gebruikers_voorstel", lambda t: {"naam": "Nieuw", "email": "n@demo.example"}
    ),
    "beheer:gebruiker_rollen": Stap("gebruikers_voorstel", lambda t: {"rollen": ["adviseur", "onderzoeker"]}),
    "beheer:gebruiker_activeren": Stap("gebruikers_gebruiker"),
    "beheer:gebruiker_tweede_stap": Stap("gebruikers_voorstel"),
    "beheer:gebruiker_organisatie": Stap("gebruikers_voorstel", zet=_gekoppeld("ander")),
    "akkoord:detail": Stap("gebruikers_voorstel", lambda t: {"besluit": "nee", "reden": "Niet nodig"}),
    "register:lijst_afdrukken": Stap(**BESTAND),
    "signalen:afdrukken": Stap(**BESTAND),
    "jaarcijfers:csv": Stap(**BESTAND),
    "jaarcijfers:xlsx": Stap(**BESTAND),
    "logboek:uitvoer": Stap(**BESTAND),
    "inlezen:fouten": Stap(**BESTAND),
    "taken:ophalen": Stap(LOG, zet=_klaar, manieren=("post",)),
}
