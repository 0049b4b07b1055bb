"""The knowledge as it travels: packed on the driver, unpacked on an executor, and worked out anew what it says.

Only what the knowledge says is sent, and nothing that was worked out of it: a rule that acts because the driver
remembered so would stand outside the fingerprints.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, fields

from hep_engine.engine import CrossCheck, Engine
from hep_engine.errors import DisagreementError
from hep_engine.knowledge.fingerprint import fingerprints_of
from hep_engine.model.knowledge import KnowledgeBase

__all__ = ["Parcel", "packed", "unpacked"]

_UNKNOWN = "unknown"
"""The version of a library that was copied, not installed."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An engine's knowledge as bytes, and what has to hold where they are opened."""

    library: str
    """The version of this library on the driver."""
    cross_check: CrossCheck
    """The second reading that the driver's engine came to."""
    decision: str
    content: str
    """The fingerprints of the knowledge on the driver."""
    knowledge: bytes = field(repr=False)


def packed(engine: Engine) -> Parcel:
    """What executors need to answer as *engine* does.

    Raises `DisagreementError` where its knowledge does not have the fingerprints it says it has.
    """
    knowledge = engine.knowledge
    _hold(knowledge, (knowledge.decision, knowledge.content))
    said = tuple(getattr(knowledge, each.name) for each in fields(knowledge))
    return Parcel(
        engine.library, engine.cross_check, knowledge.decision, knowledge.content, pickle.dumps(said, protocol=5)
    )


def unpacked(parcel: Parcel, library: str) -> Engine:
    """The engine of a *parcel*, where *library* is the version that is here.

    Raises `DisagreementError` where the version, or a fingerprint of the knowledge that arrived, is not the driver's,
    and `ImportError` where the second reading of the driver cannot be had here.
    """
    if _UNKNOWN in (library, parcel.library):
        raise DisagreementError("the version of hep_engine is not known; install it, do not copy it")
    if library != parcel.library:
        raise DisagreementError(f"hep_engine is {library} here and {parcel.library} on the driver; install the same")
    # Bytes of the driver, by Spark's own broadcast: whoever could change them could as well send code.
    knowledge = KnowledgeBase(*pickle.loads(parcel.knowledge))  # noqa: S301  # as just said
    _hold(knowledge, (parcel.decision, parcel.content))
    return Engine(knowledge, cross_check=parcel.cross_check)


def _hold(knowledge: KnowledgeBase, said: tuple[str, str]) -> None:
    """Raise unless the fingerprints of *knowledge*, worked out anew, are those *said* of it and those it carries."""
    found = fingerprints_of(knowledge)
    carried = knowledge.decision, knowledge.content
    differing = [
        name
        for name, one, other, own in zip(("decision", "content"), found, said, carried, strict=True)
        if not one == other == own
    ]
    if differing:
        raise DisagreementError("the knowledge is not what its fingerprints say, so nothing is answered", differing)
