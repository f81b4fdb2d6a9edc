"""Nobody gains a right by excluding elsewhere, nobody is without supervision in silence, and what is odd ends nothing."""

from django.db import migrations

TOEZICHT = """
-- Who else keeps watch: can sign in, is not at a zaak themselves. One of a kind may always be involved as anybody.
CREATE FUNCTION app._toezicht_blijft(p_zaak uuid, p_gebruiker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ WITH eigen AS (
     SELECT r.rol FROM gebruikers_roltoekenning r JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
     WHERE r.gebruiker_id = p_gebruiker AND r.rol IN ('auditor', 'privacy')),
   ander AS (
     SELECT r.rol, g.id, u.id IS NULL AS over
     FROM gebruikers_roltoekenning r JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
     LEFT JOIN zaken_uitsluiting u ON u.zaak_id = p_zaak AND u.gebruiker_id = g.id
     WHERE r.rol IN ('auditor', 'privacy') AND g.id <> p_gebruiker AND NOT app.heeft_zaakrol(g.id)
       AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id)))
   SELECT NOT EXISTS (SELECT FROM eigen)
     OR (NOT EXISTS (SELECT FROM eigen e WHERE EXISTS (SELECT FROM ander a WHERE a.rol = e.rol)
                       AND NOT EXISTS (SELECT FROM ander a WHERE a.rol = e.rol AND a.over))
         -- noodtoegang takes two: one who opens it, and one who is told and judges
         AND ((SELECT count(DISTINCT id) < 2 FROM ander) OR (SELECT count(DISTINCT id) >= 2 FROM ander WHERE over))) $$;

CREATE OR REPLACE FUNCTION app._eis_toezicht(p_zaak uuid, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT app._toezicht_blijft(p_zaak, p_gebruiker) THEN
    RAISE EXCEPTION 'nobody would keep watch' USING ERRCODE = 'JID31';
  END IF;
END $$;

CREATE FUNCTION app._meld_beheer(p_soort text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ INSERT INTO berichten_bericht (id, aan_id, soort, op)
   SELECT gen_random_uuid(), g.id, p_soort, now() FROM gebruikers_gebruiker g
   JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id AND r.rol = 'beheerder'
   WHERE g.is_active AND NOT EXISTS (SELECT FROM berichten_bericht b
     WHERE b.aan_id = g.id AND b.soort = p_soort AND b.gelezen_op IS NULL) $$;
REVOKE ALL ON FUNCTION app._toezicht_blijft(uuid, bigint), app._meld_beheer(text) FROM PUBLIC;
CREATE POLICY zonder_toezicht_door_databank ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web, jid_worker
  WITH CHECK (soort <> 'zonder_toezicht');

-- As before (0068). Of what the caller does not see nothing is refused: there every auditor may be gone, so that is an event of no
-- zaak, and the beheerder appoints another. Who merely reads the other zaak does not come to stand there for its behandelaar.
CREATE OR REPLACE FUNCTION app._sluit_ook_uit(p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_door bigint; v_gelezen boolean; v_ziet boolean;
BEGIN
  v_ziet := app.ziet_zaak(p_zaak);
  IF v_ziet AND NOT app._mag_uitsluiten(p_zaak)
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = p_gebruiker) THEN
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'beeindigd'
    WHERE content_object_id = p_zaak AND user_id = app.uid() AND beeindigd_op IS NULL;
  END IF;
  v_door := app._als_niemand();
  v_gelezen := app._sluit_mee_uit(p_zaak, p_gebruiker, p_grond, v_door);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('uitgesloten', p_zaak, jsonb_build_object('gebruiker', p_gebruiker));
  IF v_ziet THEN
    PERFORM app._eis_toezicht(p_zaak, p_gebruiker);
  ELSIF NOT app._toezicht_blijft(p_zaak, p_gebruiker) THEN
    PERFORM app.noteer('zonder_toezicht', p_zaak::text, jsonb_build_object('gebruiker', p_gebruiker));
    PERFORM app._meld_beheer('zonder_toezicht');
  END IF;
  IF NOT v_gelezen THEN
    PERFORM app._log_zaak('zonder_lezer', p_zaak, '{}');
    PERFORM app._meld_beheer('zonder_lezer');
  END IF;
END $$;
"""

