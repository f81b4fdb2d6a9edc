"""The questions before a signal is anything: triage, what it is about, what it is. Shape only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze, keuzelijsten, kies_codes, lijsten_van
from gebruikers.models import Gebruiker
from schermen.formulieren import DatumInvoer, Uitgelegd, noem_de_vraag
from zaken.models import Concept, Signaal, Zaak
from zaken.register import register_van
from zaken.register.triage import TRIAGE, Antwoord
from zaken.schermen.intake.personen import PersonenForm
from zaken.schermen.intake.rijen import RIJ
from zaken.schermen.velden import gedaan_op, tekst
from zaken.services.kwalificatie import Kwalificatiegegevens
from zaken.toegang import mag_kwalificeren, mag_registreren

TRIAGE_PREFIX = "triage_"
REGISTERS = (Zaak.Soort.MELDING, Zaak.Soort.KLACHT, Zaak.Soort.MISSTAND)
"""What a signal can be that comes in; an onderzoek is ordered, not received."""


@dataclass(frozen=True)
class Groep:
    """A heading and the questions below it."""

    kop: str
    velden: list[BoundField]


class KwalificatieForm(forms.Form):
    """One page: first what cannot wait, then what it is about, then what it is and why."""

    ontvangen_op = gedaan_op(
        required=True,
        label=gettext_lazy("Wanneer kreeg Defensie dit?"),
        help_text=gettext_lazy("De eerste dag, ook als dat bij iemand anders was. Bijvoorbeeld 27 3 2024."),
        error_messages={"required": gettext_lazy("Vul in wanneer Defensie dit kreeg.")},
    )
    onderwerp = tekst(
        Signaal,
        "onderwerp",
        label=gettext_lazy("Waar gaat het over, in één regel?"),
        help_text=gettext_lazy("Gebruik geen namen. Bijvoorbeeld: opmerkingen tijdens een oefening."),
        error_messages={"required": gettext_lazy("Vul in waar het over gaat.")},
    )
    omschrijving = tekst(
        Zaak,
        "omschrijving",
        rijen=6,
        label=gettext_lazy("Wat is er gebeurd?"),
        help_text=gettext_lazy(
            "Gebruik geen namen. Deze tekst gaat mee naar de volgende stap. Is het een adviesvraag of hoort het "
            "ergens anders? Dan bewaren wij deze tekst niet."
        ),
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Wat is dit?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat dit is.")},
    )
    aard = Codekeuze(
        lijst="hoort_elders",
        required=False,
        label=gettext_lazy("Hoort het ergens anders: wat is het dan?"),
    )
    verwezen_naar = Codekeuze(
        lijst="verwijzing",
        required=False,
        label=gettext_lazy("Naar wie hebt u verwezen?"),
        help_text=gettext_lazy("Alleen als het ergens anders hoort, of als u bij een adviesvraag verwees."),
    )
    defensieonderdeel = Codekeuze(
        lijst="defensieonderdeel", required=False, label=gettext_lazy("Om welk defensieonderdeel gaat het?")
    )
    reden = tekst(
        Signaal,
        "reden",
        required=True,
        rijen=3,
        label=gettext_lazy("Waarom is het dit?"),
        help_text=gettext_lazy("Een of twee zinnen, zonder namen."),
        error_messages={"required": gettext_lazy("Schrijf waarom het dit is.")},
    )

    inzending = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    """Made when the form is shown: sent twice, it stays one signal."""

    def __init__(
        self,
        data: Any = None,
        *,
        gebruiker: Gebruiker,
        vandaag: date,
        alleen_zaak: bool = False,
        is_anoniem: bool = False,
        **kwargs: Any,
    ) -> None:
        """`alleen_zaak`: it is a signal already, so only a register is left to choose.

        `is_anoniem`: the draft that it comes from says so; a klacht is never anonymous (Awb 9:4, 9:9).
        """
        super().__init__(data, **kwargs)
        self._is_anoniem = is_anoniem
        self.fields = {**self._triagevelden(), **self.fields}
        kies_codes(self.fields.values(), keuzelijsten(sorted(lijsten_van(self.fields.values())), op=vandaag))
        soort = self.fields["soort"]
        if isinstance(soort, forms.ChoiceField):
            soort.choices = _keuzes(gebruiker, () if alleen_zaak else tuple(Signaal.Soort))
            soort.help_text = _wie_dan(gebruiker)
        noem_de_vraag(self)

    @staticmethod
    def _triagevelden() -> dict[str, forms.Field]:
        return {
            f"{TRIAGE_PREFIX}{vraag.code}": forms.ChoiceField(
                label=vraag.vraag,
                help_text=_("Ja? %(doen)s") % {"doen": vraag.bij_ja},
                choices=Antwoord.choices,
                widget=forms.RadioSelect,
            )
            for vraag in TRIAGE
        }

    def groepen(self) -> list[Groep]:
        """The page, in three parts."""
        eerst = [self[f"{TRIAGE_PREFIX}{vraag.code}"] for vraag in TRIAGE]
        over = [self[naam] for naam in ("ontvangen_op", "onderwerp", "omschrijving")]
        wat = [self[naam] for naam in ("soort", "aard", "verwezen_naar", "reden", "defensieonderdeel")]
        return [
            Groep(_("Eerst dit"), eerst),
            Groep(_("Waar gaat het over?"), over),
            Groep(_("Wat is het?"), wat),
        ]

    def clean(self) -> dict[str, Any]:
        """What belongs elsewhere says what it is and where it went; who is anonymous cannot complain."""
        gegevens = super().clean() or self.cleaned_data
        if self._is_anoniem and gegevens.get("soort") == Zaak.Soort.KLACHT:
            tekst = _(
                "De melder is anoniem, en een klacht kan niet anoniem. Weet u nu wel wie het is? "
                "Wijzig dat dan eerst in het concept. Kies anders Melding."
            )
            self.add_error("soort", tekst)
        if gegevens.get("soort") == Signaal.Soort.HOORT_ELDERS:
            if not gegevens.get("aard"):
                self.add_error("aard", _("Kies wat het is."))
            if not gegevens.get("verwezen_naar"):
                self.add_error("verwezen_naar", _("Kies naar wie u hebt verwezen."))
        elif gegevens.get("aard"):
            self.add_error("aard", _("Laat dit leeg, of kies bij “Wat is dit?”: Hoort ergens anders."))
        return gegevens

    def nog_een_keer(self) -> None:
        """Something else was written down with this form: keep what was typed; sent again, it is a second one."""
        getypt = QueryDict(mutable=True)
        getypt.update(self.data)
        getypt["inzending"] = str(uuid4())
        self.data = getypt
        tekst = _(
            "U legde met dit formulier al iets vast. Dat is niet gewijzigd. Is dit iets anders? "
            "Verstuur het dan nog een keer."
        )
        self.add_error(None, tekst)

    @property
    def triage(self) -> dict[str, str]:
        """An answer per question, of a valid form."""
        return {vraag.code: self.cleaned_data[f"{TRIAGE_PREFIX}{vraag.code}"] for vraag in TRIAGE}

    @property
    def wordt_zaak(self) -> Zaak.Soort | None:
        """The register that a valid form chooses; None for a signal."""
        soort = self.cleaned_data["soort"]
        return Zaak.Soort(soort) if soort in REGISTERS else None

    @property
    def signaalgegevens(self) -> dict[str, Any]:
        """Of a valid form that chooses no register, for `leg_signaal_vast`."""
        velden = (
            *("ontvangen_op", "onderwerp", "reden", "aard", "verwezen_naar", "defensieonderdeel"),
            "inzending",
        )
        return {
            "soort": Signaal.Soort(self.cleaned_data["soort"]),
            "triage": self.triage,
            **{veld: self.cleaned_data[veld] for veld in velden},
        }


def _keuzes(gebruiker: Gebruiker, ook: Sequence[Signaal.Soort]) -> list[tuple[str, str]]:
    """What this user may choose, each with what it means."""
    uitleg = {
        Zaak.Soort.MELDING: _("Iemand vermoedt dat regels of normen over integriteit zijn overtreden."),
        Zaak.Soort.KLACHT: _(
            "Iemand klaagt over gedrag. Een klacht kan niet anoniem. De aangeklaagde krijgt een kopie van de "
            "klacht en de bijlagen."
        ),
        Zaak.Soort.MISSTAND: _(
            "Het maatschappelijk belang is in het geding. De identiteit van de melder is geheim volgens de wet."
        ),
        Signaal.Soort.ADVIESVRAAG: _("Iemand wil alleen advies. Wij bewaren zo min mogelijk."),
        Signaal.Soort.HOORT_ELDERS: _("Bijvoorbeeld een bezwaar, een arbeidsconflict of een datalek."),
    }
    eigen = [soort for soort in REGISTERS if mag_registreren(gebruiker, soort)]
    return [(keuze.value, Uitgelegd(str(keuze.label), uitleg=uitleg[keuze])) for keuze in (*eigen, *ook)]


def _wie_dan(gebruiker: Gebruiker) -> str:
    """Who registers what this user may not."""
    balies = {
        Zaak.Soort.MELDING: _("Is het een melding? Dan legt de intake of een adviseur haar vast."),
        Zaak.Soort.KLACHT: _("Is het een klacht? Dan legt het CKP of de intake die vast."),
        Zaak.Soort.MISSTAND: _(
            "Is het een vermoeden van een misstand? Dan legt een behandelaar misstanden of de intake het vast."
        ),
    }
    return " ".join(balies[soort] for soort in REGISTERS if not mag_registreren(gebruiker, soort))


def conceptinhoud(
    form: KwalificatieForm, soort: Zaak.Soort, signaal: Signaal | None, eerder: Concept | None = None
) -> dict[str, Any]:
    """What was typed, here and in an `eerder` draft, as the draft of that register keeps it: nothing is asked twice."""
    getypt = _onder_hun_veld(form)
    inhoud = neem_over(eerder.inhoud, Zaak.Soort(eerder.soort), soort) if eerder else {}
    for onderwerp in register_van(soort).intake.onderwerpen:
        eigen = {
            naam: waarden for veld, namen in getypt.items() if veld in onderwerp.form.base_fields
            for naam, waarden in namen.items()
        }  # fmt: skip
        if eigen:
            inhoud[onderwerp.code] = inhoud.get(onderwerp.code, {}) | eigen
    inhoud[KWALIFICATIE] = {
        "reden": form.cleaned_data["reden"],
        "triage": form.triage,
        "signaal": str(signaal.pk) if signaal else "",
    }
    return inhoud


def neem_over(eerder: Mapping[str, Any], van: Zaak.Soort, naar: Zaak.Soort) -> dict[str, Any]:
    """What was typed in a draft of one register, as far as another one asks for it; right or wrong, unchanged."""
    getypt = {
        naam: waarden
        for onderwerp in register_van(van).intake.onderwerpen
        for naam, waarden in eerder.get(onderwerp.code, {}).items()
    }
    inhoud: dict[str, Any] = {}
    for onderwerp in register_van(naar).intake.onderwerpen:
        velden = onderwerp.form.base_fields
        eigen = {
            naam: waarden
            for naam, waarden in getypt.items()
            if naam in velden or (naam.rpartition("_")[0] in velden and naam.endswith(_DELEN))
        }
        if issubclass(onderwerp.form, PersonenForm):
            eigen |= _personen(eerder, van, onderwerp.form)
        if eigen:
            inhoud[onderwerp.code] = eigen
    return inhoud


def _personen(eerder: Mapping[str, Any], van: Zaak.Soort, naar: type[PersonenForm]) -> dict[str, Any]:
    """The persons that were added, as rows of the other register: about whom it is, stays about whom it is."""
    over: dict[str, Any] = {}
    for onderwerp in register_van(van).intake.onderwerpen:
        if not issubclass(onderwerp.form, PersonenForm):
            continue
        getypt, over_wie = eerder.get(onderwerp.code, {}), str(onderwerp.form.over_wie)
        for rij in getypt.get(RIJ, ()):
            nummer, _streep, soort = rij.partition("-")
            nieuw = str(naar.over_wie) if soort == over_wie else soort
            if nieuw in naar.soorten:
                over.setdefault(RIJ, []).append(f"{nummer}-{nieuw}")
                over |= {naam: w for naam, w in getypt.items() if naam.startswith(f"p{nummer}-")}
    return over


def uit_concept(eerder: Mapping[str, Any], van: Zaak.Soort) -> dict[str, Any]:
    """What the draft of a register already says, to begin the first questions with."""
    getypt = neem_over(eerder, van, van)
    plat = {naam: waarden[0] for deel in getypt.values() for naam, waarden in deel.items() if waarden}
    dag = DatumInvoer(*(plat.get(f"ontvangen_defensie{deel}", "") for deel in _DELEN))
    begin = {veld: plat.get(veld, "") for veld in ("onderwerp", "omschrijving", "defensieonderdeel")}
    triage = eerder.get(KWALIFICATIE, {}).get("triage", {})
    return begin | {"ontvangen_op": dag} | {f"{TRIAGE_PREFIX}{code}": w for code, w in triage.items()}


def is_anoniem(eerder: Mapping[str, Any], van: Zaak.Soort) -> bool:
    """Whether the draft of a register says that who handed it in is anonymous."""
    getypt = neem_over(eerder, van, van)
    return any(deel.get("anonimiteit") == [Zaak.Anonimiteit.ANONIEM.value] for deel in getypt.values())


def anders_url(gebruiker: Gebruiker, concept: Concept) -> str:
    """Where an own draft becomes something else; empty for who may not say, and for what is not received."""
    if concept.soort not in REGISTERS or not mag_kwalificeren(gebruiker):
        return ""
    return f"{reverse('signalen:nieuw')}?concept={concept.pk}"


_DELEN = tuple(f"_{deel}" for deel in DatumInvoer._fields)
KWALIFICATIE = "kwalificatie"
"""In the draft beside the topics: why it is what it is."""


def lees_kwalificatie(inhoud: Mapping[str, Any]) -> Kwalificatiegegevens:
    """From the draft; empty for one that was begun directly."""
    bewaard = inhoud.get(KWALIFICATIE, {})
    signaal = bewaard.get("signaal")
    return Kwalificatiegegevens(
        reden=bewaard.get("reden", ""),
        triage=bewaard.get("triage", {}),
        signaal=UUID(signaal) if signaal else None,
    )


def _onder_hun_veld(form: KwalificatieForm) -> dict[str, dict[str, list[str]]]:
    """Per field of a zaak: the inputs as an intake sends them."""
    dag: date = form.cleaned_data["ontvangen_op"]
    gekozen = form.cleaned_data.get("defensieonderdeel")
    return {
        "ontvangen_defensie": {
            "ontvangen_defensie_dag": [str(dag.day)],
            "ontvangen_defensie_maand": [str(dag.month)],
            "ontvangen_defensie_jaar": [str(dag.year)],
        },
        "onderwerp": {"onderwerp": [form.cleaned_data["onderwerp"]]},
        "omschrijving": {"omschrijving": [form.cleaned_data["omschrijving"]]},
        "defensieonderdeel": {"defensieonderdeel": [gekozen.code]} if gekozen else {},
    }
