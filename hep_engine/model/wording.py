"""How things are said in plain words inside a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from hep_engine.model.exercise import Claim, Directness

__all__ = ["SUPPORT", "claim_sentence", "lower_first", "phrase"]

SUPPORT: dict[Directness, str] = {
    "class_supported": "guidelines or trials of this kind of exercise, not of this one alone",
    "biomechanical": "measurements of muscles or loads, mostly in healthy people, not a trial of this exercise",
    "indirect": "general guidance, other groups of people or the provider sheets, not a trial of this exercise",
}
"""What the support for an exercise comes from."""


def phrase(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence: a first capital is lowered (`A knee`), an abbreviation kept (`MRI`)."""
    abbreviated = text[:2].isupper() and not text.startswith("A ")
    return text if abbreviated else text[:1].lower() + text[1:]


def claim_sentence(claim: Claim) -> str:
    """A point of the clinical rationale as one sentence: what is claimed, then why."""
    return f"{claim.claim}: {lower_first(claim.because)}."
