"""A refusal that tells a beheerder what somebody holds leaves a trace, as an attempt at a zaak does."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.noteer_weigering(p_gebruiker bigint, p_reden text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT app.heeft_rol('beheerder', 'privacy') THEN
    RAISE EXCEPTION 'geen_beheerder' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF p_reden IN ('heeft_verzegelde_zaken', 'enige_lezer') THEN
    PERFORM app.noteer('geweigerd', p_gebruiker::text, jsonb_build_object('reden', p_reden));
  END IF;
END $$;
REVOKE ALL ON FUNCTION app.noteer_weigering(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.noteer_weigering(bigint, text) TO jid_web;
COMMENT ON FUNCTION app.noteer_weigering IS
  $uitleg$Logs that a beheerder heard why a change of an account is refused, where that tells what the account holds.$uitleg$;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0033_naam_van_toen")]
    operations = [migrations.RunSQL(SQL)]
