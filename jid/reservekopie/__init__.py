"""Backup, restore, and the rehearsal that proves a backup can be restored (docs/adr/0014-reservekopie.md).

A backup is a directory: `databank.dump` (everything but the keys), `sleutels.dump` (data keys and search tokens, to be
kept apart and shorter), `bestanden.tar` when there are files, and `manifest.json`, which says what must be in them.
All parts are of one moment. The key file itself is in none of them.
"""
