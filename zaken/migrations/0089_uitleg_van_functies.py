"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "aantal_zonder_lezer": "How many zaken nobody reads, for a beheerder: a number only.",
    "_als_niemand":
        "From here on nobody acts, so that history does not name who does not see the zaak; gives who did, for app._weer.",
    "_andere_helften": "The other zaken of the same event: merged with it, or where it went and came from.",
    "_andere_lezer": "Whether anybody but this person reads the zaak for good; as app.lezers, for one zaak at a time.",
    "_andere_van_groep":
        "The zaken of the same event, by merging and, if asked, by handing over; without the merge of one.",
    "annuleren_laat_niets_los":
        "Of one event one zaak counts: unseen others go on where they were, seen ones refuse the annulment.",
    "annulering_blijft": "An annulled zaak stays annulled.",
    "_balie_leest_niet": "Whether this was the last of the team that owns the zaak who could read it.",
    "beeindig": "Ends a grant; never that of the behandelaar, nor the last reader. Gives whose it was.",
    "beeindig_noodtoegang": "Ends a noodtoegang; by who opened it or anybody else who may open one.",
    "_beeindig_waarneming": "Ends a substitution and the grants that came of it.",
    "beeindig_waarneming":
        "Ends a substitution; by a beheerder, who leads its teams, or either of the two. Gives who substituted.",
    "beoordeel_noodtoegang": "Reviews a noodtoegang that is over, once, never one's own.",
    "_bereik": "Of which teams the current user may arrange zaken between these two: NULL is all, for a beheerder.",
    "beslis_ontzegeling":
        "Agrees (never who asked), refuses with a reason, or takes back. Agreeing takes the seal off and nothing else.",
    "_besloten_tot": "Until when the reasons of grants were written for the closed circle; NULL: never unsealed.",
    "bureau": "The kind of team that owns a new zaak; NULL: a team of handlers that the registrar is in.",
    "datums_kloppen":
        "Of each pair of dates the first never lies after the second, and what was done does not lie ahead.",
    "doorgeleid_heeft_lezer":
        "Logs the exclusions that came along, and refuses (JID32) when nobody of the new desk could read it.",
    "doorgeleid_uit_status":
        "The link holds the status that the old zaak really had: that is what annulling puts back.",
    "draag_over":
        "Gives what somebody handles, and what nobody else reads, to a successor; their other grants end. Gives how many.",
    "eerste_dag": "The first day of such a month.",
    "eis_kiesbaar": "Refuses (JID02) who is inactive, has no zaakrol, or is excluded from the zaak.",
    "eis_lezer": "Refuses (JID03) when nobody could read the zaak any more.",
    "eis_noodrol": "Refuses (JID01) unless the current user may open a noodtoegang.",
    "_eis_opvolger":
        "Refuses who may not arrange this (JID01) or a successor who handles no zaken (JID02); holds the successor.",
    "eis_rol_voor": "Refuses (JID02) who has no role for this purpose of this kind of zaak.",
    "_eis_toezicht": "Refuses (JID31) when nobody would keep watch over the zaak.",
    "eis_zicht": "Refuses (JID01) unless the current user sees the zaak.",
    "_gaat_mee_open": "What was merged with a zaak and opens along with it: who asks and who agrees work with it both.",
    "gaat_mee_open": "The numbers of what opens along, for who asks or agrees.",
    "geef_lezer": "Gives what nobody reads, unseen, to somebody who may have it; by a beheerder. Gives how many went.",
    "_geef_waar": "Gives a substitute one zaak until the substitution ends; false when they may not have it.",
    "_geef_zonder_reden":
        "Gives a grant among many at once, without a reason of its own; of a sealed zaak only outside COID.",
    "geleid_door":
        "Hands a zaak to another register: number, key, desk, exclusions and link. Gives the new zaaknummer.",
    "gelezen_met_noodtoegang": "What was read with a noodtoegang, for who reviews it.",
    "gesloten_houdt_dag": "A closed zaak keeps the days on which it was handled and closed.",
    "gesloten_vraagt_reden": "A closed zaak changes by reopening, or with a reason in the same transaction.",
    "haal_komende_norm_weg":
        "Removes the last value of a norm before it begins; the one before runs on. By a beheerder.",
    "heeft_eigen_rij":
        "Whether the current user has a grant or a noodtoegang on this zaak and is not excluded; for a page of one zaak.",
    "heeft_noodrol": "Who may open a noodtoegang: an auditor or privacy officer without a zaakrol.",
    "heeft_zaakrol()": "Whether the current user has a role that can hold a grant on a zaak.",
    "hef_uitsluiting_op": "Takes an exclusion off in one zaak, by who sees it.",
    "herinner": "Reminds behandelaar or leads of terms that end soon: one message per person, term and last day.",
    "herzie_team":
        "Keeps that a lead went through the grants of a team, and ends those of these people. Gives what ended.",
    "herzieningen": "For a beheerder: every team with members, who leads it, and what its lead said last. No zaken.",
    "_houd_gebruiker":
        "Holds an account against app.neem_gebruiker: its roles and teams stay until the end of the transaction.",
    "_houd_lezers":
        "Holds who has a grant on the zaak, so that who of them stands outside COID stays so until the commit.",
    "is_balie": "Whether a team is a desk, which can keep signals.",
    "is_doorgeleid": "Whether a zaak that one sees was handed to another register; for the steps of the registers.",
    "is_gesloten":
        "Whether a zaak is closed, as its register says by app.<soort>_gesloten; false for what is not visible.",
    "_ken_toe": "Gives a grant with a reason; of a sealed zaak only to somebody outside COID.",
    "komt_nu_terug": "Whether a zaak comes back in this transaction; for the steps of the registers.",
    "koppeling_blijft": "A link that ended stays ended.",
    "_laat_achter": "Whether somebody without access would leave a zaak that nobody reads, by grant or in these teams.",
    "laatste_wijziger": "Who changed the zaak or a person in it last, for the message about a conflict.",
    "leest": "Whether somebody is a lasting reader of this zaak, for who sees it.",
    "_leest_blijvend":
        "Whether somebody works with the zaak by a running grant: active account, zaakrol, not excluded.",
    "leidt_team": "Whether the current user leads this active team.",
    "lezers": "Everybody who could read the zaak for good: by team, or by a grant without an end.",
    "lezers_van_zaak": "Who read the zaak, newest first, for its behandelaar alone.",
    "_log_zaak": "Writes an event of a zaak that is about no other object.",
    "logmoment": "The moment of an event is that of the database, and reading with noodtoegang is logged as such.",
    "_maak_los": "Undoes that an unseen zaak was merged, and puts it back where it was.",
    "mag_doorgeleiden":
        "Which register may hand over to which. An onderzoek is ordered, it does not come from somewhere.",
    "mag_kwalificeren": "Who may answer what a signal is.",
    "_mag_overdragen": "A beheerder, or the lead of a team that both are in; never to oneself.",
    "_mag_uitsluiten":
        "Recht.UITSLUITEN of zaken/toegang.py: not for who only completes what was registered for the desk of another.",
    "_mag_waarneming_beeindigen": "Either of the two, a beheerder, or who leads each of the teams that it is for.",
    "mag_wijzigen":
        "Who may write in a zaak: by team or grant, not excluded. Whoever merely sees more some day, does not write by it.",
    "_meld_beheer":
        "Tells every beheerder what needs one (zonder_lezer, zonder_toezicht), once as long as it is unread.",
    "mijn_geleide_teams": "The teams that the current user leads, and when each was gone through last.",
    "mijn_uitsluitingen": "The zaken from which the current user is excluded.",
    "mijn_waarnemingen": "For whom the current user substitutes now.",
    "mijn_zaakteams": "The teams of the current user that count for zaken: all, with a zaakrol.",
    "mijn_zaken": "The zaken on which the current user has a running grant.",
    "_neem_noodtoegang": "Locks a noodtoegang that the current user may know of; what ran out is ended first.",
    "_neem_zaak": "Locks a zaak that the current user sees, and asks again after waiting.",
    "_noodtoegang_melden_aan":
        "Who is told and may review: every other auditor and privacy officer who can sign in and is not involved.",
    "noodtoegang_uren": "How many hours a noodtoegang lasts at most today.",
    "norm_blijft": "A norm that has begun never changes: terms were computed with it.",
    "noteer_einde_van_toegang":
        "Writes in the trail of the zaak that a grant ended and why; no function can forget it.",
    "noteer_team_van_zaak": "Writes in the trail of the zaak which team lost it and which got it.",
    "open_noodtoegang":
        "Opens a zaak by its number to an auditor or privacy officer for some hours; all others are told. Gives the zaak.",
    "open_terugweg":
        "Ends the link of a zaak that is about to be annulled, for who works with the old one too; gives the old one.",
    "open_zaak": "Registers a zaak: number, key, desk and the grant of the registrar in one go. Gives the zaaknummer.",
    "opvolgers": "To whom the current user may hand over what somebody has.",
    "overdracht_stand":
        "How many zaken somebody handles and of how many they are the last reader; numbers, for a beheerder.",
    "_past_bij":
        "Whether somebody may have this zaak for this purpose: role, seal, exclusion; never arranged by who is excluded.",
    "reden_na_sluiting": "The moment of such a reason is that of the transaction, whatever the writer says.",
    "samenvoegen_in_wat_men_ziet":
        "A zaak is merged into one of the same kind that its writer works with, standing for itself.",
    "samenvoegen_sluit_mee":
        "What is merged shares its exclusions and its seal; refused (JID26) when the behandelaar may not have the other.",
    "_schrijf_toekenning":
        "Writes the row of a grant in the place of a running one of the same person. The caller asked whether it may.",
    "signaal_blijft": "A signal that was annulled or became a zaak stays so, until that zaak was annulled.",
    "signaal_terug":
        "An annulled zaak gives its signal back; where it was sealed or excludes somebody, to its own readers alone.",
    "sleutel_in_gebruik": "Whether a key belongs to a zaak, draft, signal or noodtoegang: nothing new may take it.",
    "sleutel_van_zaak":
        "Whether a key belongs to a zaak: a draft that pointed at it would give it back to who lost sight.",
    "sluit_doorgeleiding": "Ends the grant that whoever handed over had for one transaction.",
    "_sluit_mee_uit":
        "Writes that exclusion as nobody. The last reader gone, the zaak goes back to its desk; false: nobody reads it.",
    "_sluit_ook_uit":
        "Excludes somebody from one zaak of the event, whether the caller sees it or not; the caller hears nothing of it.",
    "_sluit_overal_uit": "Excludes somebody from this zaak and the others of its event, each once.",
    "sluit_uit": "Excludes somebody from a zaak and from all others of its event; ends their access.",
    "_sluit_verlopen_noodtoegangen":
        "Ends what ran out (one, or all with NULL) with the moment it ran out, by nobody. Gives how many.",
    "sluit_verlopen_noodtoegangen": "Ends every noodtoegang that ran out; by the worker.",
    "staat_buiten_coid":
        "Whether somebody stands outside COID: in an active team of that kind, and in none of COID or MID.",
    "stel_waarneming_in":
        "Sets a substitute until a day, who gets the zaken of the absent behandelaar. Gives how many.",
    "_te_herzien":
        "The grants that a lead answers for: on zaken of the team that the lead may see, of others than the behandelaar.",
    "te_herzien": "Those grants per person, for the lead of the team.",
    "terug_is_geannuleerd": "A link ends only together with annulling the new zaak.",
    "toegang_van_zaak":
        "Who has and had access, for who sees the zaak; noodtoegang and reasons of then for its behandelaar alone.",
    "toekenningen_van_zaak":
        "Who has a grant now, for who sees the zaak; reasons of the closed circle for its behandelaar alone.",
    "toewijsbaren_buiten_coid": "Colleagues whom a sealed zaak can be given to.",
    "_toezicht_blijft":
        "Whether an exclusion leaves an auditor, a privacy officer and two of both; the only one may be involved as anybody.",
    "uitgesloten_sinds":
        "Whether the current user was excluded from anything since: a file that was made before is made anew.",
    "uitsluitingen_van": "The exclusions of the current user, who is named: another is an error.",
    "uitsluitingen_van_zaak": "Who is excluded and on what ground, for who sees the zaak.",
    "vergeet_persoon": "Removes the tokens of a person that is deleted.",
    "verleen": "Shares a zaak with a colleague, with a reason and until a day; never with oneself or the behandelaar.",
    "vernietig_sleutel":
        "Destroys the content of a closed or annulled zaak by its key (JID06: open, or gone). For named jobs only.",
    "ververs_gebruikers":
        "Keeps the hint on a zaak: who might read it by a row of their own. Stale or forged, it hides and never shows.",
    "verwijder_concept": "Removes a draft of one's own together with its key.",
    "verzegel": "Seals a zaak and all others of its event to a behandelaar outside COID; access inside COID ends.",
    "_verzegel_aan_niemand":
        "Seals an unseen zaak to nobody: a behandelaar outside COID stays, whoever sealed gets nothing.",
    "_verzegel_mee":
        "Seals an unseen zaak to the behandelaar and ends access inside COID. The caller asked whether he may have it.",
    "_verzegel_ook":
        "Seals one more zaak of the event, seen or not; who seals to himself gets no more than he could seal there himself.",
    "verzegeld_blijft_buiten": "Who holds a sealed zaak stays outside COID.",
    "voeg_zoektokens_toe": "Adds search tokens to a zaak that one sees: for a text that only grows.",
    "volg_velden":
        "Writes every change of a field into the history, with the encrypted value left out. No session can switch it off.",
    "volg_waarneming": "Whoever gets a zaak and is away: the substitute gets it too, and loses it along.",
    "volg_zaak_in_zoekindex":
        "Another month of receipt moves the tokens along; with its key the tokens of a zaak go too.",
    "vraag_ontzegeling": "Asks to take the seal off, with a reason; by who works with the zaak.",
    "waarnemingen": "Running substitutions: one's own, all for a beheerder, those of members for a lead.",
    "_weer": "From here on this person acts again.",
    "wijs_toe": "Assigns a zaak to a behandelaar and a team of handlers; the desk and the former one lose it.",
    "zaak_houdt_lezer": "Closing an account, taking its roles or a membership never leaves a zaak that nobody reads.",
    "zaak_van_nummer": "The zaak of a number, for an auditor, also when only the log remembers it.",
    "zaakbeleid":
        "The roles for one purpose of one kind of zaak (BELEID in zaken/toegang.py); NULL lets nobody through.",
    "zaaknummers": "The numbers of zaken, for an auditor, but for those that the auditor is excluded from.",
    "zaken_zonder_lezer":
        "Accounts that can read nothing any more and hold the last grant of a zaak: names and numbers, for a beheerder.",
    "zet_persoontokens": "Writes the search tokens of a person in a zaak that one sees.",
    "_zet_terug":
        "Puts an unseen zaak back in a status as the services do: its fields, terms and history; by nobody, logged.",
    "zet_zoekrij": "Keeps the month of receipt and the round of rebuilding beside the tokens of a zaak.",
    "zet_zoektokens": "Writes the search tokens of a zaak that one sees.",
    "ziet_zaak":
        "Who sees a zaak by team or grant: the plain truth for one zaak, without hints. Noodtoegang is not in it.",
    "zoek_personen": "The zaken that one sees in which a person of this name stands, for who may ask.",
    "zoek_zaken":
        "The zaken that hold all these words, pass the filters and may be seen, in the order of a date, after a key.",
    "zoekaandeel": "Which share of the zaken holds the rarest of these words, as the statistics know it.",
    "zoekjaren": "How many zaken of each year hold the rarest of these words, as the statistics know it.",
    "zoekmaand": "A day as a month: twelve times the year, plus the month from 0.",
    "zoeksleutels": "Tokens as the index holds them for one year.",
    "zoektermen": "What the index holds of a row: its tokens for the year of receipt, and the month.",
    "_zonder_lezer": "The zaken that nobody reads and nobody who left still holds.",
}


class Migration(migrations.Migration):
    dependencies = [("zaken", "0088_datums_in_woorden")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
