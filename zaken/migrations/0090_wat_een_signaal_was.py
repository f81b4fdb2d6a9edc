"""What a signal once was stays as closed as that zaak, however often it is annulled; a substitute works for own teams only."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

SIGNAAL = """
UPDATE zaken_signaal SET was_zaken = ARRAY[was_zaak_id] WHERE was_zaak_id IS NOT NULL;

-- Judged when it is read: an exclusion or a seal may come after the annulling, through what was merged.
CREATE FUNCTION app.leest_wat_het_was(p_signaal uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT NOT EXISTS (
     SELECT FROM zaken_signaal s JOIN zaken_zaak z ON z.id = ANY (s.was_zaken) WHERE s.id = p_signaal
       AND ((z.verzegeld AND NOT app.ziet_zaak(z.id))
            OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = z.id AND u.gebruiker_id = app.uid()))) $$;
REVOKE ALL ON FUNCTION app.leest_wat_het_was(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.leest_wat_het_was(uuid) TO jid_web;
COMMENT ON FUNCTION app.leest_wat_het_was(uuid) IS
  'Whether nothing that a signal once was is closed to the current user: excluded from it, or sealed and unseen.';

ALTER POLICY zien ON zaken_signaal USING ((SELECT app.mag_kwalificeren())
  AND (team_id IN (SELECT app.mijn_zaakteams()) OR aangemaakt_door_id = app.uid())
  AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)) AND (was_zaken = '{}' OR app.leest_wat_het_was(id)));
ALTER POLICY toevoegen ON zaken_signaal WITH CHECK (
  app.mag_kwalificeren() AND aangemaakt_door_id = app.uid() AND zaak_id IS NULL AND was_zaken = '{}'
  AND geannuleerd_op IS NULL AND app.is_balie(team_id) AND NOT app.sleutel_in_gebruik(sleutel_id));

CREATE OR REPLACE FUNCTION app.signaal_terug() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_signaal SET zaak_id = NULL, was_zaken = was_zaken || NEW.id WHERE zaak_id = NEW.id;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.signaal_terug() FROM PUBLIC;
COMMENT ON FUNCTION app.signaal_terug() IS
  'An annulled zaak gives its signal back, which stays as closed as that zaak is.';

-- The same story: whoever was excluded from it is excluded again, and what was sealed goes to no desk.
CREATE FUNCTION app.signaal_weer_zaak() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_u record;
BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = ANY (NEW.was_zaken) AND z.verzegeld)
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_id AND NOT z.verzegeld AND z.team_id IS NOT NULL) THEN
    RAISE EXCEPTION 'this was sealed' USING ERRCODE = 'JID38';
  END IF;
  FOR v_u IN SELECT DISTINCT ON (u.gebruiker_id) u.gebruiker_id, u.grond FROM zaken_uitsluiting u
             WHERE u.zaak_id = ANY (NEW.was_zaken) ORDER BY u.gebruiker_id, u.op LOOP
    PERFORM app._sluit_overal_uit(NEW.zaak_id, NULL, v_u.gebruiker_id, v_u.grond);
  END LOOP;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.signaal_weer_zaak() FROM PUBLIC;
COMMENT ON FUNCTION app.signaal_weer_zaak() IS
  'A signal that becomes a zaak once more takes along who was excluded, and what was sealed goes to no desk (JID38).';
CREATE TRIGGER signaal_weer_zaak AFTER UPDATE OF zaak_id ON zaken_signaal FOR EACH ROW
  WHEN (NEW.zaak_id IS NOT NULL AND NEW.was_zaken <> '{}') EXECUTE FUNCTION app.signaal_weer_zaak();
"""

UITSLUITEN = """
CREATE FUNCTION app._neemt_waar(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM zaken_zaak z JOIN zaken_waarneming w ON w.voor_id = z.behandelaar_id
     WHERE z.id = p_zaak AND w.waarnemer_id = app.uid() AND w.beeindigd_op IS NULL AND w.verloopt_op > now()
       AND (w.teams IS NULL OR z.team_id = ANY (w.teams))
       AND app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'behandelaar'))) $$;
REVOKE ALL ON FUNCTION app._neemt_waar(uuid) FROM PUBLIC;
COMMENT ON FUNCTION app._neemt_waar(uuid) IS
  'Whether the current user substitutes now for the behandelaar of this zaak, in its team.';

-- As Recht.UITSLUITEN of zaken/toegang.py, compared in a test.
CREATE OR REPLACE FUNCTION app._mag_uitsluiten(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak
     AND app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'behandelaar')) AND (
       z.behandelaar_id = app.uid() OR app._neemt_waar(z.id)
       OR ((z.behandelaar_id IS NULL OR (NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams())))
           AND app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'registreert'))))) $$;
REVOKE ALL ON FUNCTION app._mag_uitsluiten(uuid) FROM PUBLIC;

CREATE FUNCTION app.werkt_met(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app.mag_wijzigen(p_zaak) AND app._mag_uitsluiten(p_zaak) $$;
REVOKE ALL ON FUNCTION app.werkt_met(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.werkt_met(uuid) TO jid_web;
COMMENT ON FUNCTION app.werkt_met(uuid) IS 'Whether the current user works with this zaak: reading along is not enough.';

CREATE OR REPLACE FUNCTION app.samenvoegen_in_wat_men_ziet() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF current_user = 'jid_web' AND NOT (app.werkt_met(NEW.samengevoegd_met_id) AND EXISTS (
       SELECT FROM zaken_zaak z WHERE z.id = NEW.samengevoegd_met_id AND z.soort = NEW.soort
         AND z.geannuleerd_op IS NULL AND z.samengevoegd_met_id IS NULL)) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0089_uitleg_van_functies")]
    operations = [
        migrations.AddField(
            "signaal", "was_zaken", ArrayField(models.UUIDField(), default=list, editable=False)
        ),
        migrations.RunSQL(SIGNAAL),
        migrations.RemoveField("signaal", "was_zaak"),
        migrations.RunSQL(UITSLUITEN),
    ]
