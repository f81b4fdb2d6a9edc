"""The forms of a melding, as a browser sends them back."""

from __future__ import annotations

from django.urls import reverse


def wijzigadres(melding, onderdeel):
    return reverse("meldingen:wijzig", args=[melding.pk, onderdeel])


def actie(melding, naam, *delen):
    return reverse(f"meldingen:{naam}", args=[melding.pk, *delen])


def ingevuld(client, adres, **anders):
    """What a browser sends back of the form at `adres`, with some answers changed."""
    form = client.get(adres).context["form"]
    gegevens = dict(getattr(form, "verborgen", []))
    for veld in form:
        for invoer in veld.subwidgets[:1]:
            gegevens |= _waarden(veld, invoer.data)
    return gegevens | anders


def _waarden(veld, widget):
    if "delen" in widget:
        return {deel["naam"]: deel["waarde"] for deel in widget["delen"]}
    waarde = veld.value()
    if waarde is None or waarde is False:
        return {}
    return {veld.html_name: waarde}


def datumdelen(veld, dag):
    return {f"{veld}_dag": str(dag.day), f"{veld}_maand": str(dag.month), f"{veld}_jaar": str(dag.year)}
