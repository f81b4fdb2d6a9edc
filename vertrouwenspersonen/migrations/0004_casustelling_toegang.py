"""Figures of casussen are counted at fixed moments and then stand: nobody reads the casussen for them any more."""

from django.db import migrations

DICHT = """
-- No role has a right on the numbers: they come in through the functions below and out through the view.
ALTER TABLE vertrouwenspersonen_casustelling ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON vertrouwenspersonen_casustelling FROM PUBLIC, jid_web, jid_worker, jid_cijfers;

DROP VIEW app.cijfers_casussen;
-- Every count that was made, a row per theme. A count in which there was nothing has one row without a theme.
CREATE VIEW app.cijfers_casussen WITH (security_barrier) AS
SELECT t.id AS telling, t.jaar::integer, t.tot_kwartaal::integer, t.geteld_op, a.thema::text AS hoofdthema,
       coalesce(a.aantal::integer, 0) AS aantal
FROM public.vertrouwenspersonen_casustelling t
LEFT JOIN LATERAL jsonb_each_text(t.aantallen) AS a (thema, aantal) ON true;
REVOKE ALL ON app.cijfers_casussen FROM PUBLIC;
GRANT SELECT ON app.cijfers_casussen TO jid_cijfers;

CREATE POLICY telling_door_een_functie ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web WITH CHECK (
  soort <> 'casussen_geteld');
"""

TELLEN = """
-- The counting rule (rapportages/telregels/overige.py): by year of first contact and hoofdthema, a voortzetting not again.
CREATE FUNCTION app._casussen_per_thema(p_jaar integer, p_tot_kwartaal integer) RETURNS jsonb
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(jsonb_object_agg(t.thema, t.aantal), '{}')
   FROM (SELECT k.code AS thema, count(*) AS aantal
         FROM vertrouwenspersonen_casus c JOIN codelijsten_code k ON k.id = c.hoofdthema_id
         WHERE NOT c.voortzetting
           AND c.kwartaal_eerste_contact BETWEEN p_jaar || '-K1' AND p_jaar || '-K' || p_tot_kwartaal
         GROUP BY k.code) t $$;

-- How many casussen at least lie between two counts: what came in, or what went out, whichever is more.
CREATE FUNCTION app._casussen_verschil(p_oud jsonb, p_nieuw jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(greatest(sum(greatest(v.n, 0)), sum(greatest(-v.n, 0))), 0)::integer
   FROM (SELECT coalesce((p_nieuw ->> k)::integer, 0) - coalesce((p_oud ->> k)::integer, 0) AS n
         FROM jsonb_object_keys(p_oud || p_nieuw) AS k) v $$;

-- Make one count; false when it was not made. When fewer than five casussen differ, the numbers of the count before stand: a
-- tussenstand and a herziening then repeat them, so that their moment is past, and by hand nothing is written. The first
-- count of a whole year is exact, and so is one by another version of the rule.
CREATE FUNCTION app._tel_casusjaar(p_jaar integer, p_tot_kwartaal integer, p_soort text, p_dag date) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  c_versie CONSTANT integer := 2;
  c_minstens CONSTANT integer := 5;
  v_vorig vertrouwenspersonen_casustelling;
  v_nieuw jsonb := app._casussen_per_thema(p_jaar, p_tot_kwartaal);
BEGIN
  SELECT * INTO v_vorig FROM vertrouwenspersonen_casustelling WHERE jaar = p_jaar ORDER BY id DESC LIMIT 1;
  IF FOUND AND p_soort <> 'jaartelling' AND v_vorig.versie = c_versie
     AND app._casussen_verschil(v_vorig.aantallen, v_nieuw) < c_minstens THEN
    IF p_soort = 'bij_hand' THEN RETURN false; END IF;
    v_nieuw := v_vorig.aantallen;
  END IF;
  INSERT INTO vertrouwenspersonen_casustelling (jaar, tot_kwartaal, soort, geteld_op, versie, aantallen)
  VALUES (p_jaar, p_tot_kwartaal, p_soort, p_dag, c_versie, v_nieuw);
  -- As for other work with casussen: the day, never the minute; and nobody, for it is not about who asked.
  INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
  VALUES (gen_random_uuid(), date_trunc('day', now(), 'Europe/Amsterdam'), 'casussen_geteld', NULL, NULL, p_jaar::text,
          jsonb_build_object('telling', p_soort, 'tot_kwartaal', p_tot_kwartaal));
  RETURN true;
END $$;

-- What may be counted on a day: the last whole year (over for a month), and the last quarter of the year itself that is.
CREATE FUNCTION app._casusmoment(p_dag date, OUT laatste_jaar integer, OUT lopend_jaar integer, OUT tot_kwartaal integer)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF p_dag > (now() AT TIME ZONE 'Europe/Amsterdam')::date THEN
    RAISE EXCEPTION 'casussen are counted when the day is there' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  lopend_jaar := extract(year FROM p_dag);
  laatste_jaar := lopend_jaar - CASE WHEN extract(month FROM p_dag) >= 2 THEN 1 ELSE 2 END;
  tot_kwartaal := (extract(month FROM p_dag)::integer - 2) / 3;
  LOCK TABLE vertrouwenspersonen_casustelling IN SHARE ROW EXCLUSIVE MODE;  -- two at once: the second finds it done
END $$;

CREATE FUNCTION app._eerste_casusjaar(p_anders integer) RETURNS integer
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT least(p_anders,
     (SELECT min(left(kwartaal_eerste_contact, 4)::integer) FROM vertrouwenspersonen_casus WHERE NOT voortzetting),
     (SELECT min(jaar) FROM vertrouwenspersonen_casustelling)) $$;
REVOKE ALL ON FUNCTION app._casussen_per_thema(integer, integer), app._casussen_verschil(jsonb, jsonb),
  app._tel_casusjaar(integer, integer, text, date), app._casusmoment(date), app._eerste_casusjaar(integer) FROM PUBLIC;
"""

