"""When reminders were made, and how many: a beheerder sees that it is done, and that it stopped."""

from django.db import migrations, models

SQL = """
ALTER TABLE zaken_herinnerronde ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON zaken_herinnerronde FOR SELECT TO jid_web USING (app.heeft_rol('beheerder'));
CREATE POLICY taken ON zaken_herinnerronde TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT ON zaken_herinnerronde TO jid_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON zaken_herinnerronde TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0049_waarnemingen_van_teams")]
    operations = [
        migrations.CreateModel(
            name="Herinnerronde",
            fields=[
                ("dag", models.DateField(primary_key=True, serialize=False, verbose_name="dag")),
                ("begonnen_op", models.DateTimeField(verbose_name="begonnen op")),
                ("klaar_op", models.DateTimeField(null=True, verbose_name="klaar op")),
                ("aantal", models.PositiveIntegerField(default=0, verbose_name="aantal")),
            ],
            options={
                "verbose_name": "ronde van herinneringen",
                "verbose_name_plural": "rondes van herinneringen",
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
