"""What every shape on the wire has: strict input, and output that says who may see each field.

JSON is checked once for its own rules (RFC 8259: no name twice, no depth without end) before it comes here as `Raw`.
"""

import unicodedata
from datetime import date
from typing import Annotated, Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic.types import StringConstraints
from pydantic_core import PydanticCustomError, core_schema

from app.domain.confidentiality import Secrecy
from app.domain.errors import Unavailable
from app.store.sealed import closed

CONFIDENTIAL = "x-confidential"
SECRECY = "x-secrecy"

When = TypeVar("When", bound=date)

_KEEPS_LINES = {"\n", "\t"}


class Raw(bytes):
    """A JSON body: its shape is checked, its fields are not yet read."""


def _clean(value: object) -> object:
    """Text in NFC without control characters: NUL breaks PostgreSQL, the others hide things from readers."""
    if not isinstance(value, str):
        return value
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _KEEPS_LINES for sign in value):
        raise PydanticCustomError("control_character", "control characters are not allowed")
    return unicodedata.normalize("NFC", value).strip()


def _rfc3339(value: object) -> object:
    if isinstance(value, str) and len(value) >= 20 and value[10] in "Tt":
        return value
    raise PydanticCustomError("instant", "an instant is written like 2026-01-31T09:30:00Z")


def _iso_date(value: object) -> object:
    if isinstance(value, str) and len(value) == 10:
        return value
    raise PydanticCustomError("date", "a date is written like 2026-01-31")


def _in_our_time(value: When) -> When:
    """A year that every calendar and every zone can still reckon with."""
    if not 1900 <= value.year <= 2200:
        raise PydanticCustomError("year", "the year lies between 1900 and 2200")
    return value


Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n\t]+$"), BeforeValidator(_clean)]
"""One line of text."""
Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000), BeforeValidator(_clean)]
"""Text of any shape."""
Code = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$"), BeforeValidator(_clean)]
"""An identifier of another system."""
Url = Annotated[str, StringConstraints(max_length=200, pattern=r"^https?://[\x21-\x7e]+$"), BeforeValidator(_clean)]
"""An address on the web."""
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hexadecimal."""
Instant = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_rfc3339), AfterValidator(_in_our_time)]
"""RFC 3339, with its offset."""
Day = Annotated[date, Field(strict=False), BeforeValidator(_iso_date), AfterValidator(_in_our_time)]
"""RFC 3339 full-date."""
Id = Annotated[UUID, Field(strict=False)]


def confidential(**more: Any) -> Any:
    """Marks a field whose value is what people said or wrote."""
    return Field(json_schema_extra={CONFIDENTIAL: True}, **more)


SaidLine = Annotated[Line, confidential()]
Said = Annotated[Prose, confidential()]
SaidOut = Annotated[str, confidential()]


def flat(schema: JsonSchemaValue) -> JsonSchemaValue:
    """One type with null instead of `anyOf`, and no titles: what client generators read best (conventions, 4)."""
    schema.pop("title", None)
    options = schema.get("anyOf", [])
    if len(options) == 2 and {"type": "null"} in options:
        other = next(option for option in options if option != {"type": "null"})
        if isinstance(other.get("type"), str):
            del schema["anyOf"]
            schema.update({**other, "type": [other["type"], "null"]})
            if "enum" in schema:
                schema["enum"] = [*schema["enum"], None]
    return schema


class Shape(BaseModel):
    """A shape on the wire, in camelCase."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The shape as the document shows it."""
        found = handler(schema)
        plain = handler.resolve_ref_schema(found)
        plain.pop("title", None)
        for field in plain.get("properties", {}).values():
            flat(field)
        return found


class In(Shape):
    """A request body: strict types, no unknown fields, read from the bytes that came."""

    model_config = ConfigDict(strict=True, extra="forbid", alias_generator=to_camel, allow_inf_nan=False)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Reads `Raw` bytes with pydantic's JSON rules, under which strings become ids, dates and codes, and numbers do not."""
        found = handler.resolve_ref_schema(handler(source))
        # The name goes to the whole, or the document would repeat the shape wherever it is used.
        schema = cast("core_schema.CoreSchema", {key: value for key, value in found.items() if key != "ref"})

        def read(value: Any, plain: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return cls.model_validate_json(value) if isinstance(value, Raw) else plain(value)

        wrapped = core_schema.no_info_wrap_validator_function(read, schema)
        return core_schema.json_or_python_schema(json_schema=schema, python_schema=wrapped, ref=found.get("ref"))


class Patch(In):
    """A JSON Merge Patch (RFC 7396): what is absent stays, what is null goes."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A patch has no defaults: what is absent stays."""
        found = super().__get_pydantic_json_schema__(schema, handler)
        for field in handler.resolve_ref_schema(found).get("properties", {}).values():
            field.pop("default", None)
        return found

    def changes(self) -> dict[str, Any]:
        """What was sent, by field name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Out(Shape):
    """A response body, read from a row's attributes; `secrecy` is the class of what it shows."""

    model_config = ConfigDict(from_attributes=True, alias_generator=to_camel, validate_by_name=True)
    secrecy: ClassVar[Secrecy]

    @model_validator(mode="before")
    @classmethod
    def shown_open_or_not_at_all(cls, found: Any) -> Any:
        """What it is read from; `Unavailable` while something in it is sealed."""
        if closed(found):
            raise Unavailable("keys-away")
        return found

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Every field with the class of secrecy it belongs to, and enums open for codes to come (conventions, 5)."""
        found = super().__get_pydantic_json_schema__(schema, handler)
        if secrecy := getattr(cls, "secrecy", None):
            plain = handler.resolve_ref_schema(found)
            for field in plain.get("properties", {}).values():
                field[SECRECY] = secrecy.value
        return found


class PageOut(Out):
    """Where the list goes on."""

    next_cursor: str | None = Field(description="Send it as `cursor` to get the next page; null on the last one.")
    has_more: bool


Item = TypeVar("Item", bound=Out)


class ListOut(Out, Generic[Item]):
    """One page of a list, in the order of its keyset; there is no total."""

    items: list[Item]
    page: PageOut
