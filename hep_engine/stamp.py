"""The stamp of a result: which knowledge decided, whether somebody signed it, and which version of this library."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.result import Knowledge

__all__ = ["library_version", "stamp_of"]


def stamp_of(knowledge: KnowledgeBase) -> Knowledge:
    """What a result says of the *knowledge* it was decided by."""
    return Knowledge(
        version=knowledge.policy.version,
        decision=knowledge.decision,
        content=knowledge.content,
        signed_off=knowledge.signed_off,
        signed_by=str(knowledge.signature) if knowledge.signed_off else None,
        library=library_version(),
    )


def library_version() -> str:
    """The version of this library as it was installed; `unknown` where it was copied."""
    try:
        return version("hep_engine")
    except PackageNotFoundError:
        return "unknown"
