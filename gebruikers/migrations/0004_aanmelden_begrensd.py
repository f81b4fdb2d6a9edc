"""Row security for accounts and teams; mail addresses follow the account by trigger alone.

Sign-in reads an account before anybody is known, so everybody may select; changing is for oneself, or for nobody
yet (a sign-in and a password reset start anonymous). Without this, one forgotten filter could set the password of
a colleague, and a row in `account_emailaddress` could send a reset mail for one account to another address.
"""

from django.db import migrations

SQL = """
ALTER TABLE gebruikers_gebruiker ENABLE ROW LEVEL SECURITY;
ALTER TABLE gebruikers_team ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_emailaddress ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_emailconfirmation ENABLE ROW LEVEL SECURITY;

CREATE POLICY lezen ON gebruikers_gebruiker FOR SELECT TO jid_web, jid_worker USING (true);
CREATE POLICY zichzelf ON gebruikers_gebruiker FOR UPDATE TO jid_web
  USING ((SELECT app.uid()) IS NULL OR id = (SELECT app.uid()));
CREATE POLICY lezen ON gebruikers_team FOR SELECT TO jid_web, jid_worker USING (true);

REVOKE INSERT, UPDATE, DELETE ON account_emailaddress FROM jid_web;
REVOKE ALL ON account_emailconfirmation FROM jid_web;
REVOKE ALL ON SEQUENCE account_emailaddress_id_seq, account_emailconfirmation_id_seq FROM jid_web;
CREATE POLICY lezen ON account_emailaddress FOR SELECT TO jid_web USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0003_gebruikersbeheer")]
    operations = [migrations.RunSQL(SQL)]
