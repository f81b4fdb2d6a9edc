"""A seal comes off only with the akkoord of somebody who reads that very zaak, also of what goes along."""

from django.db import migrations

SQL = """
-- What was merged with this zaak and goes along when its seal comes off: who asks and who agrees work with it both.
CREATE FUNCTION app._gaat_mee_open(p_zaak uuid, p_vrager bigint, p_akkoord bigint) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT z.id FROM app._andere_van_groep(p_zaak, false, NULL) h JOIN zaken_zaak z ON z.id = h
   WHERE z.verzegeld AND z.geannuleerd_op IS NULL
     AND app._leest_blijvend(z.id, p_vrager) AND app._leest_blijvend(z.id, p_akkoord) $$;
REVOKE ALL ON FUNCTION app._gaat_mee_open(uuid, bigint, bigint) FROM PUBLIC;

-- The numbers of those for the page of who sees the zaak and asks, or is asked, to agree; they read all of them.
CREATE FUNCTION app.gaat_mee_open(p_zaak uuid, p_vrager bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT z.zaaknummer FROM app._gaat_mee_open(p_zaak, p_vrager, app.uid()) h JOIN zaken_zaak z ON z.id = h
   WHERE app.ziet_zaak(p_zaak) ORDER BY z.zaaknummer $$;
REVOKE ALL ON FUNCTION app.gaat_mee_open(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.gaat_mee_open(uuid, bigint) TO jid_web;

-- As before (0052); what goes along is known to whoever agrees.
CREATE OR REPLACE FUNCTION app.beslis_ontzegeling(p_zaak uuid, p_id uuid, p_akkoord boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v zaken_ontzegeling; v_besluit text; v_ook uuid; v_door bigint := app.uid();
BEGIN
  IF NOT coalesce(app.mag_wijzigen(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR UPDATE;
  SELECT * INTO v FROM zaken_ontzegeling WHERE id = p_id AND zaak_id = p_zaak FOR UPDATE;
  IF NOT FOUND OR v.besluit <> '' OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'decided already' USING ERRCODE = 'JID25';
  END IF;
  IF p_akkoord AND v.gevraagd_door_id = v_door THEN
    RAISE EXCEPTION 'a second person agrees' USING ERRCODE = 'JID01';
  END IF;
  -- Who asked must still be somebody who works with it.
  IF p_akkoord AND NOT app._leest_blijvend(p_zaak, v.gevraagd_door_id) THEN
    RAISE EXCEPTION 'who asked is no reader any more' USING ERRCODE = 'JID25';
  END IF;
  v_besluit := CASE WHEN p_akkoord THEN 'akkoord' WHEN v.gevraagd_door_id = v_door THEN 'ingetrokken' ELSE 'geweigerd' END;
  UPDATE zaken_ontzegeling SET besluit = v_besluit, besloten_op = now(), besloten_door_id = v_door WHERE id = p_id;
  IF p_akkoord THEN
    UPDATE zaken_zaak SET verzegeld = false, versie = versie + 1 WHERE id = p_zaak AND verzegeld;
  END IF;
  PERFORM app.noteer_zaak(CASE WHEN p_akkoord THEN 'ontzegeld' ELSE 'ontzegeling_geweigerd' END, p_zaak, p_id::text,
                          jsonb_build_object('gevraagd_door', v.gevraagd_door_id));
  IF NOT p_akkoord THEN RETURN; END IF;
  FOR v_ook IN SELECT z.id FROM zaken_zaak z
               WHERE z.id IN (SELECT app._gaat_mee_open(p_zaak, v.gevraagd_door_id, v_door)) AND z.verzegeld
               ORDER BY z.id FOR UPDATE OF z LOOP
    UPDATE zaken_ontzegeling SET besluit = 'ingetrokken', besloten_op = now(), besloten_door_id = v_door
    WHERE zaak_id = v_ook AND besluit = '';
    INSERT INTO zaken_ontzegeling (id, zaak_id, gevraagd_door_id, gevraagd_op, besluit, besloten_op, besloten_door_id)
    VALUES (gen_random_uuid(), v_ook, v.gevraagd_door_id, v.gevraagd_op, 'akkoord', now(), v_door);
    PERFORM app._als_niemand();
    UPDATE zaken_zaak SET verzegeld = false, versie = versie + 1 WHERE id = v_ook;
    PERFORM app._weer(v_door);
    PERFORM app.noteer_zaak('ontzegeld', v_ook, p_id::text, jsonb_build_object('gevraagd_door', v.gevraagd_door_id));
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0060_samenvoegen_met_wat_men_behandelt")]
    operations = [migrations.RunSQL(SQL)]
