"""Which address answers what."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from jid import views
from jid.componenten import componenten
from zaken.schermen import overdracht
from zaken.schermen.adres import zaakadres
from zaken.schermen.herziening import team
from zaken.schermen.ingelezen import ingelezen
from zaken.schermen.werk import mijn_werk

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("toegankelijkheid/", views.toegankelijkheid, name="toegankelijkheid"),
    path("componenten/", componenten, name="componenten"),
    path("hulp/", views.hulp, name="hulp"),
    path("sneltoetsen/", views.sneltoetsen, name="sneltoetsen"),
    path(".well-known/security.txt", views.beveiliging_txt, name="beveiliging_txt"),
    path("gezond/leeft/", views.leeft, name="leeft"),
    path("gezond/klaar/", views.klaar, name="klaar"),
    path("bewaren/", views.bewaren, name="bewaren"),
    path("mijn-werk/", mijn_werk, name="mijn_werk"),
    path("", include("zaken.schermen.kwalificatie.urls")),
    path("zaken/<uuid:pk>/", zaakadres, name="zaak"),
    path("berichten/", include("berichten.urls")),
    path("taken/", include("achtergrond.urls")),
    path("inlezen/", include("inlezen.urls")),
    path("ingelezen/<uuid:pk>/", ingelezen, name="ingelezen"),
    path("mijn-werk/teams/<int:pk>/", team, name="team_toegang"),
    path("overdracht/zonder-lezer/", overdracht.zonder_lezer, name="zonder_lezer"),
    path("overdracht/<int:pk>/", overdracht.overdragen, name="overdragen"),
    path("overdracht/<int:pk>/waarneming/", overdracht.waarneming, name="waarneming"),
    path(
        "overdracht/<int:pk>/waarneming/beeindigen/",
        overdracht.waarneming_beeindigen,
        name="waarneming_beeindigen",
    ),
    path("meldingen/", include("meldingen.urls")),
    path("klachten/", include("klachten.urls")),
    path("misstanden/", include("misstanden.urls")),
    path("onderzoeken/", include("onderzoeken.urls")),
    path("casussen/", include("vertrouwenspersonen.urls")),
    path("jaarcijfers/", include("rapportages.urls")),
    path("beheer/codelijsten/", include("codelijsten.urls")),
    path("beheer/termijnen/", include("zaken.instellingen.urls")),
    path("beheer/mail/", include("post.urls")),
    path("beheer/", include("jid.urls_beheer")),
    path("akkoord/", include("gebruikers.beheer.urls_akkoord")),
    path("noodtoegang/", include("zaken.noodtoegang.urls")),
    path("logboek/", include("logboek.urls")),
    path("", include("gebruikers.aanmelden.urls")),
]
handler400 = "jid.views.slecht_verzoek"
