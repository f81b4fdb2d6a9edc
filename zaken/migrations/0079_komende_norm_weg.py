"""A norm that is still to come can be taken back: nothing was computed with it, and the one before goes on."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.haal_komende_norm_weg(p_norm bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_norm zaken_norm;
BEGIN
  IF NOT app.heeft_rol('beheerder') THEN
    RAISE EXCEPTION 'only a beheerder sets norms' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM zaken_norm n
  WHERE n.id = p_norm AND n.geldig_tot IS NULL AND n.geldig_van > (now() AT TIME ZONE 'Europe/Amsterdam')::date
  RETURNING * INTO v_norm;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only the last value goes, before it begins' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE zaken_norm n SET geldig_tot = NULL WHERE n.code = v_norm.code AND n.geldig_tot = v_norm.geldig_van - 1;
END $$;
REVOKE ALL ON FUNCTION app.haal_komende_norm_weg(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.haal_komende_norm_weg(bigint) TO jid_web;
"""

TERUG = "DROP FUNCTION app.haal_komende_norm_weg(bigint);"


class Migration(migrations.Migration):
    dependencies = [("zaken", "0078_leest")]
    operations = [migrations.RunSQL(SQL, TERUG)]
