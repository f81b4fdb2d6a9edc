"""A small world of zaken that hang together, and what people do in it, through the services."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from gebruikers import services as gebruikers
from gebruikers.fouten import in_woorden
from gebruikers.models import Lidmaatschap, OidcIdentiteit, Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_koppeling, maak_melding, maak_toekenning
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from tests.hulp.doorgeleiden import VANUIT, overdracht
from tests.hulp.wie import als, fabriek
from zaken.models import Signaal, Uitsluiting, Waarneming, Zaak, Zaakkoppeling
from zaken.register import register_van
from zaken.services import herziening, inhoud, kwalificatie, ontzegelen, toegang
from zaken.services import overdracht as overdragen
from zaken.services.doorgeleiden import geleid_door
from zaken.services.status import wijzig_status

STRAKS = timedelta(days=5)


def vraag(opdracht, *waarden):
    with connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)
        return cursor.fetchall() if cursor.description else []


def maak_wereld():
    """Where acts reach further than one zaak: merged, sealed, doorgeleid, substituted, once a signal."""
    w = SimpleNamespace()
    with fabriek():
        w.intake, w.balie, w.team, w.elders = (
            maak_team(soort=soort)
            for soort in (
                Team.Soort.INTAKE, Team.Soort.MISSTANDEN, Team.Soort.BEHANDELING, Team.Soort.BUITEN_COID
            )
        )  # fmt: skip
        w.beheerder = maak_gebruiker(Rol.BEHEERDER, naam="beheerder")
        i1, i2 = (maak_gebruiker(Rol.INTAKE, Rol.ADVISEUR, naam=n, teams=[w.intake]) for n in ("i1", "i2"))
        m1, m2 = (maak_gebruiker(Rol.MISSTANDEN, Rol.ADVISEUR, naam=n, teams=[w.balie]) for n in ("m1", "m2"))
        b, r, x = (maak_gebruiker(Rol.ADVISEUR, naam=n, teams=[w.team]) for n in "brx")
        lead = maak_gebruiker(Rol.ONDERZOEKER, naam="lead")
        Lidmaatschap.objects.create(team=w.team, gebruiker=lead, is_teamleider=True)
        p, q = (maak_gebruiker(Rol.ADVISEUR, Rol.MISSTANDEN, naam=n, teams=[w.elders]) for n in "pq")
        w.lead = lead
        w.mensen = [i1, i2, m1, m2, b, r, x, lead, p, q]
        w.buiten = [p, q]
        OidcIdentiteit.objects.bulk_create(
            OidcIdentiteit(gebruiker=wie, issuer="https://i.example", onderwerp=str(wie.pk))
            for wie in w.mensen
        )
        tot, waarnemingen = timezone.now() + STRAKS, []
        for voor, waarnemer, teams in ((b, r, [w.team.pk]), (x, lead, None)):
            waarneming = Waarneming(
                id=uuid4(), voor=voor, waarnemer=waarnemer, reden="verlof", ingesteld_op=timezone.now(),
                ingesteld_door=w.beheerder, verloopt_op=tot, teams=teams,
            )  # fmt: skip
            waarneming.save(force_insert=True)
            waarnemingen.append(waarneming)
        in_ = {"status": VANUIT["melding"], "anonimiteit": "vertrouwelijk"}
        weg = {**in_, "status": "samengevoegd"}
        w.over = maak_melding(behandelaar=b, lezers=(b, r), **in_)
        w.dubbel = maak_melding(behandelaar=r, lezers=(r,), samengevoegd_met=w.over, **weg)
        w.van_team = maak_melding(team=w.team, behandelaar=b, lezers=(b, p), **in_)
        maak_toekenning(w.van_team, r, waarneming=waarnemingen[0], verloopt_op=tot)
        w.los = maak_melding(team=w.intake, **in_)
        van_q = maak_melding(behandelaar=q, lezers=(q,), samengevoegd_met=w.van_team, **weg)
        w.zegel = maak_melding(verzegeld=True, behandelaar=p, lezers=(p, q), **in_)
        w.zegel_dubbel = maak_melding(
            verzegeld=True, behandelaar=p, lezers=(p, q), samengevoegd_met=w.zegel, **weg
        )
        w.oud = maak_melding(team=w.intake, lezers=(b,), **{**in_, "status": "doorgeleid"})
        w.nieuw = maak_zaak("misstand", behandelaar=m1, lezers=(m1, m2), status=VANUIT["misstand"])
        koppeling = maak_koppeling(w.oud, w.nieuw, "doorgeleid")
        Zaakkoppeling._base_manager.filter(pk=koppeling.pk).update(van_status=VANUIT["melding"])
        w.zaken = [w.over, w.dubbel, w.van_team, w.los, w.zegel, w.zegel_dubbel, w.oud, w.nieuw, van_q]
        was = maak_melding(team=w.intake, geannuleerd_op=timezone.now(), geannuleerd_door=i1, **in_)
        sluit_uit_zonder_dienst(was, i2)
    with als(i1):
        w.signaal = kwalificatie.leg_signaal_vast(
            soort=Signaal.Soort.ADVIESVRAAG, ontvangen_op=date(2024, 11, 2), onderwerp="o", reden="r", triage={}, door=i1
        )  # fmt: skip
    with fabriek():
        Signaal._base_manager.filter(pk=w.signaal.pk).update(was_zaken=[was.pk])
    w.was_ooit = [was.pk]
    return w


class Stap:
    """Who does what to which zaak with whom."""

    def __init__(self, w, wie, zaak, ander, tweede, kies):
        self.w, self.wie, self.ander, self.kies = w, wie, ander, kies
        self.rij, self.tweede = zaak, tweede

    @property
    def zaak(self):
        return Zaak.objects.zichtbaar_voor(self.wie).select_related("sleutel").get(pk=self.rij.pk)

    def sluit_uit(self):
        toegang.sluit_uit(
            zaak=self.zaak, gebruiker=self.ander, grond=Uitsluiting.Grond.BETROKKEN, door=self.wie
        )

    def hef_op(self):
        toegang.hef_uitsluiting_op(zaak=self.zaak, gebruiker=self.ander, door=self.wie)

    def verzegel(self):
        behandelaar = self.wie if self.kies % 2 else self.w.buiten[self.kies // 2 % 2]
        toegang.verzegel(zaak=self.zaak, behandelaar=behandelaar, reden="r", door=self.wie)

    def wijs_toe(self):
        team = self.w.team if self.kies % 2 else None
        toegang.wijs_toe(zaak=self.zaak, behandelaar=self.ander, team=team, reden="r", door=self.wie)

    def deel(self):
        nu = timezone.now()
        tot = nu + STRAKS / 2 if self.kies % 2 else None
        toegang.verleen(zaak=self.zaak, aan=self.ander, reden="r", verloopt_op=tot, nu=nu, door=self.wie)

    def beeindig(self):
        zaak = self.zaak
        lezers = toegang.toegangslijst(zaak).lezers
        if lezers:
            weg = lezers[self.kies % len(lezers)].toekenning
            toegang.beeindig(zaak=zaak, toekenning=weg, door=self.wie)

    def annuleer(self):
        inhoud.annuleer(zaak=self.zaak, reden="r", door=self.wie)

    def voeg_samen(self):
        andere = Melding.objects.zichtbaar_voor(self.wie).get(pk=self.tweede.pk)
        self._status("samengevoegd", {"samengevoegd_met": andere})

    def maak_los(self):
        self._status("in_beoordeling", {})

    def _status(self, naar, gegevens):
        if self.rij.soort != Zaak.Soort.MELDING or self.rij.pk == self.tweede.pk:
            raise PermissionDenied
        wijzig_status(
            register=register_van(Zaak.Soort.MELDING), zaak_id=self.rij.pk, naar=naar, toelichting="r",
            vandaag=localdate(), door=self.wie, gegevens=gegevens,
        )  # fmt: skip

    def geleid_door(self):
        naar = "misstand" if self.rij.soort == Zaak.Soort.MELDING else "melding"
        behandelaar = self.w.buiten[self.kies % 2].pk if self.zaak.verzegeld else None
        nieuw = geleid_door(
            register=register_van(self.rij.soort), zaak_id=self.rij.pk, vandaag=localdate(), door=self.wie,
            overdracht=overdracht(naar, behandelaar=behandelaar),
        )  # fmt: skip
        self.w.zaken.append(nieuw)

    def vraag_ontzegeling(self):
        ontzegelen.vraag_ontzegeling(zaak=self.zaak, reden="r", door=self.wie)

    def stem_in(self):
        zaak = self.zaak
        if (open_ := ontzegelen.open_vraag(zaak)) is None:
            raise PermissionDenied
        ontzegelen.beslis(zaak=zaak, vraag=open_.pk, akkoord=True, door=self.wie)

    def signaal_wordt_zaak(self):
        """Registered by who sees the signal, for the desk or, sealed, for somebody outside COID."""
        with fabriek():
            zaak = maak_melding(
                team=self.w.intake, lezers=(self.wie,), aangemaakt_door=self.wie, status="nieuw"
            )
        wat = kwalificatie.Kwalificatiegegevens(reden="r", signaal=self.w.signaal.pk)
        kwalificatie.kwalificeer(zaak=zaak, gegevens=wat, door=self.wie)
        self.w.zaken.append(zaak)

    def draag_over(self):
        van = self.w.mensen[self.kies % len(self.w.mensen)]
        reden = overdragen.Overdrachtsreden.ANDERS
        overdragen.draag_over(van=van, aan=self.ander, reden=reden, door=self.wie)

    def geef_lezer(self):
        overdragen.geef_lezer(aan=self.ander, door=self.wie)

    def neem_waar(self):
        overdragen.stel_waarneming_in(
            voor=self.w.mensen[self.kies % len(self.w.mensen)], waarnemer=self.ander,
            reden=Waarneming.Reden.VERLOF, verloopt_op=timezone.now() + STRAKS, door=self.wie,
        )  # fmt: skip

    def kom_terug(self):
        overdragen.beeindig_waarneming(voor=self.ander, door=self.wie)

    def loop_na(self):
        herziening.herzie(team_id=self.w.team.pk, beeindig=[self.ander.pk], leden_kloppen=True, door=self.wie)

    def neem_rol(self):
        gebruikers.zet_rollen(gebruiker=self.ander, rollen=[self._over()], door=self.wie)

    def meld_aan(self):
        """The organisation says at signing in that this is the only role, or that there is none."""
        rollen = [(Rol.ADVISEUR, Rol.MISSTANDEN)[self.kies % 2].value] if self.kies % 3 else []
        with in_woorden():
            gebruikers.roep_als_aanmelder("app.zet_rollen_van_bron", rollen, wie=self.ander)

    def _over(self):
        with fabriek():
            rollen = [rol for (rol,) in vraag(
                "SELECT rol FROM gebruikers_roltoekenning WHERE gebruiker_id = %s ORDER BY 1", self.ander.pk
            )]  # fmt: skip
        if not rollen:
            raise PermissionDenied
        return rollen[self.kies % len(rollen)]

    def haal_uit_team(self):
        team = (self.w.intake, self.w.balie, self.w.team, self.w.elders)[self.kies % 4]
        gebruikers.beeindig_lidmaatschap(team=team, gebruiker=self.ander, door=self.wie)


OP_EEN_ZAAK = (
    "sluit_uit", "hef_op", "verzegel", "wijs_toe", "deel", "beeindig", "annuleer", "voeg_samen", "maak_los",
    "geleid_door", "vraag_ontzegeling", "stem_in",
)  # fmt: skip
VAN_DE_LEIDER = ("draag_over", "neem_waar", "loop_na")
VAN_BEHEER = ("draag_over", "geef_lezer", "neem_waar", "kom_terug", "neem_rol", "haal_uit_team")
STAPPEN = (
    *(("zaak", wat) for wat in OP_EEN_ZAAK),
    *(("leider", wat) for wat in VAN_DE_LEIDER),
    *(("beheer", wat) for wat in VAN_BEHEER),
    ("balie", "signaal_wordt_zaak"),
    ("aanmelder", "meld_aan"),
)
