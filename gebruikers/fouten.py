"""Rules of the database that said no, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.forms import Form

GEWEIGERD = "JID01"
GEEN_RECHT = "42501"

REDENEN = {
    "eigen_rollen": _("U kunt uw eigen rollen niet wijzigen. Vraag een andere beheerder."),
    "eigen_account": _("U kunt uw eigen account niet deactiveren. Vraag een andere beheerder."),
    "eigen_lidmaatschap": _("U kunt uzelf niet in een team zetten. Vraag een andere beheerder."),
    "rollen_gaan_niet_samen": _("Deze rollen gaan niet samen bij één persoon. Kies er een."),
    "eigen_tweede_factor": _("U kunt uw eigen tweede stap niet wissen. Vraag een andere beheerder."),
    "geen_tweede_factor": _("Deze gebruiker heeft geen tweede stap."),
    "eigen_organisatieaccount": _(
        "Uw eigen account maakt u los bij Mijn account, of een andere beheerder doet het."
    ),
    "geen_organisatieaccount": _("Deze gebruiker is niet gekoppeld aan een account van de organisatie."),
    "enige_manier": _("Dit is uw enige manier om u aan te melden. Die kunt u niet losmaken."),
    "eerst_tweede_stap": _("Stel eerst zelf een tweede stap in."),
    "akkoord_nodig": _("Dit gebeurt pas als een tweede persoon akkoord is."),
    "laatste_tweede_persoon": _(
        "Daarna kan niemand meer akkoord geven: dit is de enige die akkoord kan geven. "
        "Zorg eerst voor een andere beheerder of privacy officer."
    ),
    "laatste_toezicht": _(
        "Daarna is er geen auditor meer, of houdt nog maar één persoon toezicht. "
        "Zorg eerst voor een andere auditor of privacy officer."
    ),
    "voorstel_loopt": _("Dit is al gevraagd en wacht op akkoord."),
    "voorstel_voorbij": _("Deze vraag is al besloten, verlopen of ingetrokken."),
    "rollen_intussen_gewijzigd": _(
        "De rollen zijn gewijzigd nadat dit werd gevraagd. Weiger deze vraag, dan kan een beheerder het opnieuw vragen."
    ),
    "label_intussen_gewijzigd": _(
        "Het label is gewijzigd nadat dit werd gevraagd. Weiger deze vraag, dan kan een beheerder het opnieuw vragen."
    ),
    "label_bestaat": _("Een andere code van deze lijst heeft in dezelfde periode al dit label."),
    "onvolledig_label": _("Vul het label in."),
    "geen_reden": _("Schrijf waarom u weigert."),
    "eigen_voorstel": _("U vroeg dit zelf. Een ander geeft akkoord."),
    "over_uzelf": _("Dit gaat over uw eigen account. Een ander beslist."),
    "niemand_anders": _(
        "Niemand anders kan hier akkoord op geven. "
        "De gebruiker kan het zelf doen bij Mijn account, met een eigen wachtwoord."
    ),
    "onvolledig_voorstel": _("Vul de naam en het e-mailadres in."),
    "onbekende_rol": _("Deze rol bestaat niet."),
    "onbekende_gebruiker": _("Deze gebruiker bestaat niet."),
    "onbekend_team": _("Dit team bestaat niet."),
    "email_bestaat": _("Er is al een gebruiker met dit e-mailadres. U vindt die in de lijst van gebruikers."),
    "teamnaam_bestaat": _("Er is al een team met deze naam. Kies een andere naam."),
    "teamcode_bestaat": _("Er is al een team met deze code. Kies een andere code."),
    "team_heeft_leden": _("Dit team heeft nog leden. Haal eerst de leden uit het team."),
    "team_niet_actief": _("Dit team is niet actief. Kies een ander team."),
    "gebruiker_niet_actief": _("Deze gebruiker is niet actief."),
    "mail_kan_niet_opnieuw": _("Deze mail kan niet opnieuw: de inhoud is weg, of de mail is al verstuurd."),
    "heeft_verzegelde_zaken": _(
        "Deze gebruiker heeft een verzegelde zaak en moet buiten COID blijven. Die zaak moet eerst naar iemand anders."
    ),
    "enige_lezer": _(
        "Deze gebruiker is de enige die een of meer zaken kan lezen. Draag die zaken eerst over aan een ander."
    ),
    "rol_past_niet_bij_team": _(
        "Deze gebruiker heeft geen rol die bij dit team hoort. Geef eerst een rol voor klachten of misstanden."
    ),
    "geen_zaakrol": _("Deze gebruiker heeft geen rol die zaken behandelt. Geef eerst een rol."),
}
"""Reason of the database (message of a JID01) → what the screen says."""

VELDEN = {
    "email_bestaat": "email",
    "voorstel_loopt": "email",
    "teamnaam_bestaat": "naam",
    "teamcode_bestaat": "code",
    "team_heeft_leden": "is_actief",
    "gebruiker_niet_actief": "gebruiker",
    "geen_zaakrol": "gebruiker",
    "rol_past_niet_bij_team": "gebruiker",
    "rollen_gaan_niet_samen": "rollen",
    "geen_reden": "reden",
}
"""Reason → the field of a form that it is about, where the form has it."""


VERTELT = ("heeft_verzegelde_zaken", "enige_lezer")
"""Reasons that tell what an account holds: who hears one leaves a trace (`app.noteer_weigering`)."""


class BeheerGeweigerd(Exception):
    """A rule refused the change; `reden` is stable, `str()` is for the user."""

    def __init__(self, reden: str) -> None:
        super().__init__(str(REDENEN[reden]))
        self.reden = reden

    def zet_bij(self, form: Form) -> None:
        """Say it at the field that it is about, else at the top of the form."""
        veld = VELDEN.get(self.reden)
        form.add_error(veld if veld in form.fields else None, str(self))


UITGESTELD = (
    "verzegeld_blijft_buiten",
    "zaak_houdt_lezer_account",
    "zaak_houdt_lezer_rol",
    "zaak_houdt_lezer_lid",
    "zaak_sluit_na_rol",
    "toezicht_blijft_rol",
    "toezicht_blijft_account",
)
"""Rules that the database checks at commit, for a change of roles or teams takes more than one statement."""


@contextmanager
def in_woorden(*, over: int | None = None) -> Iterator[None]:
    """Turn a refusal by a function of schema `app` into `BeheerGeweigerd` or `PermissionDenied`.

    `over`: the account that is changed, for the trace of a refusal of `VERTELT`.
    The transaction around it can go on: what was refused is undone alone. `UITGESTELD` is checked at the end of the
    block, so that such a refusal has words too.
    """
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute(f"SET CONSTRAINTS {', '.join(UITGESTELD)} IMMEDIATE")
                cursor.execute(f"SET CONSTRAINTS {', '.join(UITGESTELD)} DEFERRED")
    except DatabaseError as fout:
        sqlstate = getattr(fout.__cause__, "sqlstate", None)
        if sqlstate == GEWEIGERD:
            reden: str = fout.__cause__.diag.message_primary  # type: ignore[union-attr]  # psycopg raised it
            if over is not None and reden in VERTELT:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT app.noteer_weigering(%s, %s)", [over, reden])
            raise BeheerGeweigerd(reden) from fout
        if sqlstate == GEEN_RECHT:
            raise PermissionDenied from fout
        raise
