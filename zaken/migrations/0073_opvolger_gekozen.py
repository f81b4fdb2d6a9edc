"""What a successor or substitute may not have is not told, also not as a number: it would say who is excluded.

Each choice is logged with both numbers, as that of a reader is (0065).
"""

from django.db import migrations

SQL = """
CREATE POLICY opvolger_gekozen_door_databank ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web, jid_worker
  WITH CHECK (soort <> 'opvolger_gekozen');

-- As before (0041), with the answer of 0065.
DROP FUNCTION app.draag_over(bigint, bigint, text), app.stel_waarneming_in(uuid, bigint, bigint, text, timestamptz);
CREATE FUNCTION app.draag_over(p_van bigint, p_aan bigint, p_reden text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_zaak record; v_over bigint := 0; v_niet bigint := 0; v_blijft uuid[] := '{}';
  v_teams bigint[] := app._bereik(p_van, p_aan);
BEGIN
  PERFORM app._eis_opvolger(p_van, p_aan);
  IF p_reden IS NULL OR p_reden NOT IN ('vertrek', 'andere_functie', 'langdurig_afwezig', 'anders') THEN
    RAISE EXCEPTION 'a reason is one of the codes' USING ERRCODE = 'JID02';
  END IF;
  FOR v_zaak IN
    SELECT z.id, z.behandelaar_id IS NOT DISTINCT FROM p_van AS behandelt FROM zaken_zaak z
    WHERE (v_teams IS NULL OR z.team_id = ANY (v_teams))
      AND (z.behandelaar_id = p_van
       OR z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = p_van AND t.beeindigd_op IS NULL
                     AND t.verloopt_op IS NULL AND NOT app._andere_lezer(
                       t.content_object_id, (SELECT y.team_id FROM zaken_zaak y WHERE y.id = t.content_object_id),
                       (SELECT y.verzegeld FROM zaken_zaak y WHERE y.id = t.content_object_id), p_van)))
    ORDER BY z.id FOR UPDATE OF z
  LOOP
    IF NOT app._past_bij(v_zaak.id, p_aan, CASE WHEN v_zaak.behandelt THEN 'behandelaar' ELSE 'lezer' END) THEN
      v_niet := v_niet + 1;
      v_blijft := v_blijft || v_zaak.id;
      CONTINUE;
    END IF;
    PERFORM app._geef_zonder_reden(v_zaak.id, p_aan, NULL, NULL);
    IF v_zaak.behandelt THEN
      UPDATE zaken_zaak z SET behandelaar_id = p_aan, versie = z.versie + 1,
        team_id = (SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.team_id = z.team_id AND l.gebruiker_id = p_aan)
      WHERE z.id = v_zaak.id;
    END IF;
    PERFORM app._log_zaak('overgedragen', v_zaak.id, jsonb_build_object('van', p_van, 'aan', p_aan, 'reden', p_reden));
    v_over := v_over + 1;
  END LOOP;
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'overgedragen'
  WHERE t.user_id = p_van AND t.beeindigd_op IS NULL AND NOT (t.content_object_id = ANY (v_blijft))
    AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = t.content_object_id AND u.gebruiker_id = app.uid())
    AND (v_teams IS NULL OR (t.waarneming_id IS NULL AND EXISTS (
           SELECT FROM zaken_zaak z WHERE z.id = t.content_object_id AND z.team_id = ANY (v_teams))));
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w
  WHERE v_teams IS NULL AND w.beeindigd_op IS NULL AND (w.waarnemer_id = p_van OR (w.voor_id = p_van AND v_niet = 0));
  PERFORM app.noteer('opvolger_gekozen', p_aan::text,
                     jsonb_build_object('van', p_van, 'gegeven', v_over, 'niet_gegeven', v_niet));
  RETURN v_over;
END $$;

CREATE FUNCTION app.stel_waarneming_in(p_id uuid, p_voor bigint, p_waarnemer bigint, p_reden text, p_verloopt timestamptz)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_alle bigint; v_gegeven bigint; v_teams bigint[] := app._bereik(p_voor, p_waarnemer);
BEGIN
  PERFORM app._eis_opvolger(p_voor, p_waarnemer);
  IF p_verloopt IS NULL OR p_verloopt <= now() OR p_verloopt > now() + interval '1 year' THEN
    RAISE EXCEPTION 'a substitution ends within a year' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL;
  INSERT INTO zaken_waarneming (id, voor_id, waarnemer_id, reden, ingesteld_op, ingesteld_door_id, verloopt_op, teams)
  VALUES (p_id, p_voor, p_waarnemer, p_reden, now(), app.uid(), p_verloopt, v_teams);
  SELECT count(*), count(*) FILTER (WHERE app._geef_waar(p_id, z.id)) INTO v_alle, v_gegeven
  FROM zaken_zaak z
  WHERE z.behandelaar_id = p_voor AND z.geannuleerd_op IS NULL AND (v_teams IS NULL OR z.team_id = ANY (v_teams));
  PERFORM app.noteer('opvolger_gekozen', p_waarnemer::text,
                     jsonb_build_object('van', p_voor, 'gegeven', v_gegeven, 'niet_gegeven', v_alle - v_gegeven));
  RETURN v_gegeven;
END $$;
REVOKE ALL ON FUNCTION app.draag_over(bigint, bigint, text), app.stel_waarneming_in(uuid, bigint, bigint, text, timestamptz)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.draag_over(bigint, bigint, text),
  app.stel_waarneming_in(uuid, bigint, bigint, text, timestamptz) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0072_na_sluiting")]
    operations = [migrations.RunSQL(SQL)]
