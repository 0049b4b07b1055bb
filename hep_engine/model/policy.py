"""The house-wide choices of `rules/policy.yaml`, each with its reason, origin and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from hep_engine.model.record import Id, Ids, Origin, Record, Text, Texts, Whole
from hep_engine.model.table import Table
from hep_engine.model.words import Level

__all__ = ["Choice", "Policy", "Weight", "Weights"]


class Choice(Record):
    """One choice: why, whose it is, and what it rests on."""

    text_only: ClassVar[frozenset[str]] = frozenset({"because", "origin", "sources"})

    because: Text
    origin: Origin
    sources: Ids


class Unscreened(Choice):
    """What to do while a blocking gate is still open."""

    value: Literal["provisional", "withhold"]


class UnknownContraindication(Choice):
    """What to do with an exercise while a contraindication, restriction, cap or piece of equipment is unknown."""

    value: Literal["confirm", "exclude"]


class Count(Choice):
    """A whole number: of exercises, or of minutes."""

    value: Whole


class SafetyNet(Choice):
    """What every patient is told to watch for."""

    text_only: ClassVar[frozenset[str]] = frozenset({"value", "because", "origin", "sources"})

    value: Annotated[Texts, Field(min_length=1)]


class Weight(Choice):
    """Points of one part of the score."""

    points: Whole


class Weights(Record):
    """Points of every part of the score; whole numbers, so that sums are exact and order is total."""

    matched_indication: Weight
    """For each deficit of the patient that is an indication."""
    focus: Weight
    """Times the share of the exercise's indications that matched, rounded down."""
    pain_room: Weight
    """For each point between today's pain and the top of the exercise's range, three points at most."""
    gentle_start: Weight
    """For each step of difficulty below 5."""
    directness_class_supported: Weight
    directness_biomechanical: Weight
    directness_indirect: Weight
    precaution: Weight
    """For each precaution that applies; negative."""


class Policy(Record):
    """The policy of a knowledge base."""

    version: Text
    """The edition of catalogue and rules, as clinicians name it."""
    unscreened: Unscreened
    unknown_contraindication: UnknownContraindication
    program_size: Count
    """The most exercises a program has, where no rule says fewer."""
    program_least: Count
    """The fewest a program has where so many fit: what is asked for may be covered by one, and is then too sparse."""
    program_minutes: Count
    """The most minutes a day, where no rule says fewer; walking and the like have time of their own."""
    standing_gates: Annotated[Mapping[Id, Level], AfterValidator(Table)]
    """Gates that must stand, active and at least this severe, so that taking one away takes two edits."""
    weights: Weights
    safety_net: SafetyNet

    text_only: ClassVar[frozenset[str]] = frozenset({"version"})

    @property
    def choices(self) -> dict[str, Choice]:
        """Every choice by where it stands in the file: `unscreened`, `weights/focus`."""
        plain = (
            "unscreened", "unknown_contraindication", "program_size", "program_least", "program_minutes", "safety_net",
        )  # fmt: skip
        weights = {f"weights/{name}": getattr(self.weights, name) for name in type(self.weights).model_fields}
        return {name: getattr(self, name) for name in plain} | weights
