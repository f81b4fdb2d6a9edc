-- Search in encrypted texts: what the index holds, and the function that finds the next page of hits that somebody may
-- see. The filters of the list are applied inside, so its limit never costs a hit.

-- The month of receipt stands beside the tokens and in the same index: frequent words are read month by month, newest
-- first, instead of whole. Kept by trigger, from whatever side the row or the date comes.
CREATE FUNCTION app.zoekmaand(p_dag date) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT (extract(year FROM p_dag) * 12 + extract(month FROM p_dag) - 1)::bigint $$;

CREATE FUNCTION app.eerste_dag(p_maand bigint) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT make_date((p_maand / 12)::int, (p_maand % 12)::int + 1, 1) $$;

-- The round of rebuilding: a row of an earlier round still has to be rebuilt (manage.py herbouw_zoekindex).
CREATE SEQUENCE app.zoekronde AS int;
SELECT nextval('app.zoekronde');

CREATE FUNCTION app.zet_zoekrij() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  NEW.maand := coalesce((SELECT app.zoekmaand(z.ontvangen_defensie) FROM zaken_zaak z WHERE z.id = NEW.zaak_id), 0);
  IF TG_OP = 'INSERT' THEN
    NEW.ronde := (SELECT last_value FROM app.zoekronde);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER zet_zoekrij BEFORE INSERT OR UPDATE ON zaken_zoekindex FOR EACH ROW EXECUTE FUNCTION app.zet_zoekrij();

CREATE FUNCTION app.volg_zaak_in_zoekindex() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NEW.sleutel_id IS NULL THEN  -- destroyed: what could be tried against a dictionary goes with the content
    DELETE FROM zaken_zoekindex WHERE zaak_id = NEW.id;
    DELETE FROM zaken_persoonindex p USING zaken_persoon x WHERE x.id = p.persoon_id AND x.zaak_id = NEW.id;
  ELSIF app.zoekmaand(NEW.ontvangen_defensie) <> app.zoekmaand(OLD.ontvangen_defensie) THEN
    UPDATE zaken_zoekindex SET maand = 0 WHERE zaak_id = NEW.id;  -- the trigger of that table knows the month
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER volg_zaak_in_zoekindex AFTER UPDATE OF ontvangen_defensie, sleutel_id ON zaken_zaak
  FOR EACH ROW WHEN (NEW.sleutel_id IS NULL OR NEW.ontvangen_defensie <> OLD.ontvangen_defensie) EXECUTE FUNCTION app.volg_zaak_in_zoekindex();

ALTER TABLE zaken_zoekindex ALTER COLUMN tokens SET STATISTICS 400;

-- The share of zaken that hold the rarest of these tokens, as the planner's statistics know it: at most, when unknown.
CREATE FUNCTION app.zoekaandeel(p_tokens bigint[]) RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ WITH s AS MATERIALIZED (
     SELECT most_common_elems::text::bigint[] AS tokens, most_common_elem_freqs AS aandelen FROM pg_stats
     WHERE schemaname = 'public' AND tablename = 'zaken_zoekindex' AND attname = 'tokens')
   SELECT coalesce((SELECT min(coalesce(s.aandelen[array_position(s.tokens, t)], s.aandelen[cardinality(s.tokens) + 1]))
                    FROM s, unnest(p_tokens) AS t), 0) $$;

