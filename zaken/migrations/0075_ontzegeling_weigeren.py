"""Who refuses to take a seal off says why, for who asked."""

from django.db import migrations

import zaken.versleuteling.velden

SQL = """
-- What was refused before this has no reason and keeps none.
ALTER TABLE zaken_ontzegeling ADD CONSTRAINT ontzegeling_weigering_zegt_waarom
  CHECK (besluit <> 'geweigerd' OR antwoord IS NOT NULL) NOT VALID;

-- As before (0064), with the reason of a refusal.
DROP FUNCTION app.beslis_ontzegeling(uuid, uuid, boolean);
CREATE FUNCTION app.beslis_ontzegeling(p_zaak uuid, p_id uuid, p_akkoord boolean, p_antwoord bytea DEFAULT NULL) RETURNS void
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
  IF v_besluit = 'geweigerd' AND p_antwoord IS NULL THEN
    RAISE EXCEPTION 'a refusal says why' USING ERRCODE = 'JID35';
  END IF;
  UPDATE zaken_ontzegeling SET besluit = v_besluit, besloten_op = now(), besloten_door_id = v_door,
    antwoord = CASE WHEN v_besluit = 'geweigerd' THEN p_antwoord END WHERE id = p_id;
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
REVOKE ALL ON FUNCTION app.beslis_ontzegeling(uuid, uuid, boolean, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.beslis_ontzegeling(uuid, uuid, boolean, bytea) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0074_zegel_houdt_lezers")]
    operations = [
        migrations.AddField(
            "ontzegeling",
            "antwoord",
            zaken.versleuteling.velden.VersleuteldeTekst(blank=True, max_tekens=1000, verbose_name="antwoord"),
        ),
        migrations.RunSQL(SQL),
    ]
