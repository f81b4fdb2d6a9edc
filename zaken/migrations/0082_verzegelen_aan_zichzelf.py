"""Who seals to himself gains nothing by it in another zaak: not what he does not see, nor a right in what he merely reads."""

from django.db import migrations

SQL = """
-- As before (0046); who acts is remembered for the rest of the transaction, for what follows from it.
CREATE OR REPLACE FUNCTION app._als_niemand() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_wie bigint := app.uid();
BEGIN
  IF v_wie IS NOT NULL THEN PERFORM set_config('app.handelt', v_wie::text, true); END IF;
  PERFORM set_config('app.gebruiker', '', true);
  RETURN v_wie;
END $$;

-- As before (0074), but a substitute does not get what follows from his own act in another zaak.
CREATE OR REPLACE FUNCTION app._geef_waar(p_waarneming uuid, p_zaak uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming; v_zaak zaken_zaak;
BEGIN
  SELECT * INTO STRICT v_w FROM zaken_waarneming WHERE id = p_waarneming;
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  IF v_zaak.behandelaar_id IS DISTINCT FROM v_w.voor_id
     OR (v_w.teams IS NOT NULL AND NOT coalesce(v_zaak.team_id = ANY (v_w.teams), false)) THEN
    RETURN false;
  END IF;
  IF v_zaak.verzegeld THEN PERFORM app._houd_gebruiker(v_w.waarnemer_id); END IF;
  IF NOT app._past_bij(p_zaak, v_w.waarnemer_id, 'behandelaar') THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = v_w.waarnemer_id
               AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op >= v_w.verloopt_op)) THEN
    RETURN true;
  END IF;
  IF app.uid() IS NULL AND v_w.waarnemer_id::text = current_setting('app.handelt', true) THEN RETURN false; END IF;
  PERFORM app._geef_zonder_reden(p_zaak, v_w.waarnemer_id, v_w.verloopt_op, p_waarneming);
  PERFORM app._log_zaak('toegang_verleend', p_zaak, jsonb_build_object('aan', v_w.waarnemer_id, 'waarneming', true));
  RETURN true;
END $$;

-- As app._verzegel_mee, but to nobody: its behandelaar stays, outside COID. Inside, nobody handles it any more; then whoever sealed
-- stops reading it, for what nobody handles is taken on by who reads it.
CREATE FUNCTION app._verzegel_aan_niemand(p_zaak uuid, p_door bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_behandelaar bigint;
BEGIN
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR NO KEY UPDATE;
  PERFORM app._houd_lezers(p_zaak);
  UPDATE zaken_zaak z SET verzegeld = true, team_id = NULL, versie = z.versie + 1,
    behandelaar_id = CASE WHEN app.staat_buiten_coid(z.behandelaar_id) THEN z.behandelaar_id END
  WHERE z.id = p_zaak RETURNING z.behandelaar_id INTO v_behandelaar;
  UPDATE zaken_toekenning t SET beeindigd_op = now(), einde = 'verzegeld'
  WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL
    AND (NOT app.staat_buiten_coid(t.user_id) OR (v_behandelaar IS NULL AND t.user_id = p_door));
END $$;
REVOKE ALL ON FUNCTION app._verzegel_aan_niemand(uuid, bigint) FROM PUBLIC;

-- As before (0062), but whoever seals to himself gets no more than he could seal there himself. Nothing is refused for it, which
-- would tell of a zaak that he does not see; without a reader a beheerder gives it.
CREATE OR REPLACE FUNCTION app._verzegel_ook(p_zaak uuid, p_behandelaar bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ziet boolean := app.ziet_zaak(p_zaak); v_past boolean; v_door bigint; v_zichzelf boolean;
BEGIN
  v_zichzelf := p_behandelaar = app.uid() AND NOT (v_ziet AND app._mag_uitsluiten(p_zaak));
  PERFORM app._houd_gebruiker(p_behandelaar);
  v_door := app._als_niemand();
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    v_past := NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_behandelaar);
  ELSE
    v_past := app._past_bij(p_zaak, p_behandelaar, 'behandelaar');
  END IF;
  IF NOT v_past THEN
    RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = CASE WHEN v_ziet THEN 'JID24' ELSE 'JID02' END;
  END IF;
  IF v_zichzelf THEN
    PERFORM app._verzegel_aan_niemand(p_zaak, v_door);
    PERFORM app._weer(v_door);
    PERFORM app._log_zaak('verzegeld', p_zaak, '{}');
    IF NOT app._andere_lezer(p_zaak, NULL, true, 0) THEN
      PERFORM app._log_zaak('zonder_lezer', p_zaak, '{}');
      PERFORM app._meld_beheer('zonder_lezer');
    END IF;
    RETURN;
  END IF;
  PERFORM app._verzegel_mee(p_zaak, p_behandelaar);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('verzegeld', p_zaak, '{}');
  PERFORM app._log_zaak('toegewezen', p_zaak, jsonb_build_object('aan', p_behandelaar));
END $$;

-- As before (0080), but not to whoever left it without a reader by an act in another zaak.
CREATE OR REPLACE FUNCTION app.geef_lezer(p_aan bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v record; v_gegeven bigint := 0; v_niet bigint := 0;
BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app._eis_opvolger(0, p_aan);
  FOR v IN SELECT z.id, z.geannuleerd_op IS NULL AS loopt FROM zaken_zaak z WHERE z.id IN (SELECT app._zonder_lezer())
           ORDER BY z.id FOR UPDATE OF z LOOP
    CONTINUE WHEN v.id NOT IN (SELECT app._zonder_lezer());
    IF NOT app._past_bij(v.id, p_aan, CASE WHEN v.loopt THEN 'behandelaar' ELSE 'lezer' END)
       OR EXISTS (SELECT FROM logboek_gebeurtenis l WHERE l.zaak_id = v.id AND l.soort = 'zonder_lezer' AND l.door_id = p_aan) THEN
      v_niet := v_niet + 1;
      CONTINUE;
    END IF;
    PERFORM app._geef_zonder_reden(v.id, p_aan, NULL, NULL);
    IF v.loopt THEN
      UPDATE zaken_zaak z SET behandelaar_id = p_aan, versie = z.versie + 1,
        team_id = (SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.team_id = z.team_id AND l.gebruiker_id = p_aan)
      WHERE z.id = v.id;
    END IF;
    PERFORM app._log_zaak(CASE WHEN v.loopt THEN 'toegewezen' ELSE 'toegang_verleend' END, v.id, jsonb_build_object('aan', p_aan));
    v_gegeven := v_gegeven + 1;
  END LOOP;
  PERFORM app.noteer('lezer_gekozen', p_aan::text, jsonb_build_object('gegeven', v_gegeven, 'niet_gegeven', v_niet));
  RETURN v_gegeven;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0081_waarneming_eindigt_overal")]
    operations = [migrations.RunSQL(SQL)]
