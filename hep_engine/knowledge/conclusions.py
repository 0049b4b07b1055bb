"""From what a clinician wrote under `then` to a conclusion; which ones there are depends on the rule's folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from hep_engine.knowledge.lexicon import Lexicon
from hep_engine.knowledge.selectors import SelectorReader
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.nearest import nearest
from hep_engine.model.rule import (
    Advise,
    CapDifficulty,
    CapDose,
    CapProgram,
    Caution,
    Conclusion,
    Exclude,
    Infer,
    Prefer,
    Refer,
    ScreenAgain,
    Selector,
    TakeApproach,
    TakeStep,
)
from hep_engine.model.words import Level

__all__ = ["ConclusionReader"]

_FORMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "findings": (("finding",), ("approach",)),
    "gates": (("refer",),),
    "restrictions": (("exclude",), ("cap_difficulty",), ("caution", "for")),
    "ranking": (("prefer", "points"), ("avoid", "points")),
    "follow_up": (("step",), ("screen",), ("advise",)),
    "program": (
        ("cap_exercises",),
        ("cap_minutes",),
        ("cap_sets",),
        ("cap_sets", "for"),
        ("cap_hold_seconds",),
        ("cap_hold_seconds", "for"),
        ("cap_effort",),
        ("cap_effort", "for"),
        ("cap_minutes_at_a_time",),
        ("cap_minutes_at_a_time", "for"),
    ),
}


@dataclass(slots=True)
class ConclusionReader:
    """Reads the conclusion of one page, reporting every mistake on it."""

    page: Page
    lexicon: Lexicon
    folder: str

    def read(self, node: Node) -> Conclusion | None:
        """The conclusion at *node*, or `None` with a problem reported."""
        forms = _FORMS[self.folder]
        told = " or ".join(" with ".join(f"`{key}`" for key in form) for form in forms)
        if not isinstance(node.value, dict):
            self.page.report(node.at, "HEP013", f"in `{self.folder}` a rule concludes {told}")
            return None
        known = {key for form in forms for key in form}
        for key in node.value:
            if key not in known:
                hint = nearest(key, known) or f"in `{self.folder}` a rule concludes {told}"
                self.page.report(node.keys[key], "HEP010", f"no conclusion is called `{key}` here", hint)
                return None
        if tuple(sorted(node.value)) not in [tuple(sorted(form)) for form in forms]:
            self.page.report(node.at, "HEP012", f"in `{self.folder}` a rule concludes {told}")
            return None
        return self._conclusion(node.value)

    def _conclusion(self, entries: dict[str, Node]) -> Conclusion | None:
        match entries:
            case {"finding": node}:
                return Infer(str(node.value)) if self._listed(node, "findings") else None
            case {"approach": node}:
                return TakeApproach(str(node.value)) if self._listed(node, "treatment_approaches") else None
            case {"refer": node}:
                return self._referral(node)
            case {"exclude": node}:
                selector = self._selector(node)
                return Exclude(selector) if selector else None
            case {"cap_difficulty": node}:
                most = self._whole(node, 1, 5)
                return CapDifficulty(most) if most is not None else None
            case {"caution": text, "for": node}:
                selector = self._selector(node)
                said = self._text(text)
                return Caution(said, selector) if said and selector else None
            case {"step": node}:
                return self._step(node)
            case {"screen": node}:
                if node.value == "again":
                    return ScreenAgain()
                self.page.report(node.at, "HEP011", "after `screen` stands `again`")
                return None
            case {"advise": node}:
                said = self._text(node)
                return Advise(said) if said else None
            case {"cap_exercises": node}:
                most = self._whole(node, 1, 5)
                return CapProgram("exercises", most) if most is not None else None
            case {"cap_minutes": node}:
                most = self._whole(node, 1, 60)
                return CapProgram("minutes", most) if most is not None else None
            case {"cap_sets": node, **others}:
                return self._cap_dose("sets", node, others.get("for"), (1, 10))
            case {"cap_hold_seconds": node, **others}:
                return self._cap_dose("hold_seconds", node, others.get("for"), (1, 600))
            case {"cap_minutes_at_a_time": node, **others}:
                return self._cap_dose("minutes_at_a_time", node, others.get("for"), (1, 120))
            case {"cap_effort": node, **others}:
                return self._cap_dose("effort", node, others.get("for"), (1, 10))
        sign = 1 if "prefer" in entries else -1
        selector = self._selector(entries["prefer" if sign > 0 else "avoid"])
        points = self._whole(entries["points"], 1, 100)
        return Prefer(selector, sign * points) if selector and points else None

    def _cap_dose(
        self,
        what: Literal["sets", "hold_seconds", "effort", "minutes_at_a_time"],
        node: Node,
        wanted: Node | None,
        ends: tuple[int, int],
    ) -> CapDose | None:
        most = self._whole(node, *ends)
        selector = self._selector(wanted) if wanted else None
        return CapDose(what, most, selector) if most is not None and (selector or not wanted) else None

    def _listed(self, node: Node, kind: str) -> bool:
        if not isinstance(node.value, str):
            self.page.report(node.at, "HEP013", "a single word is needed here")
            return False
        return self.lexicon.check(self.page, node.at, kind, node.value)

    def _text(self, node: Node) -> str | None:
        if isinstance(node.value, str) and node.value.strip():
            return node.value.strip()
        self.page.report(node.at, "HEP013", "there is no text here")
        return None

    def _referral(self, node: Node) -> Refer | None:
        levels = [level.value for level in Level if level is not Level.NONE]
        if node.value in levels:
            return Refer(Level(str(node.value)))
        if isinstance(node.value, str):
            what = f"`{node.value}` is not one of {', '.join(levels)}"
            self.page.report(node.at, "HEP011", what, nearest(node.value, levels))
        else:
            self.page.report(node.at, "HEP013", "a single word is needed here", f"one of {', '.join(levels)}")
        return None

    def _step(self, node: Node) -> TakeStep | None:
        match node.value:
            case "progress" | "hold" | "regress" | "swap" | "stop" as step:
                return TakeStep(step)
        what = f"`{node.value}` is no step" if isinstance(node.value, str) else "a single word is needed here"
        self.page.report(node.at, "HEP011", what, "one of progress, hold, regress, swap, stop")
        return None

    def _whole(self, node: Node, low: int, high: int) -> int | None:
        if isinstance(node.value, str) and re.fullmatch("[0-9]{1,3}", node.value) and low <= int(node.value) <= high:
            return int(node.value)
        self.page.report(node.at, "HEP015", f"a whole number from {low} to {high} is needed here")
        return None

    def _selector(self, node: Node) -> Selector | None:
        return SelectorReader(self.page, self.lexicon).read(node)
