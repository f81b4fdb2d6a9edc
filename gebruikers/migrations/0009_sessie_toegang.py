"""Sessions move to a table that knows whose they are; the old ones end.

Without row security (docs/toegang.md): a session is looked up by the hash of its secret key before anybody is known,
and what it holds is encrypted. Ending sessions goes through a function, which logs it.
"""

from django.db import migrations

SQL = """
GRANT SELECT, INSERT, UPDATE, DELETE ON gebruikers_sessie TO jid_web;
GRANT SELECT (session_key, expire_date), DELETE ON gebruikers_sessie TO jid_worker;
DELETE FROM django_session;
REVOKE ALL ON django_session FROM jid_web, jid_worker;
ALTER TABLE django_session ENABLE ROW LEVEL SECURITY;

-- Ends sessions of the current user: the one whose hash is named, or all but the one whose hash is named.
CREATE FUNCTION app.beeindig_sessies(p_alleen text, p_behalve text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_aantal integer;
BEGIN
  DELETE FROM gebruikers_sessie WHERE gebruiker_id = app.uid()
    AND (p_alleen IS NULL OR session_key = p_alleen) AND session_key IS DISTINCT FROM p_behalve;
  GET DIAGNOSTICS v_aantal = ROW_COUNT;
  IF v_aantal > 0 THEN
    PERFORM app.noteer('sessies_beeindigd', app.uid()::text, jsonb_build_object('aantal', v_aantal));
  END IF;
  RETURN v_aantal;
END $$;
REVOKE ALL ON FUNCTION app.beeindig_sessies(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.beeindig_sessies(text, text) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0008_sessie"), ("logboek", "0003_noteer"), ("sessions", "0001_initial")]
    operations = [migrations.RunSQL(SQL)]
