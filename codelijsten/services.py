"""Changing code lists. No value changes and no row is ever deleted: figures of past years point at it.

The log is written by the table itself (trigger `code_gelogd`).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gebruikers import vierogen
from gebruikers.fouten import in_woorden
from gebruikers.models import Gebruiker, Voorstel
from gebruikers.rollen import Rol

from .models import Code, Codelijst


class TussentijdsGewijzigd(Exception):
    """The code was changed after the form was opened; `code` is what is stored now."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.pk)
        self.code = code


ALLEEN = ("toelichting", "toelichting_en", "geldig_van", "geldig_tot", "opvolger")
"""What one beheerder changes of a code."""
WIJZIGBAAR = ("label", "label_en", *ALLEEN)
"""What may change of a code: everything but its value. A label takes two: all years print it (ADR 0018)."""


@transaction.atomic
def voeg_toe(
    *,
    lijst: Codelijst,
    code: str,
    label: str,
    toelichting: str = "",
    label_en: str = "",
    toelichting_en: str = "",
    geldig_van: date | None = None,
    bovenliggend: Code | None = None,
    door: Gebruiker,
) -> Code:
    """A new row at the end. Raises `ValidationError` per field, `PermissionDenied` without the role."""
    _eis_beheerder(door)
    if Code.objects.van(lijst.code).filter(code=code).exists():
        raise ValidationError({"code": _("Deze code staat al in de lijst. Vul een andere code in.")})
    nieuw = Code(
        lijst=lijst,
        code=code,
        label=label,
        toelichting=toelichting,
        label_en=label_en,
        toelichting_en=toelichting_en,
        geldig_van=geldig_van,
        bovenliggend=bovenliggend,
        volgorde=_volgende_plaats(lijst),
    )
    _eis_geen_overlap(nieuw)
    nieuw.save(force_insert=True)
    return nieuw


@transaction.atomic
def wijzig(
    *,
    code_id: int,
    label: str,
    toelichting: str,
    label_en: str,
    toelichting_en: str,
    geldig_van: date | None,
    geldig_tot: date | None,
    opvolger: Code | None,
    kenmerk: str,
    door: Gebruiker,
) -> Voorstel | None:
    """Change explanation, validity or successor; for another label a second person is asked, and that question given.

    `kenmerk` is that of the version the form was filled in on. Raises `TussentijdsGewijzigd`, `BeheerGeweigerd` (the
    same was asked already), and as `voeg_toe`.
    """
    _eis_beheerder(door)
    code = Code.objects.select_for_update().get(pk=code_id)
    if code.kenmerk != kenmerk:
        raise TussentijdsGewijzigd(code)
    is_ander_label = (label, label_en) != (code.label, code.label_en)
    was = [getattr(code, veld) for veld in ALLEEN]
    code.toelichting, code.toelichting_en = toelichting, toelichting_en
    code.geldig_van, code.geldig_tot, code.opvolger = geldig_van, geldig_tot, opvolger
    _eis_geldigheid(code)
    vraagt = is_ander_label and vierogen.is_akkoord_nodig()
    if vraagt or not is_ander_label:
        _eis_geen_overlap(code)
    if not is_ander_label or was != [getattr(code, veld) for veld in ALLEEN]:
        code.save(update_fields=list(ALLEEN))
    if not is_ander_label:
        return None
    code.label, code.label_en = label, label_en
    _eis_geen_overlap(code)
    if vraagt:
        gegevens = {"code": code.pk, "label": label, "label_en": label_en}
        return vierogen.stel_voor(Voorstel.Handeling.CODELABEL, gebruiker=None, gegevens=gegevens, door=door)
    with in_woorden(), connection.cursor() as cursor:
        cursor.execute("SELECT app.wijzig_label(%s, %s, %s)", [code.pk, label, label_en])
    return None


@transaction.atomic
def sluit(*, code_id: int, geldig_tot: date, opvolger: Code | None, kenmerk: str, door: Gebruiker) -> None:
    """End a code; `geldig_tot` is its last valid day. Registrations keep it. Raises as `wijzig`."""
    _eis_beheerder(door)
    code = Code.objects.select_for_update().get(pk=code_id)
    wijzig(
        code_id=code_id,
        label=code.label,
        toelichting=code.toelichting,
        label_en=code.label_en,
        toelichting_en=code.toelichting_en,
        geldig_van=code.geldig_van,
        geldig_tot=geldig_tot,
        opvolger=opvolger,
        kenmerk=kenmerk,
        door=door,
    )


def _eis_beheerder(door: Gebruiker) -> None:
    if not door.heeft_rol(Rol.BEHEERDER):
        raise PermissionDenied


def _volgende_plaats(lijst: Codelijst) -> int:
    laatste = Code.objects.van(lijst.code).order_by("-volgorde").values_list("volgorde", flat=True).first()
    return (laatste or 0) + 10


def _eis_geldigheid(code: Code) -> None:
    """Dates run forward, and a successor is valid on the day after."""
    if code.geldig_van and code.geldig_tot and code.geldig_tot < code.geldig_van:
        raise ValidationError({"geldig_tot": _("Kies een laatste dag op of na de eerste dag.")})
    if code.opvolger is None:
        return
    if code.geldig_tot is None:
        raise ValidationError({"geldig_tot": _("Vul de laatste dag in: een code met een opvolger eindigt.")})
    if code.opvolger.lijst_id != code.lijst_id or code.opvolger.pk == code.pk:
        raise ValidationError({"opvolger": _("Kies een andere code uit dezelfde lijst.")})
    daarna = code.geldig_tot + timedelta(days=1)
    if not Code.objects.geldig_op(daarna).filter(pk=code.opvolger.pk).exists():
        uitleg = _("De opvolger moet gelden op %(dag)s. Pas eerst de opvolger aan.")
        raise ValidationError({"opvolger": uitleg % {"dag": date_format(daarna)}})


def _eis_geen_overlap(code: Code) -> None:
    """Two rows with one label may follow each other, never stand side by side in a choice."""
    anderen = Code.objects.van(code.lijst_id).filter(label__iexact=code.label, bovenliggend=code.bovenliggend)
    for ander in anderen.exclude(pk=code.pk):
        if _overlapt(code, ander):
            raise ValidationError(
                {
                    "label": _("Code %(code)s heeft hetzelfde label in dezelfde periode. Sluit die eerst.")
                    % {"code": ander.code}
                }
            )


def _overlapt(een: Code, ander: Code) -> bool:
    begint_op_tijd = een.geldig_van is None or ander.geldig_tot is None or een.geldig_van <= ander.geldig_tot
    eindigt_te_laat = een.geldig_tot is None or ander.geldig_van is None or een.geldig_tot >= ander.geldig_van
    return begint_op_tijd and eindigt_te_laat
