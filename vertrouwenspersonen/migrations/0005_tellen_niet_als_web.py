"""No request counts casussen: who adds some of their own, counts and takes it all back would learn how many there were."""

from django.db import migrations

SQL = """
REVOKE EXECUTE ON FUNCTION app.tel_nieuwe_casusjaren(date) FROM jid_web;

-- What may be counted on a day: the last whole year (over for a month), and the last quarter of the year itself that is. A day
-- that is still to come, or that lies before an earlier count, is refused.
CREATE OR REPLACE FUNCTION app._casusmoment(p_dag date, OUT laatste_jaar integer, OUT lopend_jaar integer, OUT tot_kwartaal integer)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  LOCK TABLE vertrouwenspersonen_casustelling IN SHARE ROW EXCLUSIVE MODE;  -- two at once: the second finds it done
  IF p_dag > (now() AT TIME ZONE 'Europe/Amsterdam')::date
     OR p_dag < (SELECT greatest(max(geteld_op), '2000-01-01') FROM vertrouwenspersonen_casustelling) THEN
    RAISE EXCEPTION 'casussen are counted when the day is there' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  lopend_jaar := extract(year FROM p_dag);
  laatste_jaar := lopend_jaar - CASE WHEN extract(month FROM p_dag) >= 2 THEN 1 ELSE 2 END;
  tot_kwartaal := (extract(month FROM p_dag)::integer - 2) / 3;
END $$;

-- After many came in at once (demo data, an import by command): the years of which no casus was counted yet. With fewer than
-- five it waits for its turn. For the worker and the owner, and only today.
CREATE OR REPLACE FUNCTION app.tel_nieuwe_casusjaren(p_dag date) RETURNS SETOF integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  m record;
  v record;
  v_vorig jsonb;
  v_aantal integer;
BEGIN
  IF p_dag IS DISTINCT FROM (now() AT TIME ZONE 'Europe/Amsterdam')::date THEN
    RAISE EXCEPTION 'new years are counted today' USING ERRCODE = 'invalid_parameter_value';
  END IF;
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
"""


class Migration(migrations.Migration):
    dependencies = [("vertrouwenspersonen", "0004_casustelling_toegang")]
    operations = [migrations.RunSQL(SQL)]
