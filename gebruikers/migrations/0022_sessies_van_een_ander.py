"""A beheerder signs somebody out everywhere, without closing the account."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.beeindig_sessies_van(p_gebruiker bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_aantal integer;
BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app.neem_gebruiker(p_gebruiker);
  DELETE FROM gebruikers_sessie WHERE gebruiker_id = p_gebruiker;
  GET DIAGNOSTICS v_aantal = ROW_COUNT;
  IF v_aantal > 0 THEN
    PERFORM app.noteer('sessies_beeindigd', p_gebruiker::text, jsonb_build_object('aantal', v_aantal));
  END IF;
  RETURN v_aantal;
END $$;
REVOKE ALL ON FUNCTION app.beeindig_sessies_van(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.beeindig_sessies_van(bigint) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0021_sleutels_en_losmaken")]
    operations = [migrations.RunSQL(SQL)]
