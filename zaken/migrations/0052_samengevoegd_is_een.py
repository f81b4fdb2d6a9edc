"""Merged zaken are one event: a seal, an exclusion and taking off a seal hold for all of them, and merging closes the other."""

from django.db import migrations

import zaken.versleuteling.velden

GROEP = """
-- The other zaken of the same event: what it was merged with, while it is; with `p_doorgeleid` also where it went and where it
-- came from, also when that was undone. The merging of `p_los` itself is not looked at.
CREATE FUNCTION app._andere_van_groep(p_zaak uuid, p_doorgeleid boolean, p_los uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ WITH RECURSIVE alle (id) AS (
     SELECT p_zaak
     UNION
     SELECT b.id FROM alle a CROSS JOIN LATERAL (
       SELECT CASE WHEN k.van_id = a.id THEN k.naar_id ELSE k.van_id END AS id
       FROM zaken_zaakkoppeling k WHERE p_doorgeleid AND k.soort = 'doorgeleid' AND (k.van_id = a.id OR k.naar_id = a.id)
       UNION ALL
       SELECT z.samengevoegd_met_id FROM zaken_zaak z
       WHERE z.id = a.id AND z.samengevoegd_met_id IS NOT NULL AND z.id IS DISTINCT FROM p_los
       UNION ALL
       SELECT z.id FROM zaken_zaak z WHERE z.samengevoegd_met_id = a.id AND z.id IS DISTINCT FROM p_los) b)
   SELECT a.id FROM alle a WHERE a.id <> p_zaak ORDER BY a.id $$;
REVOKE ALL ON FUNCTION app._andere_van_groep(uuid, boolean, uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION app._andere_helften(p_zaak uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app._andere_van_groep(p_zaak, true, NULL) $$;
"""

VERZEGELEN = """
-- One more zaak of an event that is sealed, whether the caller sees it or not: an annulled one holds the same texts, but nobody
-- works on it, so its behandelaar may be of any role. Asked as nobody, or who is excluded from it could seal to nobody, and
-- would know why.
CREATE FUNCTION app._verzegel_ook(p_zaak uuid, p_behandelaar bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ziet boolean := app.ziet_zaak(p_zaak); v_past boolean; v_door bigint;
BEGIN
  v_door := app._als_niemand();
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    v_past := NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_behandelaar);
  ELSE
    v_past := app._past_bij(p_zaak, p_behandelaar, 'behandelaar');
  END IF;
  IF NOT v_past THEN
    RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = CASE WHEN v_ziet THEN 'JID24' ELSE 'JID02' END;
  END IF;
  PERFORM app._verzegel_mee(p_zaak, p_behandelaar);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('verzegeld', p_zaak, '{}');
  PERFORM app._log_zaak('toegewezen', p_zaak, jsonb_build_object('aan', p_behandelaar));
END $$;
REVOKE ALL ON FUNCTION app._verzegel_ook(uuid, bigint) FROM PUBLIC;

-- As before (0051). A zaak of the same event that came while we waited for a lock is found by looking again.
CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ook uuid;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1
  WHERE id = p_zaak AND NOT verzegeld;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'sealed already' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  LOOP
    SELECT z.id INTO v_ook FROM app._andere_helften(p_zaak) h JOIN zaken_zaak z ON z.id = h
    WHERE NOT z.verzegeld ORDER BY z.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._verzegel_ook(v_ook, p_behandelaar);
  END LOOP;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

UITSLUITEN = """
-- This zaak and the others of its event in which the person is not excluded yet; one that could not be closed is not asked twice.
CREATE FUNCTION app._sluit_overal_uit(p_zaak uuid, p_los uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ook uuid; v_door bigint; v_gedaan boolean; v_open uuid[] := '{}';
BEGIN
  LOOP
    SELECT h INTO v_ook FROM (SELECT p_zaak UNION ALL SELECT app._andere_van_groep(p_zaak, true, p_los)) AS g(h)
    WHERE h <> ALL (v_open)
      AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = h AND u.gebruiker_id = p_gebruiker) LIMIT 1;
    EXIT WHEN NOT FOUND;
    v_door := app._als_niemand();
    v_gedaan := app._sluit_mee_uit(v_ook, p_gebruiker, p_grond, v_door);
    PERFORM app._weer(v_door);
    IF v_gedaan THEN
      PERFORM app._log_zaak('uitgesloten', v_ook, jsonb_build_object('gebruiker', p_gebruiker));
    ELSE
      v_open := v_open || v_ook;
    END IF;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app._sluit_overal_uit(uuid, uuid, bigint, text) FROM PUBLIC;

