-- Search
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- The zaken that hold all these words, pass the filters and may be seen, in the order of a date, after a key.
CREATE OR REPLACE FUNCTION app.zoek_zaken(p_soort text, p_tokens bigint[], p_filters jsonb, p_veld text, p_omlaag boolean, p_na_dag date, p_na_id uuid, p_aantal integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET jit TO 'off'
 SET max_parallel_workers_per_gather TO '0'
 SET work_mem TO '32MB'
AS $function$ DECLARE
  c_stap constant int := 2000;
  c_bereik constant int := 40000;
  c_zeldzaam constant double precision := 0.0125;
  c_dicht constant int := 2000;
  c_weinig constant int := 8000;
  v_aantal int := least(p_aantal, 1000);
  v_eigen uuid[];
  v_teams bigint[];
  v_aandeel double precision;
  v_basis text;
  v_zaak text;
  v_kandidaten uuid[];
  v_deel text := '';
  v_rij text;
  v_weinig boolean := false;
  v_dicht int := c_dicht;
  v_woorden text;
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
  v_eerste date;  -- the days of receipt within which anything can be found
  v_laatste date;
  v_uiterste bigint;
  v_van bigint;
  v_tot bigint;
  v_maanden int := 1;
  v_delen double precision[];
  v_verwacht double precision;
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
  EXECUTE 'SELECT greatest(min(z.ontvangen_defensie), $2), least(max(z.ontvangen_defensie), $3) FROM zaken_zaak z WHERE z.soort = $1'
    INTO v_eerste, v_laatste USING p_soort, (p_filters ->> 'van')::date, (p_filters ->> 'tot')::date;
  IF v_eerste IS NULL OR v_eerste > v_laatste THEN RETURN; END IF;
  -- All words, each in any of these years.
  v_woorden := (SELECT string_agg(format('app.zoektermen(i.tokens, i.maand) && %L::bigint[]',
      ARRAY(SELECT (app.zoeksleutels(ARRAY[t], j))[1] FROM generate_series(app.zoekmaand(v_eerste) / 12, app.zoekmaand(v_laatste) / 12) AS j)),
      ' AND ') FROM unnest(p_tokens) AS t);

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
    v_rij := v_deel;
    v_dicht := 4 * c_dicht;  -- words first, then the few that pass
    v_heeft := format('EXISTS (SELECT FROM public.%I m WHERE m.zaak_ptr_id = s.id%s OFFSET 0) AND ',
      p_filters ->> 'tabel', v_deel) || v_heeft;
    v_deel := format(' AND EXISTS (SELECT FROM public.%I m WHERE m.zaak_ptr_id = z.id%s)', p_filters ->> 'tabel', v_deel);
  END IF;
  v_basis := format('SELECT z.id, z.%I AS dag FROM zaken_zaak z WHERE %s', p_veld, v_zaak);
  v_zaak := v_basis
    || CASE WHEN p_na_dag IS NULL THEN '' ELSE format(' AND (z.%I, z.id) %s (%L::date, %L::uuid)', p_veld, v_voorbij, p_na_dag, p_na_id) END;

  -- A rare word: its zaken, if they are few, and then which of them may be seen.
  IF v_aandeel < c_zeldzaam THEN
    EXECUTE format('SELECT ARRAY(SELECT i.zaak_id FROM zaken_zoekindex i WHERE %s LIMIT $1)', v_woorden)
      INTO v_kandidaten USING c_dicht + 1;
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
    v_basis := v_basis || ' AND NOT z.verzegeld AND z.team_id = ';
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
      v_basis := v_basis || 'ANY ($2)';
      v_zaak := format('%s AND (z.%I, z.id) %s (%L::date, %L::uuid)', v_basis, p_veld, v_voorbij, v_na_dag, v_na_id);
      -- How many zaken lie between those that were read: what part of all this user and filter leave.
      v_bereik := (SELECT count(*) FROM (SELECT FROM zaken_zaak z WHERE z.soort = p_soort AND z.ontvangen_defensie
          BETWEEN least(v_na_dag, v_na_dag + v_teken * v_dagen_gezien) AND greatest(v_na_dag, v_na_dag + v_teken * v_dagen_gezien)
          LIMIT c_bereik) x);
      IF v_deel <> '' AND v_gevonden < 5 THEN
        EXECUTE format('SELECT count(*) <= %s FROM (SELECT FROM public.%I m WHERE true%s LIMIT %1$s + 1) x', c_weinig, p_filters ->> 'tabel', v_rij)
          INTO v_weinig;
      END IF;
      IF p_veld = 'eerste_termijn' OR v_weinig THEN
        EXECUTE format('SELECT array_agg(s.id), array_agg(s.dag) FROM (SELECT z.id, z.dag FROM (%s%s) z
            JOIN zaken_zoekindex i ON i.zaak_id = z.id AND i.tokens @> $1 OFFSET 0) s', v_zaak, v_deel)
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
        v_uiterste := app.zoekmaand(CASE WHEN p_omlaag THEN v_eerste ELSE v_laatste END);
        v_tot := app.zoekmaand(v_na_dag);
        v_delen := app.zoekjaren(p_tokens, app.zoekmaand(v_eerste) / 12, app.zoekmaand(v_laatste) / 12);
        WHILE v_gevonden < v_aantal AND CASE WHEN p_omlaag THEN v_tot >= v_uiterste ELSE v_tot <= v_uiterste END LOOP
          -- What a month of this year holds.
          v_verwacht := coalesce(v_delen[v_tot / 12 - app.zoekmaand(v_eerste) / 12 + 1], 0) / 12;
          IF v_verwacht * v_maanden > v_dicht THEN v_maanden := 1; END IF;
          v_van := CASE WHEN p_omlaag THEN greatest(v_tot - v_maanden + 1, v_uiterste, v_tot / 12 * 12)
                        ELSE least(v_tot + v_maanden - 1, v_uiterste, v_tot / 12 * 12 + 11) END;
          v_gezien := v_dicht + 1;
          IF v_verwacht <= 2 * v_dicht THEN
            EXECUTE format('WITH i AS MATERIALIZED (SELECT i.zaak_id FROM zaken_zoekindex i WHERE app.zoektermen(i.tokens, i.maand) @> $1
                  %4$s LIMIT $5),
                h AS (SELECT z.id, z.dag FROM i JOIN (%1$s%2$s) z ON z.id = i.zaak_id WHERE (SELECT count(*) FROM i) < $5
                  ORDER BY z.dag %3$s, z.id %3$s LIMIT $3)
                SELECT (SELECT count(*) FROM i), (SELECT array_agg(id) FROM h), (SELECT array_agg(dag) FROM h)', v_zaak, v_deel, v_orde,
                CASE WHEN abs(v_tot - v_van) = 11 THEN '' ELSE 'AND app.zoektermen(i.tokens, i.maand) && $4' END)
              INTO v_gezien, v_meer_ids, v_meer_dagen
              USING app.zoeksleutels(p_tokens, v_tot / 12), v_teams, v_aantal, ARRAY(SELECT generate_series(least(v_van, v_tot), greatest(v_van, v_tot))), v_dicht + 1;
          END IF;
          IF v_gezien > v_dicht AND v_van <> v_tot THEN  -- these months hold many: take one of them
            v_maanden := 1;
            CONTINUE;
          ELSIF v_gezien > v_dicht THEN  -- one month with many: one by one
            EXECUTE format('SELECT array_agg(s.id), array_agg(s.dag) FROM (SELECT s.id, s.dag
                FROM (%1$s AND (z.ontvangen_defensie, z.id) %2$s (%3$L::date, %4$L::uuid) AND z.ontvangen_defensie %5$s %6$L::date
                      ORDER BY dag %7$s, z.id %7$s OFFSET 0) s WHERE %8$s LIMIT $3) s',
                v_basis, v_voorbij,
                CASE WHEN app.zoekmaand(v_na_dag) = v_tot THEN v_na_dag WHEN p_omlaag THEN app.eerste_dag(v_tot + 1) ELSE app.eerste_dag(v_tot) - 1 END,
                CASE WHEN app.zoekmaand(v_na_dag) = v_tot THEN v_na_id WHEN p_omlaag THEN '00000000-0000-0000-0000-000000000000'
                     ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff' END,
                CASE WHEN p_omlaag THEN '>=' ELSE '<' END, app.eerste_dag(CASE WHEN p_omlaag THEN v_tot ELSE v_tot + 1 END),
                v_orde, v_heeft)
              INTO v_meer_ids, v_meer_dagen USING p_tokens, v_teams, v_aantal;
          END IF;
          v_ids := v_ids || v_meer_ids;
          v_dagen := v_dagen || v_meer_dagen;
          v_gevonden := v_gevonden + coalesce(cardinality(v_meer_ids), 0);
          -- No more months than the page is likely to take.
          v_maanden := CASE WHEN v_gezien > v_dicht THEN 1
            ELSE least(v_maanden * 2, 12, 1 + (v_aantal - v_gevonden) * (1 + abs(v_tot - v_van)) / greatest(cardinality(v_meer_ids), 1)) END;
          v_tot := CASE WHEN p_omlaag THEN v_van - 1 ELSE v_van + 1 END;
        END LOOP;
      END IF;
    END IF;
  END IF;
  RETURN QUERY EXECUTE format('SELECT u.id FROM (SELECT DISTINCT x.id, x.dag FROM unnest($1, $2) AS x(id, dag)) u
    ORDER BY u.dag %1$s, u.id %1$s LIMIT $3', v_orde) USING v_ids, v_dagen, v_aantal;
END $function$;
GRANT EXECUTE ON FUNCTION app.zoek_zaken(text,bigint[],jsonb,text,boolean,date,uuid,integer) TO jid_web;

-- Which of these zaken, that one sees, hold all these words.
CREATE OR REPLACE FUNCTION app.zoek_binnen(p_zaken uuid[], p_tokens bigint[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT z.id FROM unnest(p_zaken) AS k JOIN zaken_zaak z ON z.id = k
   WHERE cardinality(p_tokens) > 0
     AND EXISTS (SELECT FROM zaken_zoekindex i WHERE i.zaak_id = z.id AND i.tokens @> p_tokens OFFSET 0)
     AND (SELECT app.heeft_zaakrol())
     AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams())) OR z.id IN (SELECT app.mijn_zaken()))
     AND NOT (z.id IN (SELECT app.mijn_uitsluitingen())) $function$;
