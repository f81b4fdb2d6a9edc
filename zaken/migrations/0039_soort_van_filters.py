"""The kinds of a filter in the order of `Zaak.Soort`; the table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('zaken', '0038_overdragen'),
    ]

    operations = [
        migrations.AlterField(
            model_name='bewaardfilter',
            name='soort',
            field=models.CharField(choices=[('melding', 'Melding'), ('klacht', 'Klacht'), ('misstand', 'Vermoeden van een misstand'), ('onderzoek', 'Onderzoek')], max_length=20, verbose_name='soort'),
        ),
        migrations.AlterField(
            model_name='standaardfilter',
            name='soort',
            field=models.CharField(choices=[('melding', 'Melding'), ('klacht', 'Klacht'), ('misstand', 'Vermoeden van een misstand'), ('onderzoek', 'Onderzoek')], max_length=20, verbose_name='soort'),
        ),
    ]
