"""Casussen are counted by the whole year only: a part of a year tells by its difference with the whole what came after it."""

from django.db import migrations, models

WEG = """
DROP VIEW app.cijfers_casussen;
DROP FUNCTION app._casussen_per_thema(integer, integer), app._tel_casusjaar(integer, integer, text, date),
  app._casusmoment(date);
DELETE FROM vertrouwenspersonen_casustelling WHERE tot_kwartaal < 4;
"""

ERUIT = """
-- Every count that was made, a row per theme. A count in which there was nothing has one row without a theme.
CREATE VIEW app.cijfers_casussen WITH (security_barrier) AS
SELECT t.id AS telling, t.jaar::integer, t.geteld_op, a.thema::text AS hoofdthema, coalesce(a.aantal::integer, 0) AS aantal
FROM public.vertrouwenspersonen_casustelling t
LEFT JOIN LATERAL jsonb_each_text(t.aantallen) AS a (thema, aantal) ON true;
REVOKE ALL ON app.cijfers_casussen FROM PUBLIC;
GRANT SELECT ON app.cijfers_casussen TO jid_cijfers;
"""

TELLEN = """
-- The counting rule (rapportages/telregels/overige.py): by year of first contact and hoofdthema, a voortzetting not again.
CREATE FUNCTION app._casussen_per_thema(p_jaar integer) RETURNS jsonb
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(jsonb_object_agg(t.thema, t.aantal), '{}')
   FROM (SELECT k.code AS thema, count(*) AS aantal
         FROM vertrouwenspersonen_casus c JOIN codelijsten_code k ON k.id = c.hoofdthema_id
         WHERE NOT c.voortzetting AND c.kwartaal_eerste_contact BETWEEN p_jaar || '-K1' AND p_jaar || '-K4'
         GROUP BY k.code) t $$;

-- Make one count; false when it was not made. When fewer than five casussen differ, the numbers of the count before stand: a
-- herziening then repeats them, so that its moment is past, and by hand nothing is written. The first count of a year is
-- exact, and so is one by a version of the rule that counts otherwise: 2 and 3 count a whole year alike.
CREATE FUNCTION app._tel_casusjaar(p_jaar integer, p_soort text, p_dag date) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  c_versie CONSTANT integer := 3;
  c_minstens CONSTANT integer := 5;
  v_vorig vertrouwenspersonen_casustelling;
  v_nieuw jsonb := app._casussen_per_thema(p_jaar);
BEGIN
  SELECT * INTO v_vorig FROM vertrouwenspersonen_casustelling WHERE jaar = p_jaar ORDER BY id DESC LIMIT 1;
  IF FOUND AND p_soort <> 'jaartelling' AND v_vorig.versie IN (2, c_versie)
     AND app._casussen_verschil(v_vorig.aantallen, v_nieuw) < c_minstens THEN
    IF p_soort = 'bij_hand' THEN RETURN false; END IF;
    v_nieuw := v_vorig.aantallen;
  END IF;
  INSERT INTO vertrouwenspersonen_casustelling (jaar, soort, geteld_op, versie, aantallen)
  VALUES (p_jaar, p_soort, p_dag, c_versie, v_nieuw);
  -- As for other work with casussen: the day, never the minute; and nobody, for it is not about who asked.
  INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
  VALUES (gen_random_uuid(), date_trunc('day', now(), 'Europe/Amsterdam'), 'casussen_geteld', NULL, NULL, p_jaar::text,
          jsonb_build_object('telling', p_soort));
  RETURN true;
END $$;

-- The last year that may be counted on a day: over for a month. A day that is still to come, or that lies before an earlier
-- count, is refused.
CREATE FUNCTION app._laatste_casusjaar(p_dag date) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  LOCK TABLE vertrouwenspersonen_casustelling IN SHARE ROW EXCLUSIVE MODE;  -- two at once: the second finds it done
  IF p_dag > (now() AT TIME ZONE 'Europe/Amsterdam')::date
     OR p_dag < (SELECT greatest(max(geteld_op), '2000-01-01') FROM vertrouwenspersonen_casustelling) THEN
    RAISE EXCEPTION 'casussen are counted when the day is there' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN extract(year FROM p_dag)::integer - CASE WHEN extract(month FROM p_dag) >= 2 THEN 1 ELSE 2 END;
END $$;
REVOKE ALL ON FUNCTION app._casussen_per_thema(integer), app._tel_casusjaar(integer, text, date),
  app._laatste_casusjaar(date) FROM PUBLIC;
"""

