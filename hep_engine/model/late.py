"""A value whose parts are made when they are first read, and that is otherwise like one made at once.

A result says far more than most callers read, and what is not read need not cost anything. A late value has the type,
the fields, the equality, the hash and the JSON of one made at once; comparing, copying and dumping read every part.
Parts once made stay, so that it is frozen all the same. Two threads that read a part at the same moment may both make
it; they make the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeVar

from hep_engine.model.value import Value

__all__ = ["Late", "Maker", "keep"]

L = TypeVar("L", bound="Late")


class Maker(Protocol):
    """Whatever makes the parts of a late value."""

    def made(self, value: Any, part: str) -> object:
        """The *part* of *value* with this name; other parts may be read from *value*."""


class Late(Value):
    """A frozen, slotted dataclass that may be made before its parts are."""

    __slots__ = ("_maker",)
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    _late_parts: ClassVar[tuple[str, ...]] = ()
    """The parts that hold late values themselves."""

    @classmethod
    def late(cls: type[L], maker: Maker) -> L:
        """Give a value whose parts are all still to be made by *maker*."""
        value = _new(cls)
        _keep_maker(value, maker)
        return value

    @property
    def maker(self) -> Maker | None:
        """What makes the parts, or `None` for a value made at once."""
        maker: Maker | None = getattr(self, "_maker", None)
        return maker

    def model_dump(self, *, mode: Literal["python", "json"] = "python") -> dict[str, Any]:
        """Give this value as a plain dict. Raises what making its parts raises, before anything is written."""
        self.complete()
        return super().model_dump(mode=mode)

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """Give this value as JSON. Raises what making its parts raises, before anything is written."""
        self.complete()
        return super().model_dump_json(indent=indent)

    def complete(self) -> None:
        """Make every part, in parts too. Raises what making one raises.

        Before a late value is dumped, or goes into another value: pydantic would hide the error in one of its own.
        """
        for name in self.__dataclass_fields__:
            getattr(self, name)
        for name in self._late_parts:
            for inside in getattr(self, name):
                if isinstance(inside, Late):
                    inside.complete()

    if not TYPE_CHECKING:  # a type checker is to know the fields alone

        def __getattr__(self, part: str) -> object:
            """Make a part that is read for the first time: Python asks here only where there is none yet."""
            if part not in self.__dataclass_fields__:
                raise AttributeError(f"{type(self).__name__} has no part called {part}")
            made = self._maker.made(self, part)
            object.__setattr__(self, part, made)
            return made


def keep(value: Late, parts: Mapping[str, object]) -> None:
    """Let *value* have parts that its maker made together, so that the others need not be made one by one."""
    for name, part in parts.items():
        object.__setattr__(value, name, part)


_new = object.__new__
_keep_maker = Late.__dict__["_maker"].__set__
"""Sets what is frozen; half as long as `object.__setattr__`, and some of these are made for every patient."""
