"""The web process puts mail ready and never reads it back; a beheerder sees address and outcome, not the text."""

from django.db import migrations

SQL = """
ALTER TABLE post_mail ENABLE ROW LEVEL SECURITY;
-- Also for a visitor who is not signed in: a forgotten password.
CREATE POLICY klaarzetten ON post_mail FOR INSERT TO jid_web WITH CHECK (
  staat = 'wacht' AND pogingen = 0 AND inhoud IS NOT NULL AND verstuurd_op IS NULL AND foutsoort = ''
  AND antwoordcode IS NULL);
CREATE POLICY beheerder_leest ON post_mail FOR SELECT TO jid_web USING ((SELECT app.heeft_rol('beheerder')));
CREATE POLICY taken ON post_mail TO jid_worker USING (true) WITH CHECK (true);
GRANT INSERT ON post_mail TO jid_web;
GRANT SELECT (id, soort, adres, staat, pogingen, gemaakt_op, volgende_poging, verstuurd_op, foutsoort, antwoordcode)
  ON post_mail TO jid_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON post_mail TO jid_worker;

CREATE FUNCTION app.mail_opnieuw(p_mail uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  UPDATE post_mail SET staat = 'wacht', pogingen = 0, volgende_poging = now(), foutsoort = '', antwoordcode = NULL
  WHERE id = p_mail AND staat = 'mislukt' AND inhoud IS NOT NULL;
  IF NOT FOUND THEN PERFORM app.weiger('mail_kan_niet_opnieuw'); END IF;
  PERFORM app.noteer('mail_opnieuw', p_mail::text, '{}');
END $$;
REVOKE ALL ON FUNCTION app.mail_opnieuw(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.mail_opnieuw(uuid) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial"), ("gebruikers", "0011_oidc"), ("logboek", "0003_noteer")]
    operations = [migrations.RunSQL(SQL)]
