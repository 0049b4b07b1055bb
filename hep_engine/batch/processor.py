"""Operations of the processor that Python has no word for: bits counted and found, eight bytes read as one word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

__all__ = ["eight", "first", "ones"]

Operation = Callable[..., Any]


def _operation(function: Operation) -> Operation:
    return cast(Operation, intrinsic(function))


@_operation
def ones(typing: Any, word: Any) -> Any:
    """How many bits of a word are set."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), made


@_operation
def first(typing: Any, word: Any) -> Any:
    """The place of the lowest bit that is set; 64 where none is."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), made


@_operation
def eight(typing: Any, letters: Any, at: Any) -> Any:
    """Eight bytes from the place *at* as one word; they have to be there."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, args[0])
        place = builder.gep(array.data, [args[1]])
        return builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()), align=1)

    return types.uint64(letters, types.uint64), made