BEURTEN = """
-- The worker, every hour. Whole years go once a year: when the last one was not counted yet, so are the older ones that never
-- were, and those that were counted once are counted once more. After that a year does not change by itself.
CREATE FUNCTION app.tel_casussen(p_dag date) RETURNS SETOF integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  m record;
  v_jaar integer;
  v_soort text;
BEGIN
  SELECT * INTO m FROM app._casusmoment(p_dag);
  IF NOT EXISTS (SELECT FROM vertrouwenspersonen_casustelling WHERE jaar = m.laatste_jaar AND soort = 'jaartelling') THEN
    FOR v_jaar IN app._eerste_casusjaar(m.laatste_jaar) .. m.laatste_jaar LOOP
      v_soort := (SELECT CASE WHEN bool_or(soort = 'herziening') THEN NULL
                              WHEN bool_or(soort = 'jaartelling') THEN 'herziening' ELSE 'jaartelling' END
                  FROM vertrouwenspersonen_casustelling WHERE jaar = v_jaar);
      IF v_soort IS NOT NULL THEN
        PERFORM app._tel_casusjaar(v_jaar, 4, v_soort, p_dag);
        RETURN NEXT v_jaar;
      END IF;
    END LOOP;
  END IF;
  IF m.tot_kwartaal > 0 AND NOT EXISTS (
       SELECT FROM vertrouwenspersonen_casustelling WHERE jaar = m.lopend_jaar AND tot_kwartaal >= m.tot_kwartaal) THEN
    PERFORM app._tel_casusjaar(m.lopend_jaar, m.tot_kwartaal, 'tussenstand', p_dag);
    RETURN NEXT m.lopend_jaar;
  END IF;
END $$;

-- After many came in at once (demo data, an import by command): the years of which no casus was counted yet. With fewer than
-- five it waits for its turn. So the web role, as which that command runs, cannot count one casus with it either.
CREATE FUNCTION app.tel_nieuwe_casusjaren(p_dag date) RETURNS SETOF integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  m record;
  v record;
  v_vorig jsonb;
  v_aantal integer;
BEGIN
  SELECT * INTO m FROM app._casusmoment(p_dag);
  IF EXISTS (SELECT FROM vertrouwenspersonen_casustelling) THEN  -- what is due goes first, or a herziening would be passed by
    RETURN QUERY SELECT app.tel_casussen(p_dag);
  END IF;
  FOR v IN SELECT jaar, 4 AS tot_kwartaal, 'jaartelling' AS soort
           FROM generate_series(app._eerste_casusjaar(m.laatste_jaar), m.laatste_jaar) AS jaar
           UNION ALL SELECT m.lopend_jaar, m.tot_kwartaal, 'tussenstand' WHERE m.tot_kwartaal > 0
           ORDER BY 1 LOOP
    v_vorig := (SELECT aantallen FROM vertrouwenspersonen_casustelling WHERE jaar = v.jaar ORDER BY id DESC LIMIT 1);
    v_aantal := app._casussen_verschil('{}', app._casussen_per_thema(v.jaar, v.tot_kwartaal));
    IF v_vorig IS NULL AND (v_aantal = 0 OR v_aantal >= 5) THEN
      PERFORM app._tel_casusjaar(v.jaar, v.tot_kwartaal, v.soort, p_dag);
      IF v_aantal > 0 THEN RETURN NEXT v.jaar; END IF;
    ELSIF v_vorig = '{}' AND v_aantal >= 5 THEN
      PERFORM app._tel_casusjaar(v.jaar, v.tot_kwartaal, 'bij_hand', p_dag);
      RETURN NEXT v.jaar;
    END IF;
  END LOOP;
END $$;

-- For who manages the installation.
CREATE FUNCTION app.tel_casusjaar_opnieuw(p_jaar integer, p_dag date) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app._casusmoment(p_dag);
  IF NOT EXISTS (SELECT FROM vertrouwenspersonen_casustelling WHERE jaar = p_jaar AND soort = 'jaartelling') THEN
    RETURN 'nog_niet';
  END IF;
  RETURN CASE WHEN app._tel_casusjaar(p_jaar, 4, 'bij_hand', p_dag) THEN 'geteld' ELSE 'te_weinig' END;
END $$;

REVOKE ALL ON FUNCTION app.tel_casussen(date), app.tel_nieuwe_casusjaren(date), app.tel_casusjaar_opnieuw(integer, date)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.tel_casussen(date), app.tel_casusjaar_opnieuw(integer, date) TO jid_worker;
GRANT EXECUTE ON FUNCTION app.tel_nieuwe_casusjaren(date) TO jid_worker, jid_web;
"""

WAT_ER_AL_IS = """
-- An installation that holds casussen keeps its figures; an empty one has nothing to count.
DO $$ BEGIN
  IF EXISTS (SELECT FROM vertrouwenspersonen_casus) THEN
    PERFORM app.tel_casussen((now() AT TIME ZONE 'Europe/Amsterdam')::date);
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vertrouwenspersonen", "0003_casustelling"),
        ("codelijsten", "0002_toegang"),
        ("logboek", "0002_toegang"),
    ]
    operations = [migrations.RunSQL(sql) for sql in (DICHT, TELLEN, BEURTEN, WAT_ER_AL_IS)]