-- The first `p_aantal` zaken after a key, in the order of one date, that hold all tokens, pass the filters and may be seen
-- by the current user; row security applies again to whoever uses the ids. `p_filters`: the conditions of the list (see
-- zaken/zoeken.py). Every way through it gives the same hits, they differ in what they read first:
--   a rare word  its zaken by the index, then who may see them;
--   own grants   all of them in order;
--   own teams    the newest 2,000 zaken one by one (a frequent word fills a page from a few hundred),
--                then the index, in steps of more and more months, fewer where hits are dense,
--                or the rest one by one, when the word stands in more zaken than team and filters leave.
CREATE FUNCTION app.zoek_zaken(p_soort text, p_tokens bigint[], p_filters jsonb, p_veld text, p_omlaag boolean,
                               p_na_dag date, p_na_id uuid, p_aantal int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET jit = off SET work_mem = '32MB' AS
$$ DECLARE
  c_stap constant int := 2000;
  c_bereik constant int := 40000;
  c_zeldzaam constant double precision := 0.0125;
  c_dicht constant int := 2000;
  v_aantal int := least(p_aantal, 1000);
  v_eigen uuid[];
  v_teams bigint[];
  v_aandeel double precision;
  v_zaak text;
  v_kandidaten uuid[];
  v_deel text := '';
  v_heeft text := 'EXISTS (SELECT FROM zaken_zoekindex i WHERE i.zaak_id = s.id AND i.tokens @> $1 OFFSET 0)';
  v_orde text := CASE WHEN p_omlaag THEN 'DESC' ELSE 'ASC' END;
  v_voorbij text := CASE WHEN p_omlaag THEN '<' ELSE '>' END;
  v_teken int := CASE WHEN p_omlaag THEN 1 ELSE -1 END;  -- from the last day that was read back to the first
  v_ids uuid[] := '{}';
  v_dagen date[] := '{}';
  v_meer_ids uuid[];
  v_meer_dagen date[];
  v_gezien int;
  v_na_dag date := p_na_dag;
  v_na_id uuid := p_na_id;
  v_dagen_gezien int;
  v_bereik int;
  v_uiterste date;
  v_van bigint;
  v_tot bigint;
  v_maanden int := 1;
  v_gevonden int := 0;
  v_naam text;
BEGIN
  IF coalesce(cardinality(p_tokens), 0) = 0 OR NOT app.heeft_zaakrol() THEN RETURN; END IF;
  IF p_veld NOT IN ('ontvangen_defensie', 'eerste_termijn') THEN
    RAISE EXCEPTION 'no such order' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  v_eigen := ARRAY(SELECT app.mijn_zaken());
  v_teams := ARRAY(SELECT app.mijn_zaakteams());
  v_aandeel := app.zoekaandeel(p_tokens);

  -- Conditions on the zaak `z`, and on its row in the register.
  v_zaak := format('z.soort = %L AND NOT (z.id IN (SELECT app.mijn_uitsluitingen()))', p_soort)
    || CASE WHEN p_filters ? 'geannuleerd' THEN '' ELSE ' AND z.geannuleerd_op IS NULL' END
    || CASE WHEN p_filters ? 'van' THEN format(' AND z.ontvangen_defensie >= %L::date', p_filters ->> 'van') ELSE '' END
    || CASE WHEN p_filters ? 'tot' THEN format(' AND z.ontvangen_defensie <= %L::date', p_filters ->> 'tot') ELSE '' END
    || CASE WHEN p_filters ? 'onderdeel' THEN format(' AND z.defensieonderdeel_id = %L::bigint', p_filters ->> 'onderdeel') ELSE '' END
    || CASE WHEN p_filters ? 'behandelaar' THEN
         CASE WHEN p_filters ->> 'behandelaar' IS NULL THEN ' AND z.behandelaar_id IS NULL'
              ELSE format(' AND z.behandelaar_id = %L::bigint', p_filters ->> 'behandelaar') END ELSE '' END
    || CASE WHEN p_filters ? 'teams' THEN format(' AND z.team_id = ANY (%L::bigint[])',
         ARRAY(SELECT jsonb_array_elements_text(p_filters -> 'teams'))) ELSE '' END
    || CASE WHEN p_filters ? 'termijn_van' THEN format(' AND z.eerste_termijn >= %L::date', p_filters ->> 'termijn_van') ELSE '' END
    || CASE WHEN p_filters ? 'termijn_tot' THEN format(' AND z.eerste_termijn <= %L::date', p_filters ->> 'termijn_tot') ELSE '' END
    || CASE WHEN p_veld = 'eerste_termijn' THEN ' AND z.eerste_termijn IS NOT NULL' ELSE '' END;
  FOR v_naam IN SELECT jsonb_object_keys(p_filters -> 'deel') LOOP
    v_deel := v_deel || format(' AND m.%I::text = ANY (%L::text[])', v_naam,
      ARRAY(SELECT jsonb_array_elements_text(p_filters -> 'deel' -> v_naam)));
  END LOOP;
  FOR v_naam IN SELECT jsonb_object_keys(p_filters -> 'zaak') LOOP
    v_zaak := v_zaak || format(' AND z.%I::text = ANY (%L::text[])', v_naam,
      ARRAY(SELECT jsonb_array_elements_text(p_filters -> 'zaak' -> v_naam)));
  END LOOP;
  IF v_deel <> '' THEN
    v_heeft := format('EXISTS (SELECT FROM public.%I m WHERE m.zaak_ptr_id = s.id%s OFFSET 0) AND ',
      p_filters ->> 'tabel', v_deel) || v_heeft;
    v_deel := format(' AND EXISTS (SELECT FROM public.%I m WHERE m.zaak_ptr_id = z.id%s)', p_filters ->> 'tabel', v_deel);
  END IF;
  v_zaak := format('SELECT z.id, z.%I AS dag FROM zaken_zaak z WHERE %s', p_veld, v_zaak)
    || CASE WHEN p_na_dag IS NULL THEN '' ELSE format(' AND (z.%I, z.id) %s (%L::date, %L::uuid)', p_veld, v_voorbij, p_na_dag, p_na_id) END;

  -- A rare word: its zaken, if they are few, and then which of them may be seen.
  IF v_aandeel < c_zeldzaam THEN
    v_kandidaten := ARRAY(SELECT i.zaak_id FROM zaken_zoekindex i WHERE array_append(i.tokens, i.maand) @> p_tokens LIMIT c_dicht + 1);
    IF cardinality(v_kandidaten) <= c_dicht THEN
      RETURN QUERY EXECUTE format('SELECT z.id FROM unnest($1) AS k JOIN (%s%s) z ON z.id = k ORDER BY z.dag %3$s, z.id %3$s LIMIT $4',
        replace(v_zaak, ' FROM zaken_zaak z WHERE ', ' FROM zaken_zaak z WHERE ((z.team_id = ANY ($2) AND NOT z.verzegeld) OR (z.id = ANY ($3)) IS TRUE) AND '),
        v_deel, v_orde) USING v_kandidaten, v_teams, v_eigen, v_aantal;
      RETURN;
    END IF;
  END IF;

  IF cardinality(v_eigen) > 0 THEN
    -- Hint and truth, as in the policy: the hint finds them together, the truth decides.
    EXECUTE format('WITH e AS MATERIALIZED (%s AND z.gebruikers && ARRAY[%s::bigint] AND (z.id = ANY ($2)) IS TRUE
          ORDER BY dag %3$s, z.id %3$s)
        SELECT array_agg(s.id), array_agg(s.dag) FROM (SELECT s.id, s.dag FROM e s WHERE %4$s LIMIT $3) s  -- in the order of e',
        v_zaak, app.uid(), v_orde, v_heeft)
      INTO v_ids, v_dagen USING p_tokens, v_eigen, v_aantal;
  END IF;

  IF cardinality(v_teams) > 0 THEN
    v_zaak := v_zaak || ' AND NOT z.verzegeld AND z.team_id = ';
    EXECUTE format('WITH w AS MATERIALIZED (
          SELECT s.id, s.dag FROM unnest($2) AS t CROSS JOIN LATERAL (%s t ORDER BY dag %2$s, z.id %2$s LIMIT $4) s
          ORDER BY s.dag %2$s, s.id %2$s LIMIT $4),
        h AS MATERIALIZED (SELECT s.id, s.dag FROM w s WHERE %3$s LIMIT $3)  -- in the order of w
        SELECT (SELECT array_agg(id) FROM h), (SELECT array_agg(dag) FROM h), (SELECT count(*) FROM w),
          (SELECT dag FROM w ORDER BY dag %4$s, id %4$s LIMIT 1), (SELECT id FROM w ORDER BY dag %4$s, id %4$s LIMIT 1),
          (SELECT max(dag) - min(dag) FROM w)',
        v_zaak, v_orde, v_heeft, CASE WHEN p_omlaag THEN 'ASC' ELSE 'DESC' END)
      INTO v_meer_ids, v_meer_dagen, v_gezien, v_na_dag, v_na_id, v_dagen_gezien USING p_tokens, v_teams, v_aantal, c_stap;
    v_ids := v_ids || v_meer_ids;
    v_dagen := v_dagen || v_meer_dagen;
    v_gevonden := coalesce(cardinality(v_meer_ids), 0);

    IF v_gevonden < v_aantal AND v_gezien = c_stap THEN
      v_zaak := format('%s ANY ($2) AND (z.%I, z.id) %s (%L::date, %L::uuid)', v_zaak, p_veld, v_voorbij, v_na_dag, v_na_id);
      -- How many zaken lie between those that were read: what part of all this user and filter leave.
      v_bereik := (SELECT count(*) FROM (SELECT FROM zaken_zaak z WHERE z.soort = p_soort AND z.ontvangen_defensie
          BETWEEN least(v_na_dag, v_na_dag + v_teken * v_dagen_gezien) AND greatest(v_na_dag, v_na_dag + v_teken * v_dagen_gezien)
          LIMIT c_bereik) x);
      IF p_veld = 'eerste_termijn' OR (v_deel <> '' AND v_gevonden < 5) THEN
        EXECUTE format('SELECT array_agg(s.id), array_agg(s.dag) FROM (SELECT z.id, z.dag FROM (%s%s) z
            JOIN zaken_zoekindex i ON i.zaak_id = z.id AND array_append(i.tokens, i.maand) @> $1 OFFSET 0) s', v_zaak, v_deel)
          INTO v_meer_ids, v_meer_dagen USING p_tokens, v_teams;
        v_ids := v_ids || v_meer_ids;
        v_dagen := v_dagen || v_meer_dagen;
      ELSIF v_aandeel > c_stap::double precision / greatest(v_bereik, c_stap) THEN
        EXECUTE format('SELECT array_agg(s.id), array_agg(s.dag) FROM (SELECT s.id, s.dag
            FROM (%s ORDER BY dag %2$s, z.id %2$s OFFSET 0) s WHERE %3$s LIMIT $3) s', v_zaak, v_orde, v_heeft)
          INTO v_meer_ids, v_meer_dagen USING p_tokens, v_teams, v_aantal;
        v_ids := v_ids || v_meer_ids;
        v_dagen := v_dagen || v_meer_dagen;
      ELSE
        EXECUTE format('SELECT %s(z.ontvangen_defensie) FROM zaken_zaak z WHERE z.soort = $1', CASE WHEN p_omlaag THEN 'min' ELSE 'max' END)
          INTO v_uiterste USING p_soort;
        v_uiterste := CASE WHEN p_omlaag THEN greatest(v_uiterste, (p_filters ->> 'van')::date)
                           ELSE least(v_uiterste, (p_filters ->> 'tot')::date) END;
        v_tot := app.zoekmaand(v_na_dag);
        WHILE v_gevonden < v_aantal
          AND CASE WHEN p_omlaag THEN v_tot >= app.zoekmaand(v_uiterste) ELSE v_tot <= app.zoekmaand(v_uiterste) END LOOP
          v_van := CASE WHEN p_omlaag THEN greatest(v_tot - v_maanden + 1, app.zoekmaand(v_uiterste))
                        ELSE least(v_tot + v_maanden - 1, app.zoekmaand(v_uiterste)) END;
          EXECUTE format('WITH i AS MATERIALIZED (SELECT i.zaak_id FROM zaken_zoekindex i WHERE array_append(i.tokens, i.maand) @> $1
                AND array_append(i.tokens, i.maand) && $4 LIMIT $5),
              h AS (SELECT z.id, z.dag FROM i JOIN (%s%s) z ON z.id = i.zaak_id WHERE (SELECT count(*) FROM i) < $5
                ORDER BY z.dag %3$s, z.id %3$s LIMIT $3)
              SELECT (SELECT count(*) FROM i), (SELECT array_agg(id) FROM h), (SELECT array_agg(dag) FROM h)', v_zaak, v_deel, v_orde)
            INTO v_gezien, v_meer_ids, v_meer_dagen
            USING p_tokens, v_teams, v_aantal, ARRAY(SELECT generate_series(least(v_van, v_tot), greatest(v_van, v_tot))), c_dicht + 1;
          IF v_gezien > c_dicht AND v_maanden > 1 THEN  -- these months hold many: take fewer of them
            v_maanden := greatest(v_maanden / 4, 1);
            CONTINUE;
          ELSIF v_gezien > c_dicht THEN  -- one month with many: one by one
            EXECUTE format('SELECT array_agg(s.id), array_agg(s.dag) FROM (SELECT s.id, s.dag
                FROM (%1$s AND z.ontvangen_defensie >= %2$L::date AND z.ontvangen_defensie < %3$L::date
                      ORDER BY dag %4$s, z.id %4$s OFFSET 0) s WHERE %5$s LIMIT $3) s',
                v_zaak, app.eerste_dag(v_tot), app.eerste_dag(v_tot + 1), v_orde, v_heeft)
              INTO v_meer_ids, v_meer_dagen USING p_tokens, v_teams, v_aantal;
          END IF;
          v_ids := v_ids || v_meer_ids;
          v_dagen := v_dagen || v_meer_dagen;
          v_gevonden := v_gevonden + coalesce(cardinality(v_meer_ids), 0);
          v_tot := CASE WHEN p_omlaag THEN v_van - 1 ELSE v_van + 1 END;
          v_maanden := least(v_maanden * 2, 24);
        END LOOP;
      END IF;
    END IF;
  END IF;
  RETURN QUERY EXECUTE format('SELECT u.id FROM (SELECT DISTINCT x.id, x.dag FROM unnest($1, $2) AS x(id, dag)) u
    ORDER BY u.dag %1$s, u.id %1$s LIMIT $3', v_orde) USING v_ids, v_dagen, v_aantal;
END $$;

CREATE OR REPLACE FUNCTION app.zet_zoektokens(p_zaak uuid, p_tokens bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  INSERT INTO zaken_zoekindex (zaak_id, tokens, maand, ronde) VALUES (p_zaak, p_tokens, 0, 0)
  ON CONFLICT (zaak_id) DO UPDATE SET tokens = EXCLUDED.tokens, ronde = EXCLUDED.ronde;  -- both set by the trigger
END $$;

-- For texts that only grow (a note): what stood there stays, whatever another transaction adds at the same moment.
CREATE FUNCTION app.voeg_zoektokens_toe(p_zaak uuid, p_tokens bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  UPDATE zaken_zoekindex i SET tokens = ARRAY(SELECT DISTINCT t FROM unnest(i.tokens || p_tokens) AS t ORDER BY t)
  WHERE i.zaak_id = p_zaak AND NOT i.tokens @> p_tokens;
END $$;

-- Exact look-up of a person: keyed hashes of the whole name, address or number, never of parts of it.
ALTER TABLE zaken_persoonindex ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION app.vergeet_persoon() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  DELETE FROM zaken_persoonindex WHERE persoon_id = OLD.id;  -- closed to who deletes the person
  RETURN OLD;
END $$;
CREATE TRIGGER vergeet_persoon BEFORE DELETE ON zaken_persoon FOR EACH ROW EXECUTE FUNCTION app.vergeet_persoon();

CREATE FUNCTION app.zet_persoontokens(p_persoon uuid, p_tokens bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht((SELECT p.zaak_id FROM zaken_persoon p WHERE p.id = p_persoon));
  INSERT INTO zaken_persoonindex (persoon_id, tokens) VALUES (p_persoon, p_tokens)
  ON CONFLICT (persoon_id) DO UPDATE SET tokens = EXCLUDED.tokens;
END $$;

CREATE FUNCTION app.zoek_personen(p_tokens bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT DISTINCT z.id FROM zaken_persoonindex i JOIN zaken_persoon p ON p.id = i.persoon_id JOIN zaken_zaak z ON z.id = p.zaak_id
   WHERE i.tokens @> p_tokens AND cardinality(p_tokens) > 0
     AND (SELECT app.heeft_rol('adviseur', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'))
     AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams())) OR z.id IN (SELECT app.mijn_zaken()))
     AND NOT (z.id IN (SELECT app.mijn_uitsluitingen())) $$;

GRANT EXECUTE ON FUNCTION app.zoek_zaken(text, bigint[], jsonb, text, boolean, date, uuid, int),
  app.voeg_zoektokens_toe(uuid, bigint[]), app.zet_persoontokens(uuid, bigint[]), app.zoek_personen(bigint[]) TO jid_web;
DROP FUNCTION app.zoek_zaken(text, bigint[], int);

-- Rebuilding reads every searchable text and writes tokens, as the worker.
CREATE POLICY taken ON zaken_notitie FOR SELECT TO jid_worker USING (true);
CREATE POLICY taken ON zaken_persoonindex TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT ON zaken_notitie TO jid_worker;
GRANT SELECT, INSERT, UPDATE ON zaken_persoonindex TO jid_worker;
GRANT UPDATE (tokens, ronde) ON zaken_zoekindex TO jid_worker;
GRANT USAGE, SELECT ON SEQUENCE app.zoekronde TO jid_worker;
