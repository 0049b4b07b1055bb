"""Operations of the processor that Python has no word for: bits counted and found, many numbers handled at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

__all__ = ["AT_ONCE", "alike", "apart", "byte", "copied", "eight", "exchange", "first", "greater", "ones"]

Operation = Callable[..., Any]

AT_ONCE = 8
"""So many words are handled at once: sixty-four bytes."""


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
def byte(typing: Any, address: Any) -> Any:
    """The byte at an *address*; it has to be there."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        found = builder.load(builder.inttoptr(args[0], ir.IntType(8).as_pointer()))
        return builder.zext(found, ir.IntType(64))

    return types.uint64(types.uint64), made


@_operation
def eight(typing: Any, address: Any) -> Any:
    """Eight bytes from an *address* on as one word; they have to be there."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(builder.inttoptr(args[0], ir.IntType(64).as_pointer()), align=1)

    return types.uint64(types.uint64), made


@_operation
def alike(typing: Any, address: Any, other: Any) -> Any:
    """Which of the sixty-four bytes from an *address* on are those from the *other* on, a bit each.

    They have to be there.
    """

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.VectorType(ir.IntType(8), 64)
        one, two = (builder.load(builder.inttoptr(each, kind.as_pointer()), align=1) for each in args)
        return builder.bitcast(builder.icmp_unsigned("==", one, two), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), made


@_operation
def apart(typing: Any, numbers: Any, at: Any, other: Any, by: Any) -> Any:
    """Which of the eight numbers from the place *at* are *by* more than those from the *other* place, a bit each.

    They have to be there.
    """

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        held = _vector(context, builder, signature.args[0], args[0], AT_ONCE)
        which = builder.icmp_signed("==", builder.sub(held.load(args[1]), held.load(args[2])), held.filled(args[3]))
        return builder.zext(builder.bitcast(which, ir.IntType(AT_ONCE)), ir.IntType(64))

    return types.uint64(numbers, types.int64, types.int64, numbers.dtype), made


@_operation
def copied(typing: Any, numbers: Any, at: Any, other: Any) -> Any:
    """Copy to the place *at* the eight numbers from the *other* place; they have to be there."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        held = _vector(context, builder, signature.args[0], args[0], AT_ONCE)
        held.store(args[1], held.load(args[2]))
        return context.get_dummy_value()

    return types.none(numbers, types.int64, types.int64), made


@_operation
def greater(typing: Any, numbers: Any, at: Any, number: Any) -> Any:
    """How many of the eight numbers from the place *at* are greater; they have to be there."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        held = _vector(context, builder, signature.args[0], args[0], AT_ONCE)
        which = builder.icmp_signed(">", held.load(args[1]), held.filled(args[2]))
        return builder.zext(builder.ctpop(builder.bitcast(which, ir.IntType(AT_ONCE))), ir.IntType(64))

    return types.int64(numbers, types.int64, numbers.dtype), made


@_operation
def exchange(typing: Any, words: Any, at: Any, other: Any, shift: Any, mask: Any) -> Any:
    """Exchange bits between the eight words from *at* and those from *other*: of these the bits of the *mask*, of the
    first the ones that stand *shift* higher. They have to be there.
    """

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        held = _vector(context, builder, signature.args[0], args[0], AT_ONCE)
        upper, lower = held.load(args[1]), held.load(args[2])
        by = held.filled(args[3])
        moved = builder.and_(builder.xor(builder.lshr(upper, by), lower), held.filled(args[4]))
        held.store(args[1], builder.xor(upper, builder.shl(moved, by)))
        held.store(args[2], builder.xor(lower, moved))
        return context.get_dummy_value()

    return types.none(words, types.int64, types.int64, types.uint64, types.uint64), made


class _Vector:
    """Numbers that lie side by side in an array, as one value of the processor."""

    def __init__(self, builder: Any, start: Any, count: int) -> None:
        self._builder, self._start, self.count = builder, start, count
        self._kind = ir.VectorType(start.type.pointee, count)

    def load(self, at: Any) -> Any:
        return self._builder.load(self._place(at), align=self._kind.element.width // 8)

    def store(self, at: Any, value: Any) -> None:
        self._builder.store(value, self._place(at), align=self._kind.element.width // 8)

    def filled(self, number: Any) -> Any:
        """The same number throughout."""
        nothing, numbered = ir.Constant(self._kind, ir.Undefined), ir.VectorType(ir.IntType(32), self.count)
        once = self._builder.insert_element(nothing, number, ir.Constant(ir.IntType(32), 0))
        return self._builder.shuffle_vector(once, nothing, ir.Constant(numbered, [0] * self.count))

    def _place(self, at: Any) -> Any:
        return self._builder.bitcast(self._builder.gep(self._start, [at]), self._kind.as_pointer())


def _vector(context: Any, builder: Any, kind: Any, array: Any, count: int) -> _Vector:
    return _Vector(builder, context.make_array(kind)(context, builder, array).data, count)
