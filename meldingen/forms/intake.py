"""The topics of the intake of a melding: what the kernel does not ask already, and what it asks otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codelijsten.models import Code
from codelijsten.velden import Codekeuze, Codekeuzes
from meldingen.models import Melding
from zaken.schermen.intake import onderwerpen
from zaken.schermen.intake.onderwerpen import BevestigingForm, OnderwerpForm
from zaken.schermen.velden import tekst


class OntvangstForm(onderwerpen.OntvangstForm):
    """How the melding came in, and from whom."""

    field_order = ["ontvangen_defensie", "ontvangen_register", "meldkanaal", "bron", "anonimiteit"]
    bron = Codekeuze(
        lijst="bron",
        label=gettext_lazy("Van wie komt de melding?"),
        widget=forms.RadioSelect,
        required=False,
    )


@dataclass(frozen=True)
class Verfijning:
    """One hoofdcategorie on the screen: its radio button and the check boxes below it."""

    keuze: Any
    waarde: str
    label: str
    vinkjes: list[Any]
    blijft_open: bool = False
    """Whether a tick here was refused: then it is in sight whatever is chosen above."""


class CategorieForm(OnderwerpForm):
    """Which hoofdcategorie, exactly one, and what belongs below it."""

    sjabloon = "meldingen/intake/categorie.html"
    hoofdcategorie = Codekeuze(
        lijst="hoofdcategorie",
        label=gettext_lazy("Welk onderwerp past het beste?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies waar de melding over gaat.")},
    )
    subcategorieen = Codekeuzes(
        lijst="subcategorie",
        label=gettext_lazy("Waar gaat het precies over?"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A subcategorie stands below the chosen hoofdcategorie."""
        gegevens = super().clean() or self.cleaned_data
        hoofd: Code | None = gegevens.get("hoofdcategorie")
        for sub in gegevens.get("subcategorieen") or ():
            if hoofd and sub.bovenliggend_id != hoofd.pk:
                self.add_error(
                    "subcategorieen",
                    _("“%(sub)s” hoort niet bij “%(hoofd)s”. Haal dat vinkje weg of kies iets anders.")
                    % {"sub": sub.opschrift, "hoofd": hoofd.opschrift},
                )
        return gegevens

    def verfijningen(self) -> list[Verfijning]:
        """Every hoofdcategorie with its own check boxes, in printed order."""
        per_code = {rij.code: rij for rij in self.bekend.keuzes["subcategorie"]}
        vinkjes: dict[int | None, list[Any]] = {}
        mis = bool(self["subcategorieen"].errors)
        for vinkje in self["subcategorieen"]:
            vinkjes.setdefault(per_code[vinkje.data["value"]].bovenliggend_id, []).append(vinkje)
        return [
            Verfijning(
                keuze, rij.code, rij.opschrift, eigen := vinkjes.get(rij.pk, []), mis and _gekozen(eigen)
            )
            for rij, keuze in zip(self.bekend.keuzes["hoofdcategorie"], self["hoofdcategorie"], strict=True)
        ]


def _gekozen(vinkjes: list[Any]) -> bool:
    return any(vinkje.data["selected"] for vinkje in vinkjes)


class GedaanForm(BevestigingForm):
    """What the melder wants and what was done already."""

    field_order = ["wens_melder", "bevestigd_op", "ordemaatregel", "aangifte", "afstemming_om"]
    wens_melder = tekst(
        Melding,
        "wens_melder",
        rijen=3,
        label=gettext_lazy("Wat wil de melder bereiken?"),
        help_text=gettext_lazy("Gebruik geen namen."),
    )
    ordemaatregel = tekst(
        Melding,
        "ordemaatregel",
        rijen=3,
        label=gettext_lazy("Welke ordemaatregel is genomen?"),
        help_text=gettext_lazy("Bijvoorbeeld: de betrokkene werkt tijdelijk elders. Gebruik geen namen."),
    )
    aangifte = forms.ChoiceField(
        label=gettext_lazy("Is er aangifte gedaan?"),
        choices=Melding.Aangifte.choices,
        widget=forms.RadioSelect,
        initial=Melding.Aangifte.ONBEKEND.value,
        error_messages={"required": gettext_lazy("Kies of er aangifte is gedaan.")},
    )
    afstemming_om = forms.BooleanField(
        label=gettext_lazy("Er is overlegd met het Openbaar Ministerie"), required=False
    )
