"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "aanmelder": "Who is being signed in by this transaction and is nobody yet; NULL otherwise.",
    "aantal_botsende_accounts": "How many accounts hold roles that do not go together; a number and nobody's name.",
    "activeer_gebruiker":
        "Opens a closed account again, without roles: each is asked for anew. By a beheerder, never of oneself.",
    "adres_volgt_account": "Keeps the one address in the table of allauth equal to that of the account.",
    "beeindig_lidmaatschap": "Takes somebody out of a team; by a beheerder.",
    "beeindig_sessies": "Ends sessions of oneself: the one that is named, or all but the one that is named.",
    "beeindig_sessies_van": "Ends all sessions of somebody; by a beheerder.",
    "begin":
        "Opens the context of one transaction: who asks, and their teams. NULL is the anonymous visitor, who sees nothing.",
    "_begin_met_vier_ogen":
        "Called before a change that could take a second person away, one at a time: whether somebody asks and another agrees now.",
    "beslis_voorstel":
        "Agrees with a proposal and carries it out, refuses it with a reason, or takes back one's own. Gives whose account it is.",
    "deactiveer_gebruiker":
        "Closes an account; its password goes, so no session comes back. By a beheerder, never the last second person.",
    "een_zaak":
        "Whether this request asks for one zaak; it chooses how a policy finds the truth, never what the truth is.",
    "eis_aanmelder": "Refuses unless this is the account that is being signed in.",
    "eis_alleen":
        "Refuses what takes two, unless the first beheerder still works alone because nobody could ever agree.",
    "eis_beheerder": "Refuses unless the current user is a beheerder.",
    "eis_huidige": "Refuses unless this is the current user: a mix-up of actors is an error.",
    "_eis_nog_vier_ogen": "Called after such a change: refused when it took the last second person away.",
    "heeft_rol": "Whether the current user has one of these roles.",
    "heeft_zaakrol(bigint)": "Whether this account has a role that can hold a grant on a zaak.",
    "koppel_oidc":
        "Links the account that is being signed in to one of the organisation, once; false when either is linked already.",
    "leden_overzicht": "Who is in which team: all for a beheerder, the own teams for a lead.",
    "_maak_gebruiker": "Makes the invited account, after the second person agreed.",
    "maak_gebruiker": "Invites somebody, while the first beheerder works alone; later by a proposal.",
    "_maak_organisatie_los":
        "Unlinks an account of the organisation and ends its sessions, after the second person agreed. The roles stay.",
    "maak_organisatie_los":
        "Unlinks one's own account of the organisation; refused without a password, false when there was none.",
    "maak_organisatie_los_van": "Unlinks the account of somebody else, while the first beheerder works alone.",
    "maak_team": "Makes a team; by a beheerder. Says which of code and name exists already.",
    "mijn_organisatieaccount": "Since when the current user is linked to an account of the organisation.",
    "mijn_rollen": "The roles of the current user; of a closed account none.",
    "mijn_teams": "The teams of the current user; of a closed account none.",
    "neem_gebruiker":
        "Locks an account and gives it, so that roles and memberships of one person never change at the same time.",
    "noteer_tweede_factor": "Logs that a second factor was added, changed, used or removed.",
    "noteer_wachtwoord": "Logs that a password changed.",
    "noteer_wachtwoordmail":
        "Logs that a beheerder sends somebody a link to set a password; an invitation while there is none.",
    "oidc_gebruiker": "Whose account it is at the organisation; asked before anybody is known.",
    "onbruikbaar_wachtwoord": "A hash that no password fits, which Django reads as none set.",
    "open_verzoek": "As app.begin, and answers what nearly every page asks next: roles and teams.",
    "organisatieaccount_van": "Since when somebody is linked to an account of the organisation, for a beheerder.",
    "rollen_gaan_samen":
        "Whether one person may have these roles: who manages does not read, who checks does not handle (gebruikers/rollen.py).",
    "rollen_overzicht": "Everybody's roles, for a beheerder alone.",
    "_rollen_van": "The roles of an account, in order.",
    "rollen_van": "The roles of the current user, who is named: another is an error.",
    "stel_voor":
        "Asks a second person: a new account, another address, roles, wiping a second step, unlinking. For seven days.",
    "teams_van": "The teams of the current user, who is named: another is an error.",
    "toewijsbaren": "Colleagues whom a zaak can be given to or shared with, for who handles zaken.",
    "tweede_factoren":
        "Which kinds of second factor somebody has, without what they are; signing in asks it before anybody is known.",
    "_tweede_personen":
        "Who can agree: an active beheerder or privacy officer who can sign in, but for these accounts.",
    "tweede_personen": "Who could agree with the current beheerder.",
    "uid": "Who asks: the current user of this transaction, NULL when nobody.",
    "vier_ogen": "For who asks and who agrees: whether a second person is needed, and whether there is one now.",
    "_vier_ogen_kan": "Whether there are a beheerder who asks and another who agrees, these accounts left out.",
    "volg_vier_ogen": "Keeps that four eyes began, and logs when the second person is gone or back. It never refuses.",
    "wachtwoord_van_zichzelf":
        "The web role changes no password but that of the current user; another is left as it was.",
    "weiger": "Refuses with this code (JID01), which the application puts into words.",
    "_wijzig_gebruiker": "Writes another name or address and logs which of them changed.",
    "wijzig_gebruiker": "Another name, or another address while the first beheerder works alone; by a beheerder.",
    "wijzig_team": "Another name of a team, or closes it when it has no members; by a beheerder.",
    "_wis_tweede_factor":
        "Takes all second factors of an account away and ends its sessions, after the second person agreed.",
    "wis_tweede_factor": "Takes the second factors of somebody else away, while the first beheerder works alone.",
    "zaakrollen": "The roles that can hold a grant on a zaak (gebruikers/rollen.py: ZAAKROLLEN).",
    "zet_lidmaatschap": "Puts somebody else with a zaakrol into a team, or makes them its lead; by a beheerder.",
    "_zet_rollen":
        "Replaces all roles of an account; true when something changed. Without a zaakrol nobody stays in a team.",
    "zet_rollen":
        "Replaces the roles of somebody else; by a beheerder. Taking one away needs nobody else, giving one does.",
    "zet_rollen_van_bron":
        "Replaces the roles of the linked account that is being signed in, as the organisation says.",
}


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0030_rollen_van_toen")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
