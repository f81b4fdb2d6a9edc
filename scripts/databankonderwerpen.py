"""By which subject `scripts/databank.py` orders what the database holds: each function once, in order of reading."""

from __future__ import annotations

from typing import NamedTuple


class Onderwerp(NamedTuple):
    """One file of docs/databank/. `tabellen` are beginnings of names of tables and views; the longest decides."""

    bestand: str
    titel: str
    functies: str = ""
    tabellen: str = ""


ONDERWERPEN = (
    Onderwerp(
        "wie-vraagt",
        "Who asks: the user of a transaction, their roles and teams",
        "uid begin open_verzoek een_zaak aanmelder mijn_rollen mijn_teams mijn_zaakteams rollen_van teams_van"
        " heeft_rol heeft_zaakrol zaakrollen eis_huidige eis_beheerder eis_aanmelder weiger",
    ),
    Onderwerp(
        "lezen",
        "Who sees a zaak and who may write in it",
        "ziet_zaak mag_wijzigen mijn_zaken mijn_uitsluitingen uitsluitingen_van heeft_eigen_rij zaakbeleid"
        " bureau eis_zicht"
        " lezers leest eis_lezer _andere_lezer _leest_blijvend ververs_gebruikers",
        "eigen_toekenningen eigen_noodtoegangen",
    ),
    Onderwerp("zaak", "The zaak itself: its policies, triggers and constraints", "", "zaken_zaak"),
    Onderwerp(
        "registreren",
        "Registering, drafts, keys, annulling, destroying",
        "open_zaak verwijder_concept sleutel_in_gebruik annulering_blijft vernietig_sleutel",
        "zaken_concept zaken_datasleutel zaken_sleutelversie zaken_nummerreeks zaken_invoer zaken_kwalificatie"
        " zaken_persoon",
    ),
    Onderwerp(
        "toekennen",
        "Granting: sharing, assigning, ending",
        "verleen beeindig wijs_toe _ken_toe _schrijf_toekenning _geef_zonder_reden eis_kiesbaar eis_rol_voor"
        " _past_bij"
        " toewijsbaren toewijsbaren_buiten_coid _neem_zaak _houd_gebruiker",
        "zaken_toekenning",
    ),
    Onderwerp(
        "wie-had-toegang",
        "Who had access, who read it, who changed it",
        "toegang_van_zaak toekenningen_van_zaak _besloten_tot noteer_einde_van_toegang noteer_team_van_zaak"
        " lezers_van_zaak"
        " laatste_wijziger",
    ),
    Onderwerp(
        "uitsluiten",
        "Excluding who is involved",
        "sluit_uit hef_uitsluiting_op _sluit_overal_uit _sluit_ook_uit _sluit_mee_uit _mag_uitsluiten"
        " _neemt_waar werkt_met _eis_werkt_met _balie_leest_niet"
        " _eis_toezicht _toezicht_blijft uitsluitingen_van_zaak uitgesloten_sinds",
        "zaken_uitsluiting",
    ),
    Onderwerp(
        "zonder-lezer",
        "No zaak without a reader",
        "zaak_houdt_lezer zaak_sluit_na_rol _laat_achter _zonder_lezer aantal_zonder_lezer geef_lezer"
        " zaken_zonder_lezer",
    ),
    Onderwerp(
        "verzegelen",
        "Sealing and unsealing",
        "verzegel _verzegel_ook _verzegel_mee _verzegel_aan_niemand staat_buiten_coid _houd_lezers"
        " verzegeld_blijft_buiten verzegeld_gaat_dicht"
        " vraag_ontzegeling beslis_ontzegeling gaat_mee_open _gaat_mee_open _behandelt",
        "zaken_ontzegeling",
    ),
    Onderwerp(
        "doorgeleiden",
        "Doorgeleiden, coming back, linking",
        "mag_doorgeleiden geleid_door sluit_doorgeleiding is_doorgeleid doorgeleid_uit_status doorgeleid_heeft_lezer"
        " open_terugweg terug_is_geannuleerd komt_nu_terug _zet_terug annuleren_laat_niets_los koppeling_blijft",
        "zaken_zaakkoppeling",
    ),
    Onderwerp(
        "samenvoegen",
        "Merging, and the zaken of one event",
        "samenvoegen_in_wat_men_ziet samenvoegen_sluit_mee _maak_los _andere_van_groep _als_niemand _weer",
    ),
    Onderwerp(
        "overdragen",
        "Handing over and substituting",
        "draag_over stel_waarneming_in beeindig_waarneming _beeindig_waarneming volg_waarneming _geef_waar"
        " _geef_alsnog_waar waarnemer_buiten_coid deling_loopt_door"
        " _mag_overdragen _mag_waarneming_beeindigen _bereik _eis_opvolger mijn_waarnemingen waarnemingen"
        " opvolgers overdracht_stand",
        "zaken_waarneming",
    ),
    Onderwerp(
        "herzien",
        "The monthly review of grants by the lead of a team",
        "leidt_team mijn_geleide_teams te_herzien _te_herzien herzie_team herzieningen",
        "zaken_herziening",
    ),
    Onderwerp(
        "noodtoegang",
        "Noodtoegang of auditors and privacy officers",
        "heeft_noodrol eis_noodrol noodtoegang_uren open_noodtoegang _noodtoegang_melden_aan beeindig_noodtoegang"
        " beoordeel_noodtoegang gelezen_met_noodtoegang _neem_noodtoegang sluit_verlopen_noodtoegangen"
        " _sluit_verlopen_noodtoegangen",
        "zaken_noodtoegang",
    ),
    Onderwerp(
        "vier-ogen",
        "Four eyes: what takes a second person",
        "stel_voor beslis_voorstel vier_ogen eis_alleen tweede_personen _tweede_personen _vier_ogen_kan"
        " _begin_met_vier_ogen"
        " _eis_nog_vier_ogen volg_vier_ogen",
        "gebruikers_voorstel gebruikers_vierogenstand",
    ),
    Onderwerp(
        "gebruikers",
        "Accounts, roles and teams",
        "maak_gebruiker _maak_gebruiker wijzig_gebruiker _wijzig_gebruiker oude_namen activeer_gebruiker"
        " deactiveer_gebruiker noteer_weigering"
        " neem_gebruiker zet_rollen _zet_rollen _rollen_van rollen_gaan_samen aantal_botsende_accounts"
        " rollen_overzicht _rol_leest _past_in_team _heeft_een_van"
        " maak_team wijzig_team zet_lidmaatschap beeindig_lidmaatschap leden_overzicht",
        "gebruikers_",
    ),
    Onderwerp(
        "aanmelden",
        "Signing in: passwords, second steps, sessions, accounts of the organisation",
        "wachtwoord_van_zichzelf noteer_wachtwoord noteer_wachtwoordmail onbruikbaar_wachtwoord"
        " tweede_factoren noteer_tweede_factor wis_tweede_factor _wis_tweede_factor beeindig_sessies"
        " beeindig_sessies_van"
        " oidc_gebruiker koppel_oidc zet_rollen_van_bron mijn_organisatieaccount organisatieaccount_van"
        " maak_organisatie_los maak_organisatie_los_van _maak_organisatie_los",
        "gebruikers_sessie gebruikers_oidcidentiteit mfa_ account_",
    ),
    Onderwerp(
        "logboek",
        "The log and its seals",
        "noteer noteer_zaak _log_zaak noteer_casusdag logmoment zaak_van_nummer zaaknummers",
        "logboek_",
    ),
    Onderwerp(
        "na-sluiting",
        "History of fields, closed zaken, dates that agree",
        "moment_is_nu stap_is_gezet "
        "volg_velden is_gesloten gesloten_vraagt_reden gesloten_houdt_dag reden_na_sluiting datums_kloppen",
        "zaken_veldwijziging zaken_statuswijziging zaken_notitie",
    ),
    Onderwerp(
        "termijnen",
        "Terms, norms and reminders",
        "norm_blijft haal_komende_norm_weg herinner",
        "zaken_termijn zaken_norm zaken_gelijkgesteldedag zaken_herinnering zaken_herinnerronde",
    ),
    Onderwerp(
        "berichten",
        "Messages and mail",
        "bericht _meld_beheer meld_voorstel meld_besluit meld_noodtoegang toezicht_gaat_weg _houdt_toezicht"
        " meld_oordeel meld_ingelezen meld_ontzegeling mail_opnieuw",
        "berichten_ post_",
    ),
    Onderwerp(
        "signalen",
        "Signals: advice asked, and what belongs elsewhere",
        "is_balie mag_kwalificeren leest_wat_het_was signaal_blijft signaal_terug signaal_weer_zaak",
        "zaken_signaal",
    ),
    Onderwerp(
        "zoeken",
        "Search",
        "zoek_zaken zoek_binnen zoek_personen zet_zoektokens voeg_zoektokens_toe zet_persoontokens zet_zoekrij"
        " volg_zaak_in_zoekindex"
        " vergeet_persoon zoekaandeel zoekjaren zoekmaand eerste_dag zoeksleutels zoektermen",
        "zaken_zoekindex zaken_persoonindex",
    ),
    Onderwerp("filters", "Kept filters", "", "zaken_bewaardfilter zaken_standaardfilter"),
    Onderwerp(
        "meldingen",
        "Meldingen",
        "melding_overgang melding_gesloten melding_tegenspraken melding_bericht_of_reden afdoeningen_kloppen"
        " heropenen_vraagt_twee team_heeft_lezers",
        "meldingen_",
    ),
    Onderwerp(
        "klachten",
        "Klachten",
        "klacht_overgang klacht_gesloten klacht_tegenspraken klacht_oordeel_past oordeel_past",
        "klachten_",
    ),
    Onderwerp(
        "misstanden",
        "Misstanden",
        "misstand_overgang misstand_gesloten misstand_tegenspraken misstand_is_geheim",
        "misstanden_",
    ),
    Onderwerp(
        "onderzoeken",
        "Onderzoeken",
        "onderzoek_overgang onderzoek_gesloten conclusies_vast",
        "onderzoeken_",
    ),
    Onderwerp(
        "casussen",
        "Casussen of vertrouwenspersonen, and counting them",
        "casus_codes_kloppen tel_casussen tel_nieuwe_casusjaren tel_casusjaar_opnieuw _tel_casusjaar"
        " _laatste_casusjaar"
        " _eerste_casusjaar _casussen_per_thema _casussen_verschil",
        "vertrouwenspersonen_",
    ),
    Onderwerp("cijfers", "What the year figures read", "", "cijfers_ rapportages_"),
    Onderwerp("codelijsten", "Code lists", "code_blijft code_gelogd _zet_label wijzig_label", "codelijsten_"),
    Onderwerp(
        "taken",
        "Long work, and bringing a file",
        "bestanden_verlopen klaar_na_uitsluiting",
        "achtergrond_ inlezen_",
    ),
    Onderwerp("overige", "Tables of Django and its packages"),
)