CREATE OR REPLACE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
  PERFORM app._sluit_overal_uit(p_zaak, NULL, p_gebruiker, p_grond);
END $$;
"""

SAMENVOEGEN = """
-- Who may not see the one, may not see the other, nor what is one with it; is one of the two sealed, then the other is, and what
-- is one with that, by the behandelaar of the sealed one. Undoing the merge leaves both as they are.
CREATE FUNCTION app.samenvoegen_sluit_mee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_u record; v_dicht zaken_zaak; v_open uuid; v_ook uuid; v_behandelaar bigint;
BEGIN
  FOR v_u IN SELECT u.gebruiker_id, u.grond, CASE WHEN u.zaak_id = NEW.id THEN NEW.samengevoegd_met_id ELSE NEW.id END AS ander
             FROM zaken_uitsluiting u WHERE u.zaak_id IN (NEW.id, NEW.samengevoegd_met_id) LOOP
    PERFORM app._sluit_overal_uit(v_u.ander, NEW.id, v_u.gebruiker_id, v_u.grond);
  END LOOP;
  SELECT * INTO v_dicht FROM zaken_zaak z WHERE z.id IN (NEW.id, NEW.samengevoegd_met_id) AND z.verzegeld;
  IF NOT FOUND THEN RETURN NULL; END IF;
  v_open := CASE WHEN v_dicht.id = NEW.id THEN NEW.samengevoegd_met_id ELSE NEW.id END;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = v_open AND z.verzegeld) THEN RETURN NULL; END IF;
  v_behandelaar := coalesce(v_dicht.behandelaar_id, app.uid());
  LOOP
    SELECT z.id INTO v_ook FROM zaken_zaak z WHERE NOT z.verzegeld
      AND z.id IN (SELECT v_open UNION ALL SELECT app._andere_van_groep(v_open, true, NEW.id)) ORDER BY z.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._verzegel_ook(v_ook, v_behandelaar);
  END LOOP;
  RETURN NULL;
EXCEPTION WHEN SQLSTATE 'JID02' OR SQLSTATE 'JID24' THEN
  RAISE EXCEPTION 'the behandelaar of the sealed one may not have the other' USING ERRCODE = 'JID26';
END $$;
REVOKE ALL ON FUNCTION app.samenvoegen_sluit_mee() FROM PUBLIC;
CREATE TRIGGER samenvoegen_sluit_mee AFTER UPDATE OF samengevoegd_met_id ON zaken_zaak FOR EACH ROW
  WHEN (NEW.samengevoegd_met_id IS NOT NULL AND NEW.samengevoegd_met_id IS DISTINCT FROM OLD.samengevoegd_met_id)
  EXECUTE FUNCTION app.samenvoegen_sluit_mee();
"""

ONTZEGELEN = """
-- What goes along with another has no reason of its own; whoever asks says why.
ALTER TABLE zaken_ontzegeling ADD CONSTRAINT ontzegeling_vraag_zegt_waarom CHECK (besluit <> '' OR reden IS NOT NULL);

-- As before (0042), and what was merged with it goes along, as far as who asked works with that too; another seal is another
-- decision. A question that is open there is overtaken.
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
  FOR v_ook IN SELECT z.id FROM app._andere_van_groep(p_zaak, false, NULL) h JOIN zaken_zaak z ON z.id = h
               WHERE z.verzegeld AND z.geannuleerd_op IS NULL AND app._leest_blijvend(z.id, v.gevraagd_door_id)
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

-- By a grant that runs, of an account that may use it, and not excluded.
CREATE FUNCTION app._leest_blijvend(p_zaak uuid, p_gebruiker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app.heeft_zaakrol(p_gebruiker)
     AND EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = p_gebruiker AND g.is_active)
     AND EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = p_gebruiker
                 AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now()))
     AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker) $$;
REVOKE ALL ON FUNCTION app._leest_blijvend(uuid, bigint) FROM PUBLIC;
"""

class Migration(migrations.Migration):
    dependencies = [("zaken", "0051_helften_tot_het_eind")]
    operations = [
        migrations.AlterField(
            "ontzegeling",
            "reden",
            zaken.versleuteling.velden.VersleuteldeTekst(blank=True, max_tekens=1000, verbose_name="reden"),
        ),
        *(migrations.RunSQL(sql) for sql in (GROEP, VERZEGELEN, UITSLUITEN, SAMENVOEGEN, ONTZEGELEN)),
    ]
