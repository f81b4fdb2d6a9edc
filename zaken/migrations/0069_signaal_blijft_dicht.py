"""What was closed to somebody as a zaak does not open again as a signal, nor in a file that was made before."""

import django.db.models.deletion
from django.db import migrations, models

SQL = """
-- The annulled zaak gives its signal back. Where that zaak was sealed or excludes somebody, only its readers read on.
CREATE OR REPLACE FUNCTION app.signaal_terug() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_signaal SET zaak_id = NULL, was_zaak_id = CASE
    WHEN NEW.verzegeld OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = NEW.id) THEN NEW.id END
  WHERE zaak_id = NEW.id;
  RETURN NULL;
END $$;
ALTER POLICY zien ON zaken_signaal USING ((SELECT app.mag_kwalificeren())
  AND (team_id IN (SELECT app.mijn_zaakteams()) OR aangemaakt_door_id = app.uid())
  AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)) AND (was_zaak_id IS NULL OR app.ziet_zaak(was_zaak_id)));
ALTER POLICY toevoegen ON zaken_signaal WITH CHECK (
  app.mag_kwalificeren() AND aangemaakt_door_id = app.uid() AND zaak_id IS NULL AND was_zaak_id IS NULL
  AND geannuleerd_op IS NULL AND app.is_balie(team_id) AND NOT app.sleutel_in_gebruik(sleutel_id));

-- A file holds what its owner could read when it was made: since then excluded from anything, it is made anew.
CREATE FUNCTION app.uitgesloten_sinds(p_op timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.gebruiker_id = app.uid() AND u.op >= p_op) $$;
REVOKE ALL ON FUNCTION app.uitgesloten_sinds(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.uitgesloten_sinds(timestamptz) TO jid_web;
ALTER POLICY zien ON achtergrond_resultaatdeel USING (EXISTS (SELECT FROM achtergrond_taakopdracht t
  WHERE t.id = opdracht_id AND t.staat = 'klaar' AND NOT app.uitgesloten_sinds(t.gevraagd_op)));
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0068_wie_er_nog_leest"), ("achtergrond", "0002_toegang")]
    operations = [
        migrations.AddField(
            "signaal",
            "was_zaak",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="zaken.zaak",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
