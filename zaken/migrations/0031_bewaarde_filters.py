"""Filters that somebody keeps, for themselves or for a team. The owner alone changes one; a member may start with it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SOORTEN = [
    ("melding", "Melding"),
    ("misstand", "Vermoeden van een misstand"),
    ("klacht", "Klacht"),
    ("onderzoek", "Onderzoek"),
]

SQL = """
ALTER TABLE zaken_bewaardfilter ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_bewaardfilter FOR SELECT TO jid_web
  USING (eigenaar_id = (SELECT app.uid()) OR team_id IN (SELECT app.mijn_teams()));
CREATE POLICY toevoegen ON zaken_bewaardfilter FOR INSERT TO jid_web
  WITH CHECK (eigenaar_id = (SELECT app.uid()) AND (team_id IS NULL OR team_id IN (SELECT app.mijn_teams())));
CREATE POLICY wijzigen ON zaken_bewaardfilter FOR UPDATE TO jid_web USING (eigenaar_id = (SELECT app.uid()))
  WITH CHECK (eigenaar_id = (SELECT app.uid()) AND (team_id IS NULL OR team_id IN (SELECT app.mijn_teams())));
CREATE POLICY verwijderen ON zaken_bewaardfilter FOR DELETE TO jid_web USING (eigenaar_id = (SELECT app.uid()));
GRANT SELECT, INSERT, DELETE ON zaken_bewaardfilter TO jid_web;
GRANT UPDATE (naam_versleuteld, team_id) ON zaken_bewaardfilter TO jid_web;

ALTER TABLE zaken_standaardfilter ENABLE ROW LEVEL SECURITY;
-- The key lets the database remove what the owner of the filter may not see.
ALTER TABLE zaken_standaardfilter ADD CONSTRAINT standaardfilter_filter FOREIGN KEY (filter_id)
  REFERENCES zaken_bewaardfilter (id) ON DELETE CASCADE;
CREATE POLICY zien ON zaken_standaardfilter FOR SELECT TO jid_web USING (gebruiker_id = (SELECT app.uid()));
CREATE POLICY toevoegen ON zaken_standaardfilter FOR INSERT TO jid_web
  WITH CHECK (gebruiker_id = (SELECT app.uid())
    AND EXISTS (SELECT FROM zaken_bewaardfilter f WHERE f.id = filter_id AND f.soort = zaken_standaardfilter.soort));
CREATE POLICY verwijderen ON zaken_standaardfilter FOR DELETE TO jid_web USING (gebruiker_id = (SELECT app.uid()));
GRANT SELECT, INSERT, DELETE ON zaken_standaardfilter TO jid_web;
GRANT USAGE ON SEQUENCE zaken_standaardfilter_id_seq TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0030_noodtoegang_uren"), ("gebruikers", "0013_weergave")]
    operations = [
        migrations.CreateModel(
            name="Bewaardfilter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("soort", models.CharField(choices=SOORTEN, max_length=20, verbose_name="soort")),
                ("naam_versleuteld", models.TextField(verbose_name="naam")),
                ("criteria", models.JSONField(verbose_name="criteria")),
                ("eigenaar", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("team", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="gebruikers.team")),
            ],
            options={
                "verbose_name": "bewaard filter",
                "verbose_name_plural": "bewaarde filters",
                "indexes": [
                    models.Index(fields=["eigenaar", "soort"], name="filter_per_eigenaar"),
                    models.Index(fields=["team", "soort"], name="filter_per_team"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standaardfilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("soort", models.CharField(choices=SOORTEN, max_length=20, verbose_name="soort")),
                ("gebruiker", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("filter", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="standaard_van", to="zaken.bewaardfilter")),
            ],
            options={
                "verbose_name": "standaardfilter",
                "constraints": [models.UniqueConstraint(fields=("gebruiker", "soort"), name="een_standaardfilter")],
            },
        ),
        migrations.RunSQL(SQL),
    ]
