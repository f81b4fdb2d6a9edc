"""Opening a noodtoegang answers alike for every number: what it refuses, it refuses before it looks for the zaak."""

from django.db import migrations

SQL = """
DROP FUNCTION app.open_noodtoegang(uuid, text, uuid, bytea, int);
CREATE FUNCTION app.open_noodtoegang(p_id uuid, p_nummer text, p_sleutel uuid, p_reden bytea, p_uren int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_zaak uuid; v_anderen bigint[]; v_gemeld bigint[]; v_tot timestamptz := now() + make_interval(hours => p_uren);
BEGIN
  PERFORM app.eis_noodrol();
  PERFORM app.neem_gebruiker(app.uid());
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
  SELECT z.id INTO v_zaak FROM zaken_zaak z WHERE z.zaaknummer = p_nummer AND z.sleutel_id IS NOT NULL
    AND NOT (z.id IN (SELECT app.mijn_uitsluitingen()));
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
REVOKE ALL ON FUNCTION app.open_noodtoegang(uuid, text, uuid, bytea, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_noodtoegang(uuid, text, uuid, bytea, int) TO jid_web;
COMMENT ON FUNCTION app.open_noodtoegang(uuid, text, uuid, bytea, int) IS
  'Opens a noodtoegang for some hours; others are told. The same for every number: one that opens no zaak leaves a row without.';
COMMENT ON FUNCTION app._noodtoegang_melden_aan(uuid) IS
  'Who is told and may review: every other auditor and privacy officer who can sign in and is not involved; of no zaak nobody is.';

CREATE OR REPLACE FUNCTION app._neem_noodtoegang(p_id uuid) RETURNS zaken_noodtoegang
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_rij zaken_noodtoegang;
BEGIN
  PERFORM app.eis_noodrol();
  PERFORM app._sluit_verlopen_noodtoegangen(p_id);
  SELECT * INTO v_rij FROM zaken_noodtoegang n WHERE n.id = p_id
    AND (n.zaak_id IS NULL OR NOT (n.zaak_id IN (SELECT app.mijn_uitsluitingen()))) FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such noodtoegang' USING ERRCODE = 'JID01';
  END IF;
  RETURN v_rij;
END $$;

ALTER POLICY zien ON zaken_noodtoegang USING (
  (SELECT app.heeft_noodrol()) AND (zaak_id IS NULL OR NOT (zaak_id IN (SELECT app.mijn_uitsluitingen()))));

CREATE OR REPLACE VIEW app.eigen_noodtoegangen WITH (security_barrier = true) AS
SELECT n.id, n.zaak_id, n.gebruiker_id FROM zaken_noodtoegang n
WHERE n.gebruiker_id = app.uid() AND n.zaak_id IS NOT NULL AND n.beeindigd_op IS NULL AND n.geopend_op <= now() AND n.tot > now()
  AND (SELECT app.heeft_noodrol());
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0100_noodtoegang_zonder_zaak")]
    operations = [migrations.RunSQL(SQL)]
