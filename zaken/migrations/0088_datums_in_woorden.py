"""Dates out of order have a code of their own and say which two: the screen answers in words (JID37)."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.datums_kloppen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_oud jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
  v_nieuw jsonb := to_jsonb(NEW);
  v_alles jsonb;
  v_eerst text;
  v_later text;
BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;
  FOR i IN 2 .. TG_NARGS - 1 LOOP
    v_eerst := split_part(TG_ARGV[i], '<', 1);
    v_later := split_part(TG_ARGV[i], '<', 2);
    CONTINUE WHEN TG_OP = 'UPDATE' AND v_oud -> v_eerst IS NOT DISTINCT FROM v_nieuw -> v_eerst
      AND v_oud -> v_later IS NOT DISTINCT FROM v_nieuw -> v_later;
    IF v_alles IS NULL THEN
      EXECUTE format('SELECT to_jsonb(z) || to_jsonb(x) FROM zaken_zaak z JOIN %I x ON x.zaak_ptr_id = z.id WHERE z.id = $1', TG_ARGV[0])
        INTO v_alles USING (v_nieuw ->> TG_ARGV[1])::uuid;
      EXIT WHEN v_alles IS NULL;  -- lost from sight in this transaction, or a zaak of which the row is yet to come
      v_alles := v_alles || CASE WHEN TG_ARGV[1] = 'zaak_id' THEN v_nieuw ELSE '{}' END
        || jsonb_build_object('vandaag', (now() AT TIME ZONE 'Europe/Amsterdam')::date);
    END IF;
    IF (v_alles ->> v_eerst)::date > (v_alles ->> v_later)::date THEN
      RAISE EXCEPTION 'not in order: % after %', v_eerst, v_later USING ERRCODE = 'JID37',
        DETAIL = concat_ws(' ', TG_TABLE_NAME, TG_ARGV[0], v_eerst, v_later);  -- names, no values
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.datums_kloppen() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0087_einde_zo_precies")]
    operations = [migrations.RunSQL(SQL)]
