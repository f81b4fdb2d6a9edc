"""What can go wrong with keys and ciphertext; no message ever carries content or key material."""

from __future__ import annotations


class Versleutelingsfout(Exception):
    """Base of everything this package raises about keys and ciphertext."""


class OngeldigSleutelbestand(Versleutelingsfout):
    """The key file is missing, readable by others, or not in the expected form."""


class SleutelbestandPastNiet(OngeldigSleutelbestand):
    """The key file is sound, but its keys are not those that this database was written with."""


class OntbrekendeHoofdsleutel(Versleutelingsfout):
    """A data key was wrapped with a key-encryption key that the kluis does not hold."""


class SleutelPastNiet(Versleutelingsfout):
    """A wrapped data key does not unwrap: it was changed, or belongs to another key."""


class OntsleutelingMislukt(Versleutelingsfout):
    """Ciphertext was changed, moved to another row or field, or belongs to another key."""


class SleutelVernietigd(Versleutelingsfout):
    """The data key no longer exists: the content was destroyed, lawfully and for ever."""
