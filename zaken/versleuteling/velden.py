"""Model fields whose column holds ciphertext (bytea) and whose attribute is ordinary Python.

What a model must offer: a primary key that exists before the insert (client-made UUID) and a method
``datasleutel() -> bytes`` with the unwrapped data key, which raises `SleutelVernietigd` when it is gone.

- Assigned content stays in memory until `pre_save` encrypts it, for `save()` and `bulk_create()` alike.
  Unchanged content keeps its stored bytes, so that row history does not report a change that was none.
- Stored content is decrypted when it is read, every time; nothing is decrypted that nobody looks at.
- Empty (`""`, `{}`, None) is stored as NULL and read as `""` or `{}`, with or without a key. `blank=True`
  therefore means a nullable column. Without it the database refuses an empty text (NOT NULL); an empty dict
  is then stored as ciphertext, for a draft that nothing was typed in is a draft.
- The column refuses anything that is not ciphertext (CHECK), by whatever way it comes.
- Searching and sorting raise `FieldError`, except ``isnull``; `update()` takes what `cijfertekst()` made.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Protocol, TypeVar, cast, final

from django import forms
from django.core import checks
from django.core.exceptions import FieldError, ObjectDoesNotExist
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.query_utils import DeferredAttribute

from gebruikers.velden import IsLeeg, Kolom
from zaken.versleuteling.cijfer import TOESLAG, ontsleutel, versleutel
from zaken.versleuteling.fouten import OntsleutelingMislukt, SleutelVernietigd

Waarde = TypeVar("Waarde")

if TYPE_CHECKING:

    class _Veld(models.Field[Any, Waarde]): ...

else:  # Django's field is generic for the type checker only

    class _Veld(models.Field, Generic[Waarde]): ...


class MetDatasleutel(Protocol):
    """What a model with encrypted fields offers."""

    def datasleutel(self) -> bytes:
        """The unwrapped data key (32 bytes); raises `SleutelVernietigd`."""


@final
class Cijfertekst(bytes):
    """Ciphertext as it is stored; also what ``values()`` gives. Shows its length only."""

    def __repr__(self) -> str:
        return f"<versleuteld, {len(self)} bytes>"

    __str__ = __repr__


@final
class _Klaar(Generic[Waarde]):
    """Assigned or opened content in an instance, with the ciphertext that it replaces; shows nothing."""

    __slots__ = ("waarde", "was")

    def __init__(self, waarde: Waarde, was: Cijfertekst | None) -> None:
        self.waarde = waarde
        self.was = was

    def __repr__(self) -> str:
        return "<niet getoond>"

    def __copy__(self) -> _Klaar[Waarde]:
        return _Klaar(self.waarde, self.was)

    def __deepcopy__(self, memo: dict[int, Any]) -> _Klaar[Waarde]:
        return _Klaar(json.loads(json.dumps(self.waarde)), self.was)

    def __reduce__(self) -> NoReturn:
        raise TypeError("Decrypted content is not pickled: sessions, caches and queues hold no content.")


class _Attribuut(DeferredAttribute):
    """Reads and writes an encrypted field; ``__dict__`` holds None, `Cijfertekst` or `_Klaar`."""

    field: VersleuteldVeld[Any]

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        staat = self.field.staat(instance)
        if isinstance(staat, _Klaar):
            return staat.waarde
        waarde = self.field.leeg() if staat is None else self.field.lees(instance, staat)
        if self.field.veranderlijk:
            instance.__dict__[self.field.attname] = _Klaar(waarde, staat)
        return waarde

    def __set__(self, instance: models.Model, waarde: Any) -> None:
        data = instance.__dict__
        if isinstance(waarde, Cijfertekst):
            data[self.field.attname] = waarde
            return
        if waarde is None:
            waarde = self.field.leeg()
        if not isinstance(waarde, self.field.soort):
            raise TypeError(f"{self.field} takes {self.field.soort.__name__}, not {type(waarde).__name__}.")
        oud = data.get(self.field.attname)
        data[self.field.attname] = _Klaar(waarde, oud.was if isinstance(oud, _Klaar) else oud)


class VersleuteldVeld(_Veld[Waarde]):
    """Base of the encrypted fields: everything but the translation between content and text."""

    descriptor_class = _Attribuut
    db_index: bool
    soort: ClassVar[type]
    veranderlijk: ClassVar[bool] = False
    """True when content can change in place, so that an opened value must be compared on saving."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", kwargs.get("blank", False))
        super().__init__(*args, **kwargs)

    def leeg(self) -> Waarde:
        """A new empty value."""
        return cast(Waarde, self.soort())

    def is_null(self, waarde: Waarde) -> bool:
        """Whether this content is stored as NULL instead of as ciphertext."""
        return waarde == self.leeg()

    def naar_tekst(self, waarde: Waarde) -> str:
        """The text that is encrypted; equal content gives equal text."""
        raise NotImplementedError

    def uit_tekst(self, tekst: str) -> Waarde:
        """The content behind a decrypted text."""
        raise NotImplementedError

    # Content of one instance

    def cijfertekst(self, instance: models.Model, waarde: Waarde) -> Cijfertekst | None:
        """`waarde` encrypted for this field of this row, for ``update()`` and COPY, which know no row."""
        if self.is_null(waarde):
            return None
        tekst = self.naar_tekst(waarde)
        return Cijfertekst(versleutel(self._sleutel(instance), tekst, **self._plaats(instance)))

    def lees(self, instance: models.Model, cijfer: Cijfertekst) -> Waarde:
        """Decrypt what is stored in this row; raises `SleutelVernietigd` or `OntsleutelingMislukt`."""
        return self.uit_tekst(ontsleutel(self._sleutel(instance), cijfer, **self._plaats(instance)))

    def staat(self, instance: models.Model) -> Cijfertekst | _Klaar[Waarde] | None:
        """What the instance holds; fetches a deferred column as it is stored, without decrypting."""
        data = instance.__dict__
        if self.attname not in data:
            manager = self.model._base_manager.db_manager(instance._state.db, hints={"instance": instance})
            data[self.attname] = manager.values_list(self.attname, flat=True).get(pk=self._pk(instance))
        return cast("Cijfertekst | _Klaar[Waarde] | None", data[self.attname])

    def pre_save(self, model_instance: models.Model, add: bool) -> Cijfertekst | None:
        staat = self.staat(model_instance)
        if isinstance(staat, _Klaar):
            cijfer = staat.was if self._is_ongewijzigd(model_instance, staat) else None
            cijfer = cijfer or self.cijfertekst(model_instance, staat.waarde)
            na = _Klaar(staat.waarde, cijfer) if self.veranderlijk else cijfer
            model_instance.__dict__[self.attname] = na
            return cijfer
        if staat is not None and add:
            self.lees(model_instance, staat)  # a row copied under another key would never open again
        return staat

    def _is_ongewijzigd(self, instance: models.Model, staat: _Klaar[Waarde]) -> bool:
        if staat.was is None or self.is_null(staat.waarde):
            return False
        try:
            oud = self.lees(instance, staat.was)
        except OntsleutelingMislukt:  # damaged, or of another row: the new content replaces it
            return False
        return self.naar_tekst(oud) == self.naar_tekst(staat.waarde)

    def _sleutel(self, instance: models.Model) -> bytes:
        try:
            return cast(MetDatasleutel, instance).datasleutel()
        except ObjectDoesNotExist:
            raise SleutelVernietigd("De sleutel van dit gegeven is vernietigd.") from None

    def _plaats(self, instance: models.Model) -> dict[str, str]:
        return {"tabel": self.model._meta.db_table, "pk": str(self._pk(instance)), "veld": self.name}

    def _pk(self, instance: models.Model) -> Any:
        """Key in the table that holds the column: under multi-table inheritance the parent's."""
        pk = getattr(instance, self.model._meta.pk.attname)
        if pk is None:
            raise ValueError(f"{self} is bound to its row: give the row its primary key first.")
        return pk

    # Column

    def get_internal_type(self) -> str:
        return "BinaryField"

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Long enough, and a format version below 9 in front: no text that people type begins like that."""
        kolom = connection.ops.quote_name(cast(str, self.column))
        return f"octet_length({kolom}) > {TOESLAG} AND {kolom} >= '\\x01'::bytea AND {kolom} < '\\x09'::bytea"

    def from_db_value(self, value: bytes | memoryview | None, *_: Any) -> Cijfertekst | None:
        return None if value is None else Cijfertekst(value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None or (isinstance(value, (str, bytes)) and not value):
            return None
        if not isinstance(value, Cijfertekst):
            raise TypeError(f"{self} needs a row: use save(), bulk_create() or cijfertekst().")
        return super().get_db_prep_value(memoryview(value), connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self} is not serialized: its content would leave the database in the clear.")

    # Queries

    def get_lookup(self, lookup_name: str) -> type[models.Lookup[Any]]:
        if lookup_name == "isnull":
            return IsLeeg
        raise FieldError(
            f"{self} is encrypted: only isnull works, search by tokens (zaken.zoeken.woordtokens)."
        )

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self} is encrypted: the database cannot compute with it.")

    def get_col(self, alias: str, output_field: models.Field[Any, Any] | None = None) -> Col:
        return Kolom(alias, self, output_field)

    @cached_property
    def cached_col(self) -> Col:
        return Kolom(self.model._meta.db_table, self)

    # System checks

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_model(), *self._check_gebruik()]

    def _check_model(self) -> list[checks.CheckMessage]:
        fouten: list[checks.CheckMessage] = []
        if not callable(getattr(self.model, "datasleutel", None)):
            fouten.append(_fout(self, 1, "The model has no method datasleutel()."))
        pk = self.model._meta.pk
        if isinstance(pk, models.AutoField) or pk.has_db_default():
            fouten.append(_fout(self, 2, "The primary key must exist before the insert."))
        return fouten

    def _check_gebruik(self) -> list[checks.CheckMessage]:
        fouten: list[checks.CheckMessage] = []
        if self.blank and not self.null:
            fouten.append(_fout(self, 3, "Empty is NULL: blank needs null."))
        opties = self.model._meta
        volgorde = [str(veld).lstrip("-") for veld in opties.ordering or ()]
        geindexeerd = [veld for index in opties.indexes for veld in index.fields]
        if self.unique or self.db_index or self.has_db_default() or self.name in [*volgorde, *geindexeerd]:
            fouten.append(_fout(self, 4, "Ciphertext cannot be unique, indexed or sorted by."))
        return fouten


def _fout(veld: models.Field[Any, Any], nummer: int, tekst: str) -> checks.Error:
    return checks.Error(tekst, obj=veld, id=f"versleuteling.E{nummer:03}")


@final
class VersleuteldeTekst(VersleuteldVeld[str]):
    """Encrypted text. `max_tekens` limits forms and `full_clean()`, counted in characters.

    `zoekbaar`: its words are indexed (`zaken.zoeken.teksten`); whoever writes it says so to `zaken.zoeken`.
    """

    description = "Versleutelde tekst"
    soort = str
    non_db_attrs = (*models.Field.non_db_attrs, "max_tekens", "eenregelig")

    def __init__(
        self,
        *args: Any,
        max_tekens: int | None = None,
        eenregelig: bool = False,
        zoekbaar: bool = False,
        **kwargs: Any,
    ) -> None:
        self.zoekbaar = zoekbaar  # not in `deconstruct`: no migration searches
        self.max_tekens = max_tekens
        self.eenregelig = eenregelig
        super().__init__(*args, **kwargs)

    def naar_tekst(self, waarde: str) -> str:
        return waarde

    def uit_tekst(self, tekst: str) -> str:
        return tekst

    def to_python(self, value: Any) -> str | None:
        return value if value is None or isinstance(value, str) else str(value)

    def deconstruct(self) -> Any:
        naam, pad, args, kwargs = super().deconstruct()
        if self.max_tekens is not None:
            kwargs["max_tekens"] = self.max_tekens
        if self.eenregelig:
            kwargs["eenregelig"] = True
        return naam, pad, args, kwargs

    @cached_property
    def validators(self) -> list[Any]:
        grens = [] if self.max_tekens is None else [MaxLengthValidator(self.max_tekens)]
        return [*super().validators, *grens]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        widget = forms.TextInput if self.eenregelig else forms.Textarea
        return super().formfield(**{"max_length": self.max_tekens, "widget": widget, **kwargs})


@final
class VersleuteldeJson(VersleuteldVeld[dict[str, Any]]):
    """An encrypted dict of JSON values, such as a draft; has no form field. Changes in place are saved."""

    description = "Versleutelde gegevens"
    soort = dict
    veranderlijk = True
    empty_strings_allowed = False

    def is_null(self, waarde: dict[str, Any]) -> bool:
        return self.null and not waarde

    def naar_tekst(self, waarde: dict[str, Any]) -> str:
        return json.dumps(waarde, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def uit_tekst(self, tekst: str) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(tekst))

    def formfield(self, **kwargs: Any) -> None:
        return None