GRANT EXECUTE ON FUNCTION app.zoek_binnen(uuid[],bigint[]) TO jid_web;

-- The zaken that one sees in which a person of this name stands, for who may ask.
CREATE OR REPLACE FUNCTION app.zoek_personen(p_tokens bigint[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT DISTINCT z.id FROM zaken_persoonindex i JOIN zaken_persoon p ON p.id = i.persoon_id JOIN zaken_zaak z ON z.id = p.zaak_id
   WHERE i.tokens @> p_tokens AND cardinality(p_tokens) > 0
     AND (SELECT app.heeft_rol('adviseur', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'))
     AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams())) OR z.id IN (SELECT app.mijn_zaken()))
     AND NOT (z.id IN (SELECT app.mijn_uitsluitingen())) $function$;
GRANT EXECUTE ON FUNCTION app.zoek_personen(bigint[]) TO jid_web;

-- Writes the search tokens of a zaak that one sees.
CREATE OR REPLACE FUNCTION app.zet_zoektokens(p_zaak uuid, p_tokens bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  INSERT INTO zaken_zoekindex (zaak_id, tokens, maand, ronde) VALUES (p_zaak, p_tokens, 0, 0)
  ON CONFLICT (zaak_id) DO UPDATE SET tokens = EXCLUDED.tokens, ronde = EXCLUDED.ronde;  -- both set by the trigger
END $function$;
GRANT EXECUTE ON FUNCTION app.zet_zoektokens(uuid,bigint[]) TO jid_web;

-- Adds search tokens to a zaak that one sees: for a text that only grows.
CREATE OR REPLACE FUNCTION app.voeg_zoektokens_toe(p_zaak uuid, p_tokens bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  UPDATE zaken_zoekindex i SET tokens = ARRAY(SELECT DISTINCT t FROM unnest(i.tokens || p_tokens) AS t ORDER BY t)
  WHERE i.zaak_id = p_zaak AND NOT i.tokens @> p_tokens;
END $function$;
GRANT EXECUTE ON FUNCTION app.voeg_zoektokens_toe(uuid,bigint[]) TO jid_web;

-- Writes the search tokens of a person in a zaak that one sees.
CREATE OR REPLACE FUNCTION app.zet_persoontokens(p_persoon uuid, p_tokens bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  PERFORM app.eis_zicht((SELECT p.zaak_id FROM zaken_persoon p WHERE p.id = p_persoon));
  INSERT INTO zaken_persoonindex (persoon_id, tokens) VALUES (p_persoon, p_tokens)
  ON CONFLICT (persoon_id) DO UPDATE SET tokens = EXCLUDED.tokens;
END $function$;
GRANT EXECUTE ON FUNCTION app.zet_persoontokens(uuid,bigint[]) TO jid_web;

-- Keeps the month of receipt and the round of rebuilding beside the tokens of a zaak.
CREATE OR REPLACE FUNCTION app.zet_zoekrij()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  NEW.maand := coalesce((SELECT app.zoekmaand(z.ontvangen_defensie) FROM zaken_zaak z WHERE z.id = NEW.zaak_id), 0);
  IF TG_OP = 'INSERT' THEN
    NEW.ronde := (SELECT last_value FROM app.zoekronde);
  END IF;
  RETURN NEW;
END $function$;

-- Another month of receipt moves the tokens along; with its key the tokens of a zaak go too.
CREATE OR REPLACE FUNCTION app.volg_zaak_in_zoekindex()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  IF NEW.sleutel_id IS NULL THEN  -- destroyed: what could be tried against a dictionary goes with the content
    DELETE FROM zaken_zoekindex WHERE zaak_id = NEW.id;
    DELETE FROM zaken_persoonindex p USING zaken_persoon x WHERE x.id = p.persoon_id AND x.zaak_id = NEW.id;
  ELSIF app.zoekmaand(NEW.ontvangen_defensie) <> app.zoekmaand(OLD.ontvangen_defensie) THEN
    UPDATE zaken_zoekindex SET maand = 0 WHERE zaak_id = NEW.id;  -- the trigger of that table knows the month
  END IF;
  RETURN NULL;
END $function$;

-- Removes the tokens of a person that is deleted.
CREATE OR REPLACE FUNCTION app.vergeet_persoon()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ BEGIN
  DELETE FROM zaken_persoonindex WHERE persoon_id = OLD.id;  -- closed to who deletes the person
  RETURN OLD;
END $function$;

-- Which share of the zaken holds the rarest of these words, as the statistics know it.
CREATE OR REPLACE FUNCTION app.zoekaandeel(p_tokens bigint[])
 RETURNS double precision
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ WITH s AS MATERIALIZED (
     SELECT most_common_elems::text::bigint[] AS tokens, most_common_elem_freqs AS aandelen FROM pg_stats
     WHERE schemaname = 'public' AND tablename = 'zaken_zoekindex' AND attname = 'tokens')
   SELECT coalesce((SELECT min(coalesce(s.aandelen[array_position(s.tokens, t)], s.aandelen[cardinality(s.tokens) + 1]))
                    FROM s, unnest(p_tokens) AS t), 0) $function$;

-- How many zaken of each year hold the rarest of these words, as the statistics know it.
CREATE OR REPLACE FUNCTION app.zoekjaren(p_tokens bigint[], p_van bigint, p_tot bigint)
 RETURNS double precision[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ WITH s AS MATERIALIZED (
     SELECT most_common_elems::text::bigint[] AS termen, most_common_elem_freqs AS aandelen FROM pg_stats
     WHERE schemaname = 'public' AND tablename = 'zoekindex_tokens' AND attname = 'zoektermen'),
   n AS (SELECT reltuples AS aantal FROM pg_class WHERE oid = 'public.zaken_zoekindex'::regclass)
   SELECT array_agg(n.aantal * (SELECT min(coalesce(s.aandelen[array_position(s.termen, t)], 0)) FROM s, unnest(app.zoeksleutels(p_tokens, j)) AS t) ORDER BY j) FROM n, generate_series(p_van, p_tot) AS j $function$;

-- A day as a month: twelve times the year, plus the month from 0.
CREATE OR REPLACE FUNCTION app.zoekmaand(p_dag date)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT (extract(year FROM p_dag) * 12 + extract(month FROM p_dag) - 1)::bigint $function$;

-- The first day of such a month.
CREATE OR REPLACE FUNCTION app.eerste_dag(p_maand bigint)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT make_date((p_maand / 12)::int, (p_maand % 12)::int + 1, 1) $function$;

-- Tokens as the index holds them for one year.
CREATE OR REPLACE FUNCTION app.zoeksleutels(p_tokens bigint[], p_jaar bigint)
 RETURNS bigint[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT coalesce(array_agg(t # hashint8extended(p_jaar, 0)), '{}') FROM unnest(p_tokens) AS t $function$;

-- What the index holds of a row: its tokens for the year of receipt, and the month.
CREATE OR REPLACE FUNCTION app.zoektermen(p_tokens bigint[], p_maand bigint)
 RETURNS bigint[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE COST 1000
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ SELECT coalesce(array_agg(t # hashint8extended(p_maand / 12, 0)), '{}') || p_maand FROM unnest(p_tokens) AS t $function$;
GRANT EXECUTE ON FUNCTION app.zoektermen(bigint[],bigint) TO jid_web, jid_worker;

-- Table zaken_persoonindex
ALTER TABLE zaken_persoonindex ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_persoonindex FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON zaken_persoonindex TO jid_worker;

-- Table zaken_zoekindex
ALTER TABLE zaken_zoekindex ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_zoekindex FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE TRIGGER zet_zoekrij BEFORE INSERT OR UPDATE ON zaken_zoekindex FOR EACH ROW EXECUTE FUNCTION app.zet_zoekrij();
GRANT SELECT, INSERT, UPDATE (ronde, tokens) ON zaken_zoekindex TO jid_worker;
