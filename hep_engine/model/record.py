"""The shape of what clinicians write: frozen pydantic records over words.

Every scalar of a knowledge file arrives as the word that was written, so each type here says how its word is read.
Messages are ours; a custom error's type is the code of its help page.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer
from pydantic_core import PydanticCustomError

__all__ = ["Flag", "Id", "Ids", "Number", "Origin", "Range", "Record", "Status", "Text", "Texts", "Whole", "WholeRange"]

Status = Literal["draft", "active", "retired"]
Origin = Literal["guideline", "ours"]


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text_only: ClassVar[frozenset[str]] = frozenset()
    """Fields that people read and no decision uses: they change the content fingerprint, not the decision one."""
    text_values: ClassVar[frozenset[str]] = frozenset()
    """Mappings of which only the keys decide; their values are read."""


class Range(NamedTuple):
    """Two whole numbers, both included."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}-{self.high}" if self.low != self.high else str(self.low)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("HEP013", "a single word is needed here")
    return value


def _text(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("HEP013", "there is no text here")
    return value.strip()


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", value):
        raise PydanticCustomError(
            "HEP018",
            "`{value}` is not an id: lower-case letters, digits and _, starting with a letter",
            {"value": value},
        )
    return value


def _whole(value: Any) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", _word(value)):
        raise PydanticCustomError("HEP015", "`{value}` is not a whole number", {"value": value})
    return int(value)


def tidy(number: Decimal) -> Decimal:
    """The same number, always written the same way: 2.50 as 2.5, 10.0 as 10."""
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()


def _number(value: Any) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,3})?", _word(value)):
        raise PydanticCustomError("HEP015", "`{value}` is not a number with at most three decimals", {"value": value})
    return tidy(Decimal(value))


def _flag(value: Any) -> bool:
    if _word(value) not in ("true", "false"):
        raise PydanticCustomError("HEP013", "`{value}` is neither `true` nor `false`", {"value": value})
    return bool(value == "true")


def _range(value: Any) -> Range:
    found = re.fullmatch(r"([0-9]{1,3})(?:-([0-9]{1,3}))?", _word(value))
    if not found:
        raise PydanticCustomError("HEP015", "`{value}` is not a range such as `1-5`", {"value": value})
    low, high = int(found[1]), int(found[2] or found[1])
    if low > high:
        raise PydanticCustomError("HEP030", "the range `{value}` runs backwards", {"value": value})
    return Range(low, high)


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    for index, value in enumerate(values):
        if value in values[:index]:
            raise PydanticCustomError("HEP016", "`{value}` stands here twice", {"value": value})
    return values


Text = Annotated[str, AfterValidator(_text), BeforeValidator(_word)]
Id = Annotated[str, AfterValidator(_id), BeforeValidator(_word)]
Texts = Annotated[tuple[Text, ...], AfterValidator(_once)]
Ids = Annotated[tuple[Id, ...], AfterValidator(_once)]
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[Decimal, BeforeValidator(_number), PlainSerializer(str, return_type=str)]
Flag = Annotated[bool, BeforeValidator(_flag)]
WholeRange = Annotated[Range, BeforeValidator(_range)]