SCHEEF = """
-- As before (0066); a zaak that points at another without being merged only stops pointing.
CREATE OR REPLACE FUNCTION app._maak_los(p_zaak uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_door bigint;
BEGIN
  v_door := app._als_niemand();
  UPDATE zaken_zaak SET samengevoegd_met_id = NULL WHERE id = p_zaak;
  PERFORM app._weer(v_door);
  IF EXISTS (SELECT FROM meldingen_melding m WHERE m.zaak_ptr_id = p_zaak AND m.status = 'samengevoegd') THEN
    PERFORM app._zet_terug(p_zaak, 'in_beoordeling');
  END IF;
END $$;

-- What annulling the new zaak puts back is what the old one was when it was handed over, and nothing else.
CREATE FUNCTION app.doorgeleid_uit_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_status text;
BEGIN
  SELECT coalesce(m.status, k.status, v.status) INTO v_status FROM zaken_zaak z
  LEFT JOIN meldingen_melding m ON m.zaak_ptr_id = z.id LEFT JOIN klachten_klacht k ON k.zaak_ptr_id = z.id
  LEFT JOIN misstanden_misstand v ON v.zaak_ptr_id = z.id WHERE z.id = NEW.van_id;
  IF app.uid() IS NOT NULL AND v_status IS DISTINCT FROM NEW.van_status THEN
    RAISE EXCEPTION 'this zaak has another status' USING ERRCODE = 'JID01';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.doorgeleid_uit_status() FROM PUBLIC;
CREATE TRIGGER doorgeleid_uit_status BEFORE INSERT ON zaken_zaakkoppeling FOR EACH ROW WHEN (NEW.soort = 'doorgeleid')
EXECUTE FUNCTION app.doorgeleid_uit_status();
"""

BERICHTEN = """
-- Only what is seen is marked as read: the number of rows would tell that there is more.
ALTER POLICY lezen ON berichten_bericht USING (aan_id = app.uid() AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)));

-- As before (0033), to a lead who reads the zaak.
CREATE OR REPLACE FUNCTION app.herinner(p_vandaag date, p_codes text[], p_dagen int[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_aantal integer;
BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, object_id, dag, op)
  SELECT gen_random_uuid(), w.aan, 'termijn', t.zaak_id, t.id, t.werkdatum, now()
  FROM unnest(p_codes, p_dagen) AS n(code, dagen)
  JOIN zaken_termijn t ON t.code = n.code AND t.werkdatum BETWEEN p_vandaag AND p_vandaag + n.dagen
    AND t.voldaan_op IS NULL AND NOT t.vervallen AND NOT t.is_indicatie
  JOIN zaken_zaak z ON z.id = t.zaak_id AND z.geannuleerd_op IS NULL
  CROSS JOIN LATERAL (
    SELECT z.behandelaar_id AS aan WHERE z.behandelaar_id IS NOT NULL
    UNION ALL
    SELECT l.gebruiker_id FROM gebruikers_lidmaatschap l
    WHERE z.behandelaar_id IS NULL AND NOT z.verzegeld AND l.team_id = z.team_id AND l.is_teamleider
      AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = z.id AND u.gebruiker_id = l.gebruiker_id)) w
  JOIN gebruikers_gebruiker g ON g.id = w.aan AND g.is_active
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS v_aantal = ROW_COUNT;
  RETURN v_aantal;
END $$;
"""

LEZER = """
-- As before (0065), but what another beheerder gave away meanwhile is not given twice.
CREATE OR REPLACE FUNCTION app.geef_lezer(p_aan bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v record; v_gegeven bigint := 0; v_niet bigint := 0;
BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app._eis_opvolger(0, p_aan);
  FOR v IN SELECT z.id, z.geannuleerd_op IS NULL AS loopt FROM zaken_zaak z WHERE z.id IN (SELECT app._zonder_lezer())
           ORDER BY z.id FOR UPDATE OF z LOOP
    CONTINUE WHEN v.id NOT IN (SELECT app._zonder_lezer());
    IF NOT app._past_bij(v.id, p_aan, CASE WHEN v.loopt THEN 'behandelaar' ELSE 'lezer' END) THEN
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
    dependencies = [
        ("zaken", "0079_komende_norm_weg"),
        ("berichten", "0006_wat_iemand_kan_melden"),
        ("logboek", "0010_worker_verzint_niets"),
    ]
    operations = [migrations.RunSQL(sql) for sql in (TOEZICHT, SCHEEF, BERICHTEN, LEZER)]
