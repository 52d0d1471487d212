"""Terms and ages, as SQL: by the numbers under which a case came in, and on the day on which somebody looks (R6, R14, R17)."""

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, bindparam, cast, func

from app.domain.guardians import OF_AGE
from app.store.models.cases import Case
from app.store.models.parties import PartyParticulars

TODAY: Final[ColumnElement[date]] = bindparam("today", type_=Date())
"""The day on which somebody looks, in statements that are built once."""


def term(name: str) -> ColumnElement[Any]:
    """A number of the terms of the case that is joined."""
    days: ColumnElement[Any] = Case.terms[name].as_integer()
    return days


def so_long_after(moment: Any, name: str) -> ColumnElement[Any]:
    """The end of a term that counts from a moment."""
    end: ColumnElement[Any] = moment + func.make_interval(0, 0, 0, term(name))
    return end


def younger_than(day: Any, age: Any) -> ColumnElement[bool]:
    """Whether the party whose particulars are joined is under this age on this day; nothing where no birth date is known (R6)."""
    younger: ColumnElement[bool] = _years(day) < age
    return younger


def of_age_on(today: date) -> ColumnElement[bool]:
    """Whether they have come of age by this day; nothing where no birth date is recorded (R6)."""
    grown: ColumnElement[bool] = _years(today) >= OF_AGE
    return grown


def _years(day: Any) -> ColumnElement[Any]:
    return func.date_part("year", func.age(cast(day, Date), PartyParticulars.born_on))
