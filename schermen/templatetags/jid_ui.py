"""Template tags and filters of the screens: icons, numbers, dates, error lists, charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.utils import formats, timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from schermen import grafieken, iconen
from schermen import huisstijl as stijlen
from schermen.formulieren import DeelDatum, Foutregel, foutregels
from schermen.sleutel import SLEUTEL

register = template.Library()
BREUK = SafeString("<wbr>")


@register.simple_tag
def icoon(naam: str, label: str = "", klasse: str = "") -> SafeString:
    """`{% icoon "inbox" %}`: inline SVG, hidden from screen readers unless it has a label."""
    return iconen.svg(naam, label=label, klasse=klasse)


@register.simple_tag
def nieuwe_sleutel() -> str:
    """`?{% nieuwe_sleutel %}` behind the address of a form that adds something: *Back* to it adds no second one."""
    return urlencode({SLEUTEL: str(uuid4())})


@register.simple_tag
def huisstijl() -> stijlen.Huisstijl | None:
    """`{% huisstijl as stijl %}`: the own theme of this installation, if it has one."""
    return stijlen.huisstijl()


@register.filter
def attributen(waarden: Mapping[str, Any]) -> SafeString:
    """Attributes of an element, escaped, each after a space; True gives the name alone, False nothing."""
    return flatatt(dict(waarden))


@register.filter
def uitleg(label: Any) -> str:
    """The explanation of a choice, when its label is `Uitgelegd`."""
    return getattr(label, "uitleg", "")


@register.filter
def aantal(label: Any) -> str:
    """The count beside a choice, when its label is `Uitgelegd`."""
    return getattr(label, "aantal", "")


@register.filter
def breekbaar(tekst: object) -> SafeString:
    """Two long words with a slash between them may stand on two lines: a narrow column needs no longer one."""
    return format_html_join("", "{}{}", _delen_met_breuk(str(tekst)))


def _delen_met_breuk(tekst: str) -> Iterator[tuple[str, SafeString | str]]:
    *eerste, laatste = tekst.split("/")
    yield from ((f"{deel}/", BREUK) for deel in eerste)
    yield laatste, ""


@register.filter
def getal(waarde: int | float | Decimal | None, decimalen: int | None = None) -> str:
    """1234 as "1.234"; `|getal:1` gives one decimal. Nothing for None."""
    if waarde is None:
        return ""
    return formats.number_format(waarde, decimal_pos=decimalen, force_grouping=True)


@register.filter
def getal_tot(waarde: int | None, grens: int = 1000) -> str:
    """A count that was capped while counting: above `grens` "1.000+"; the counter counts one further than `grens`."""
    if waarde is not None and waarde > grens:
        return f"{getal(grens)}+"
    return getal(waarde)


@register.filter
def procent(waarde: float | Decimal | None) -> str:
    """83.21 (already a percentage) as "83,2%"."""
    return "" if waarde is None else f"{getal(waarde, 1)}%"


@register.filter
def datum(waarde: date | datetime | DeelDatum | None) -> str:
    """3 december 2024; a partial date as "december 2024" or "2024". Nothing for None."""
    if waarde is None:
        return ""
    if isinstance(waarde, DeelDatum):
        return waarde.tekst()
    return formats.date_format(_plaatselijk(waarde), "DATE_FORMAT")


@register.filter
def weekdag_datum(waarde: date | datetime | None) -> str:
    """Maandag 25 november 2024, with a small first letter: it stands inside a sentence."""
    if waarde is None:
        return ""
    return formats.date_format(_plaatselijk(waarde), "l j F Y")


@register.filter
def tijd(waarde: datetime | None) -> str:
    """14.32 uur, in local time."""
    if waarde is None:
        return ""
    return _("%(tijd)s uur") % {"tijd": formats.date_format(_plaatselijk(waarde), "TIME_FORMAT")}


@register.filter
def datumtijd(waarde: datetime | None) -> str:
    """3 december 2024 om 14.32 uur, in local time."""
    if waarde is None:
        return ""
    return _("%(datum)s om %(tijd)s") % {"datum": datum(waarde), "tijd": tijd(waarde)}


def _plaatselijk(waarde: date | datetime) -> date | datetime:
    if isinstance(waarde, datetime) and timezone.is_aware(waarde):
        return timezone.localtime(waarde)
    return waarde


@register.simple_tag(name="foutregels")
def foutregels_tag(*formulieren: BaseForm | None) -> list[Foutregel]:
    """All errors of these forms in the order of their fields, each with the id of its input; empty: no form."""
    return [regel for formulier in formulieren if formulier for regel in foutregels(formulier)]


@register.inclusion_tag("componenten/kolommen.html")
def kolommen(
    rijen: Sequence[Mapping[str, Any]], sleutel: str, titel: str, beschrijving: str
) -> dict[str, Any]:
    """Column chart with its values on the columns; see `schermen.grafieken.kolommen` for the rows."""
    return {
        "grafiek": grafieken.kolommen(rijen),
        "sleutel": sleutel,
        "titel": titel,
        "beschrijving": beschrijving,
    }


@register.inclusion_tag("componenten/balken.html")
def balken(rijen: Iterable[Mapping[str, Any]], bijschrift: str, kop: str, kop_waarde: str) -> dict[str, Any]:
    """Horizontal bars that are themselves a real table; rows as for `kolommen`."""
    return {"rijen": grafieken.balken(rijen), "bijschrift": bijschrift, "kop": kop, "kop_waarde": kop_waarde}
