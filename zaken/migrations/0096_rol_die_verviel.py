"""A role that somebody no longer has shows nothing any more: what it read ends with it, by whoever takes it away."""

from django.db import migrations, models

SQL = """
ALTER TABLE zaken_toekenning DROP CONSTRAINT toekenning_einde_bekend;
ALTER TABLE zaken_toekenning ADD CONSTRAINT toekenning_einde_bekend CHECK (einde IN ('', 'beeindigd', 'vervangen',
  'toegewezen', 'verzegeld', 'uitgesloten', 'overgedragen', 'waarneming', 'herzien', 'rol'));

CREATE FUNCTION app._rol_leest(p_gebruiker bigint, p_soort text, p_registreerde boolean) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = p_gebruiker
     AND (r.rol = ANY (app.zaakbeleid(p_soort, 'lezer'))
          OR (p_registreerde AND r.rol = ANY (app.zaakbeleid(p_soort, 'registreert'))))) $$;
COMMENT ON FUNCTION app._rol_leest IS $uitleg$Whether a role of this account may read this kind of zaak; the registrar by the role that registers too.$uitleg$;

CREATE FUNCTION app._heeft_een_van(p_gebruiker bigint, p_rollen text[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = p_gebruiker AND r.rol = ANY (p_rollen)) $$;
COMMENT ON FUNCTION app._heeft_een_van IS $uitleg$Whether this account has one of these roles.$uitleg$;

CREATE FUNCTION app._past_in_team(p_gebruiker bigint, p_soort text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT CASE p_soort WHEN 'klachten' THEN app._heeft_een_van(p_gebruiker, app.zaakbeleid('klacht', 'behandelaar'))
                       WHEN 'misstanden' THEN app._heeft_een_van(p_gebruiker, app.zaakbeleid('misstand', 'behandelaar'))
                       ELSE app.heeft_zaakrol(p_gebruiker) END $$;
COMMENT ON FUNCTION app._past_in_team IS $uitleg$Whether this account may be in a team of this kind: the desks of klachten and misstanden ask their own roles.$uitleg$;

-- As before; the desks of klachten and misstanden take nobody without their role.
CREATE OR REPLACE FUNCTION app.zet_lidmaatschap(p_team bigint, p_gebruiker bigint, p_is_teamleider boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker gebruikers_gebruiker; v_team gebruikers_team;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_lidmaatschap'); END IF;
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN PERFORM app.weiger('gebruiker_niet_actief'); END IF;
  IF NOT app.heeft_zaakrol(p_gebruiker) THEN PERFORM app.weiger('geen_zaakrol'); END IF;
  SELECT * INTO v_team FROM gebruikers_team WHERE id = p_team FOR SHARE;
  IF NOT FOUND THEN PERFORM app.weiger('onbekend_team'); END IF;
  IF NOT v_team.is_actief THEN PERFORM app.weiger('team_niet_actief'); END IF;
  IF NOT app._past_in_team(p_gebruiker, v_team.soort) THEN PERFORM app.weiger('rol_past_niet_bij_team'); END IF;
  INSERT INTO gebruikers_lidmaatschap (team_id, gebruiker_id, is_teamleider)
  VALUES (p_team, p_gebruiker, p_is_teamleider)
  ON CONFLICT (team_id, gebruiker_id) DO UPDATE SET is_teamleider = excluded.is_teamleider;
  PERFORM app.noteer('team_gewijzigd', p_team::text,
    jsonb_build_object('lid', p_gebruiker, 'teamleider', p_is_teamleider));
END $$;

-- Also when a role comes after all were gone: what slept does not wake for another function. What no role of its behandelaar
-- handles any more is free, and an annulled zaak holds no role.
CREATE FUNCTION app.zaak_sluit_na_rol() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_wie bigint := coalesce(OLD.gebruiker_id, NEW.gebruiker_id); v_meldt_aan boolean := app.uid() IS NULL; v_zaak record;
BEGIN
  PERFORM app.noteer('team_gewijzigd', l.team_id::text, jsonb_build_object('lid_af', v_wie))
    FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
    WHERE l.gebruiker_id = v_wie AND NOT app._past_in_team(v_wie, t.soort);
  DELETE FROM gebruikers_lidmaatschap l USING gebruikers_team t
    WHERE t.id = l.team_id AND l.gebruiker_id = v_wie AND NOT app._past_in_team(v_wie, t.soort);
  FOR v_zaak IN SELECT z.id, z.geannuleerd_op FROM zaken_zaak z
      WHERE z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = v_wie AND t.beeindigd_op IS NULL)
        AND NOT app._rol_leest(v_wie, z.soort, z.aangemaakt_door_id = v_wie)
      ORDER BY z.id FOR NO KEY UPDATE LOOP
    -- Who reads nothing at all keeps what nobody else reads, until a beheerder hands it over (app.zaken_zonder_lezer).
    CONTINUE WHEN v_meldt_aan AND NOT app.heeft_zaakrol(v_wie) AND NOT EXISTS (SELECT FROM app.lezers(v_zaak.id));
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'rol'
    WHERE content_object_id = v_zaak.id AND user_id = v_wie AND beeindigd_op IS NULL;
    IF EXISTS (SELECT FROM app.lezers(v_zaak.id))
       OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = v_zaak.id AND u.gebruiker_id = v_wie) THEN
      CONTINUE;
    END IF;
    IF NOT v_meldt_aan AND v_zaak.geannuleerd_op IS NULL THEN PERFORM app.weiger('enige_lezer'); END IF;
    PERFORM app._log_zaak('zonder_lezer', v_zaak.id, '{}');
    PERFORM app._meld_beheer('zonder_lezer');
  END LOOP;
  IF app.heeft_zaakrol(v_wie) THEN
    UPDATE zaken_zaak z SET behandelaar_id = NULL, versie = z.versie + 1
    WHERE z.behandelaar_id = v_wie AND NOT EXISTS (
      SELECT FROM gebruikers_roltoekenning r
      WHERE r.gebruiker_id = v_wie AND r.rol = ANY (app.zaakbeleid(z.soort, 'behandelaar')));
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.zaak_sluit_na_rol() FROM PUBLIC;
COMMENT ON FUNCTION app.zaak_sluit_na_rol IS $uitleg$Ends the grants and memberships that no role of this account reads any more; refused for the last reader, but at signing in.$uitleg$;
CREATE CONSTRAINT TRIGGER zaak_sluit_na_rol AFTER INSERT OR DELETE ON gebruikers_roltoekenning
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (app.uid() IS NOT NULL OR app.aanmelder() IS NOT NULL) EXECUTE FUNCTION app.zaak_sluit_na_rol();
REVOKE ALL ON FUNCTION app._rol_leest(bigint, text, boolean), app._past_in_team(bigint, text),
  app._heeft_een_van(bigint, text[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0095_ook_de_databank_vraagt_het_recht"), ("gebruikers", "0033_naam_van_toen")]
    operations = [
        migrations.AlterField(
            model_name="toekenning",
            name="einde",
            field=models.CharField(
                blank=True,
                choices=[
                    ("beeindigd", "Beëindigd"),
                    ("vervangen", "Vervangen door nieuwe toegang"),
                    ("toegewezen", "Zaak toegewezen aan een ander"),
                    ("verzegeld", "Zaak verzegeld"),
                    ("uitgesloten", "Uitgesloten"),
                    ("overgedragen", "Zaken overgedragen"),
                    ("waarneming", "Waarneming voorbij"),
                    ("herzien", "Toegang van het team nagelopen"),
                    ("rol", "Rol vervallen"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=12,
                verbose_name="einde",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
