"""Sealing reaches the annulled half too, and both look again until no half is left open."""

from django.db import migrations

VERZEGELEN = """
-- As before (0046), and: an annulled zaak holds the same texts, so it is sealed too; nobody works on it, so its behandelaar may
-- be of any role. A half that came while we waited for a lock is found by looking again. Asked as nobody, or who is excluded
-- from the other half could seal to nobody, and would know why.
CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_helft uuid; v_geannuleerd boolean; v_ziet boolean; v_past boolean; v_door bigint;
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
    SELECT z.id, z.geannuleerd_op IS NOT NULL INTO v_helft, v_geannuleerd
    FROM app._andere_helften(p_zaak) h JOIN zaken_zaak z ON z.id = h WHERE NOT z.verzegeld ORDER BY z.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    v_ziet := app.ziet_zaak(v_helft);
    v_door := app._als_niemand();
    IF v_geannuleerd THEN
      v_past := NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = v_helft AND u.gebruiker_id = p_behandelaar);
    ELSE
      v_past := app._past_bij(v_helft, p_behandelaar, 'behandelaar');
    END IF;
    IF NOT v_past THEN
      RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = CASE WHEN v_ziet THEN 'JID24' ELSE 'JID02' END;
    END IF;
    PERFORM app._verzegel_mee(v_helft, p_behandelaar);
    PERFORM app._weer(v_door);
    PERFORM app._log_zaak('verzegeld', v_helft, '{}');
    PERFORM app._log_zaak('toegewezen', v_helft, jsonb_build_object('aan', p_behandelaar));
  END LOOP;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

UITSLUITEN = """
-- As before (0046), looking again until no half is left; one that could not be closed is not asked twice.
CREATE OR REPLACE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_helft uuid; v_door bigint; v_gedaan boolean; v_open uuid[] := '{}';
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
  LOOP
    SELECT h INTO v_helft FROM app._andere_helften(p_zaak) h
    WHERE h <> ALL (v_open)
      AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = h AND u.gebruiker_id = p_gebruiker) LIMIT 1;
    EXIT WHEN NOT FOUND;
    v_door := app._als_niemand();
    v_gedaan := app._sluit_mee_uit(v_helft, p_gebruiker, p_grond, v_door);
    PERFORM app._weer(v_door);
    IF v_gedaan THEN
      PERFORM app._log_zaak('uitgesloten', v_helft, jsonb_build_object('gebruiker', p_gebruiker));
    ELSE
      v_open := v_open || v_helft;
    END IF;
  END LOOP;
END $$;
"""

ERFENIS = """
-- Halves that stayed open because they were annulled when the other was sealed.
SELECT app._verzegel_mee(o.id, o.behandelaar)
FROM (SELECT DISTINCT ON (a.id) a.id, z.behandelaar_id AS behandelaar
      FROM zaken_zaak z CROSS JOIN LATERAL app._andere_helften(z.id) h JOIN zaken_zaak a ON a.id = h
      WHERE z.verzegeld AND z.behandelaar_id IS NOT NULL AND NOT a.verzegeld
        AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = a.id AND u.gebruiker_id = z.behandelaar_id)
      ORDER BY a.id, z.id) o;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0050_herinnerrondes")]
    operations = [
        migrations.RunSQL(VERZEGELEN),
        migrations.RunSQL(UITSLUITEN),
        migrations.RunSQL(ERFENIS, migrations.RunSQL.noop),
    ]
