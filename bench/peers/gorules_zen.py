"""GoRules zen: one decision table with a row for each exercise, from which all rows that hold are collected."""

from __future__ import annotations

import json
from collections.abc import Iterable

import zen

from bench.peers.coded import best, focus_points, room
from bench.peers.job import Answer, Exercise, Patient
from bench.peers.peer import Peer

__all__ = ["Zen"]


class Zen(Peer):
    """The table says which exercises fit and how many deficits match; the points are added up in Python."""

    def build(self, exercises: list[Exercise]) -> None:
        """Write the table as the engine's JSON."""
        self.exercises = exercises
        rows = [
            {
                "_id": each.id,
                "pain": f"[{each.low}..{each.high}]",
                "phase": ", ".join(f"'{word}'" for word in sorted(each.phases)),
                "deficits": f"some($, # in {_words(each.indications)})",
                "findings": f"none($, # in {_words(each.contraindications)})" if each.contraindications else "",
                "equipment": " and ".join(f"'{word}' in $" for word in sorted(each.equipment)),
                "number": str(each.number),
                "matched": f"count(deficits, # in {_words(each.indications)})",
            }
            for each in exercises
        ]
        asked = [_column(name) for name in ("pain", "phase", "deficits", "findings", "equipment")]
        given = [_column(name) for name in ("number", "matched")]
        content = {"hitPolicy": "collect", "inputs": asked, "outputs": given, "rules": rows}
        place = {"x": 0, "y": 0}
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "table", "type": "decisionTableNode", "name": "table", "position": place, "content": content},
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ]
        edges = [
            {"id": f"{one} {other}", "sourceId": one, "targetId": other, "type": "edge"}
            for one, other in (("in", "table"), ("table", "out"))
        ]
        document = json.dumps({"nodes": nodes, "edges": edges})
        self.decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(document))

    def one(self, patient: Patient) -> Answer:
        """Evaluate the table."""
        told = {
            "pain": patient.pain,
            "phase": patient.phase,
            "deficits": [*patient.deficits],
            "findings": [*patient.findings],
            "equipment": [*patient.equipment],
        }
        found = self.decision.evaluate(told)["result"] or ()
        return best([self._scored(int(each["number"]), int(each["matched"]), patient.pain) for each in found])

    def _scored(self, number: int, matched: int, pain: int) -> tuple[int, int]:
        exercise = self.exercises[number]
        return number, focus_points(matched, len(exercise.indications)) + room(exercise, pain) + exercise.always


def _column(name: str) -> dict[str, str]:
    return {"id": name, "name": name, "field": name}


def _words(words: Iterable[str]) -> str:
    return "[" + ", ".join(f"'{word}'" for word in sorted(words)) + "]"