BEURTEN = """
-- The worker, every hour. Whole years go once a year: when the last one was not counted yet, so are the older ones that never
-- were, and those that were counted once are counted once more. After that a year does not change by itself.
CREATE OR REPLACE FUNCTION app.tel_casussen(p_dag date) RETURNS SETOF integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_laatste integer := app._laatste_casusjaar(p_dag);
  v_jaar integer;
  v_soort text;
BEGIN
  IF EXISTS (SELECT FROM vertrouwenspersonen_casustelling WHERE jaar = v_laatste AND soort = 'jaartelling') THEN
    RETURN;
  END IF;
  FOR v_jaar IN app._eerste_casusjaar(v_laatste) .. v_laatste LOOP
    v_soort := (SELECT CASE WHEN bool_or(soort = 'herziening') THEN NULL
                            WHEN bool_or(soort = 'jaartelling') THEN 'herziening' ELSE 'jaartelling' END
                FROM vertrouwenspersonen_casustelling WHERE jaar = v_jaar);
    IF v_soort IS NOT NULL THEN
      PERFORM app._tel_casusjaar(v_jaar, v_soort, p_dag);
      RETURN NEXT v_jaar;
    END IF;
  END LOOP;
END $$;

-- After many came in at once (demo data, an import by command): the years of which no casus was counted yet. With fewer than
-- five it waits for its turn. For the worker and the owner, and only today.
CREATE OR REPLACE FUNCTION app.tel_nieuwe_casusjaren(p_dag date) RETURNS SETOF integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_laatste integer;
  v_jaar integer;
  v_vorig jsonb;
  v_aantal integer;
BEGIN
  IF p_dag IS DISTINCT FROM (now() AT TIME ZONE 'Europe/Amsterdam')::date THEN
    RAISE EXCEPTION 'new years are counted today' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  v_laatste := app._laatste_casusjaar(p_dag);
  IF EXISTS (SELECT FROM vertrouwenspersonen_casustelling) THEN  -- what is due goes first, or a herziening would be passed by
    RETURN QUERY SELECT app.tel_casussen(p_dag);
  END IF;
  FOR v_jaar IN app._eerste_casusjaar(v_laatste) .. v_laatste LOOP
    v_vorig := (SELECT aantallen FROM vertrouwenspersonen_casustelling WHERE jaar = v_jaar ORDER BY id DESC LIMIT 1);
    v_aantal := app._casussen_verschil('{}', app._casussen_per_thema(v_jaar));
    IF v_vorig IS NULL AND (v_aantal = 0 OR v_aantal >= 5) THEN
      PERFORM app._tel_casusjaar(v_jaar, 'jaartelling', p_dag);
      IF v_aantal > 0 THEN RETURN NEXT v_jaar; END IF;
    ELSIF v_vorig = '{}' AND v_aantal >= 5 THEN
      PERFORM app._tel_casusjaar(v_jaar, 'bij_hand', p_dag);
      RETURN NEXT v_jaar;
    END IF;
  END LOOP;
END $$;

-- For who manages the installation.
CREATE OR REPLACE FUNCTION app.tel_casusjaar_opnieuw(p_jaar integer, p_dag date) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app._laatste_casusjaar(p_dag);
  IF NOT EXISTS (SELECT FROM vertrouwenspersonen_casustelling WHERE jaar = p_jaar AND soort = 'jaartelling') THEN
    RETURN 'nog_niet';
  END IF;
  RETURN CASE WHEN app._tel_casusjaar(p_jaar, 'bij_hand', p_dag) THEN 'geteld' ELSE 'te_weinig' END;
END $$;
"""

SOORTEN = [
    ("jaartelling", "Eerste telling van het hele jaar"),
    ("herziening", "Tweede en laatste telling"),
    ("bij_hand", "Opnieuw geteld met een opdracht"),
]


class Migration(migrations.Migration):
    dependencies = [("vertrouwenspersonen", "0008_een_gesprek_een_kwartaal")]
    operations = [
        migrations.RunSQL(WEG),
        migrations.RemoveConstraint("casustelling", "casustelling_een_keer"),
        migrations.RemoveConstraint("casustelling", "casustelling_soort"),
        migrations.RemoveField("casustelling", "tot_kwartaal"),
        migrations.AlterField(
            "casustelling", "soort", models.CharField("soort", max_length=11, choices=SOORTEN)
        ),
        migrations.AddConstraint(
            "casustelling",
            models.UniqueConstraint(
                fields=["jaar", "soort"],
                condition=~models.Q(soort="bij_hand"),
                name="casustelling_een_keer",
            ),
        ),
        migrations.AddConstraint(
            "casustelling",
            models.CheckConstraint(
                condition=models.Q(soort__in=[soort for soort, _label in SOORTEN]), name="casustelling_soort"
            ),
        ),
        *(migrations.RunSQL(sql) for sql in (ERUIT, TELLEN, BEURTEN)),
    ]
