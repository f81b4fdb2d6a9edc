"""How shared screens speak of the zaak in front of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from codelijsten.velden import Keuzelijsten, kies_codes, lijsten_van
from schermen.formulieren import noem_de_vraag
from zaken.models import Persoon

if TYPE_CHECKING:
    from zaken.register import Register


def woorden(register: Register) -> dict[str, str]:
    """What stands for `%(de_zaak)s` and the like in a shared text; "de melder" where nobody hands the zaak in."""
    aangeklaagd = Persoon.Rol.AANGEKLAAGDE in register.persoonrollen
    indiener = str(register.indiener.label).lower() if register.indiener else _("melder")
    return {
        "%(de_zaak)s": str(register.namen.met_lidwoord),
        "%(deze_zaak)s": str(register.namen.aanwijzend),
        "%(zaak)s": str(register.namen.enkelvoud),
        "%(de_indiener)s": _("de %(indiener)s") % {"indiener": indiener},
        "%(indiener)s": indiener,
        "%(de_betrokkene)s": _("de aangeklaagde") if aangeklaagd else _("de betrokkene"),
        "%(betrokkenen)s": _("aangeklaagden") if aangeklaagd else _("betrokkenen"),
    }


def spreek(tekst: Any, bij: Mapping[str, str]) -> str:
    """A shared text in the words of a register, with a capital where it starts with one of them."""
    gesproken = str(tekst)
    for plek, woord in bij.items():
        if gesproken.startswith(plek):
            gesproken = woord[:1].upper() + woord[1:] + gesproken.removeprefix(plek)
        gesproken = gesproken.replace(plek, woord)
    return gesproken


class RegisterForm(forms.Form):
    """Base of the forms about a zaak: codes to choose from, and questions in the words of the register.

    A shared label, help text or message may say `%(de_zaak)s` (see `woorden`). A subclass gives other words per
    field in `labels`, `help_texts` and `verplicht`, and leaves a question out with `naam = None`.
    """

    labels: ClassVar[Mapping[str, Any]] = {}
    help_texts: ClassVar[Mapping[str, Any]] = {}
    verplicht: ClassVar[Mapping[str, bool]] = {}

    def spreek(self, register: Register) -> None:
        """Put every question in the words of `register`."""
        self._woorden = woorden(register)
        for naam, veld in self.fields.items():
            veld.label = self.zeg(self.labels.get(naam, veld.label))
            veld.help_text = self.zeg(self.help_texts.get(naam, veld.help_text))
            veld.required = veld.widget.is_required = self.verplicht.get(naam, veld.required)
            for sleutel, boodschap in veld.error_messages.items():
                if "%(" in str(boodschap):
                    veld.error_messages[sleutel] = self.zeg(boodschap)
        noem_de_vraag(self)

    def zeg(self, tekst: Any) -> str:
        """A text in the words of the register, once `spreek` was called."""
        return spreek(tekst, self._woorden)

    def kies_codes(self, keuzes: Keuzelijsten) -> None:
        """Offer the codes of every list that is asked from."""
        kies_codes(self.fields.values(), keuzes)

    @classmethod
    def lijsten(cls) -> set[str]:
        """The code lists that the form asks from."""
        return lijsten_van(cls.base_fields.values())
