"""Opening a noodtoegang takes the zaak before it asks who is excluded, so that an exclusion of that moment counts."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.open_noodtoegang(p_id uuid, p_nummer text, p_sleutel uuid, p_reden bytea, p_uren int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_zaak uuid; v_anderen bigint[]; v_gemeld bigint[]; v_tot timestamptz := now() + make_interval(hours => p_uren);
BEGIN
  PERFORM app.eis_noodrol();
  -- no more than this: an exclusion that is being written holds the zaak and refers to this account
  PERFORM FROM gebruikers_gebruiker g WHERE g.id = app.uid() FOR NO KEY UPDATE;
  IF NOT coalesce(p_nummer ~ '^[A-Z]-[0-9]{4}-[0-9]{5,9}$', false) THEN
    RAISE EXCEPTION 'not a number' USING ERRCODE = 'JID07';
  END IF;
  IF NOT coalesce(p_uren BETWEEN 1 AND app.noodtoegang_uren(), false) THEN
    RAISE EXCEPTION 'too long' USING ERRCODE = 'JID09';
  END IF;
  v_anderen := app._noodtoegang_melden_aan(NULL);
  IF cardinality(v_anderen) = 0 THEN
    RAISE EXCEPTION 'nobody to tell' USING ERRCODE = 'JID08';
  END IF;
  IF NOT EXISTS (SELECT FROM zaken_datasleutel d WHERE d.id = p_sleutel)
     OR app.sleutel_in_gebruik(p_sleutel) THEN
    RAISE EXCEPTION 'key is in use' USING ERRCODE = 'JID01';
  END IF;
  PERFORM app._sluit_verlopen_noodtoegangen(n.id) FROM zaken_noodtoegang n
    WHERE n.gebruiker_id = app.uid() AND n.zaaknummer = p_nummer AND n.beeindigd_op IS NULL;
  -- one that was hidden by an exclusion does not refuse: that would tell of it
  IF EXISTS (SELECT FROM zaken_noodtoegang n
             WHERE n.gebruiker_id = app.uid() AND n.zaaknummer = p_nummer AND n.beeindigd_op IS NULL
               AND (n.zaak_id IS NULL OR NOT (n.zaak_id IN (SELECT app.mijn_uitsluitingen())))) THEN
    RAISE EXCEPTION 'running already' USING ERRCODE = 'JID10';
  END IF;
  -- from here on nothing is refused: unknown, destroyed, excluded and nobody to judge it are one answer
  SELECT z.id INTO v_zaak FROM zaken_zaak z WHERE z.zaaknummer = p_nummer AND z.sleutel_id IS NOT NULL FOR NO KEY UPDATE;
  IF v_zaak IN (SELECT app.mijn_uitsluitingen()) THEN  -- after the wait: whoever was excluding has done so
    v_zaak := NULL;
  END IF;
  v_gemeld := app._noodtoegang_melden_aan(v_zaak);
  IF cardinality(v_gemeld) = 0 THEN
    v_zaak := NULL;
    v_gemeld := v_anderen;
  END IF;
  INSERT INTO zaken_noodtoegang (id, zaak_id, zaaknummer, gebruiker_id, sleutel_id, reden, geopend_op, tot, gemeld_aan, oordeel)
  VALUES (p_id, v_zaak, p_nummer, app.uid(), p_sleutel, p_reden, now(), v_tot, v_gemeld, '');
  -- whom it tells stands in the row alone: who is missing from it is excluded
  PERFORM app.noteer_zaak('noodtoegang_geopend', v_zaak, p_id::text, jsonb_build_object('tot', v_tot));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0101_noodtoegang_zegt_niets")]
    operations = [migrations.RunSQL(SQL)]
