"""Destroying what a zaak says: its key and its search tokens, in one checked and logged step."""

from django.db import migrations

SQL = """
-- JID06: not closed, or no key any more. For named jobs only: no request destroys anything.
CREATE FUNCTION app.vernietig_sleutel(p_zaak uuid, p_verklaring uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_sleutel uuid;
BEGIN
  SELECT sleutel_id INTO v_sleutel FROM zaken_zaak
  WHERE id = p_zaak AND (datum_gesloten IS NOT NULL OR geannuleerd_op IS NOT NULL) FOR UPDATE;
  IF v_sleutel IS NULL THEN
    RAISE EXCEPTION 'zaak is open, or has no key' USING ERRCODE = 'JID06';
  END IF;
  UPDATE zaken_zaak SET sleutel_id = NULL WHERE id = p_zaak;
  DELETE FROM zaken_zoekindex WHERE zaak_id = p_zaak;
  DELETE FROM zaken_datasleutel WHERE id = v_sleutel;
  INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
  VALUES (gen_random_uuid(), clock_timestamp(), 'vernietigd', app.uid(), p_zaak, p_verklaring::text, '{}');
END $$;
REVOKE EXECUTE ON FUNCTION app.vernietig_sleutel(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.vernietig_sleutel(uuid, uuid) TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0017_veldwijzigingen_volgen")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION app.vernietig_sleutel(uuid, uuid);")]
