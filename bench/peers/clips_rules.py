"""CLIPS: the catalogue as facts and one rule that joins them, by the Rete network, as CLIPS is meant to be used."""

from __future__ import annotations

from collections import Counter

import clips

from bench.peers.coded import best, focus_points
from bench.peers.job import WEIGHTS, Answer, Exercise, Patient
from bench.peers.peer import Peer

__all__ = ["Clips"]

_TEMPLATES = (
    "(deftemplate patient (slot pain) (slot phase))",
    "(deftemplate exercise (slot number) (slot low) (slot high) (multislot phases))",
    "(deftemplate for (slot deficit) (slot number))",
    "(deftemplate never (slot number) (slot finding))",
    "(deftemplate needs (slot number) (slot thing))",
    "(deftemplate deficit (slot word))",
    "(deftemplate finding (slot word))",
    "(deftemplate thing (slot word))",
)
_RULE = """(defrule offered (patient (pain ?pain) (phase ?phase)) (deficit (word ?deficit))
    (for (deficit ?deficit) (number ?number))
    (exercise (number ?number) (low ?low&:(<= ?low ?pain)) (high ?high&:(>= ?high ?pain)) (phases $? ?phase $?))
    (not (and (never (number ?number) (finding ?finding)) (finding (word ?finding))))
    (not (and (needs (number ?number) (thing ?thing)) (not (thing (word ?thing)))))
    => (offer ?number))"""


class Clips(Peer):
    """The rule fires once for each deficit that an exercise matches; the points are added up in Python."""

    def build(self, exercises: list[Exercise]) -> None:
        """Assert the catalogue."""
        self.exercises = exercises
        self.offered: list[int] = []
        self.rules = clips.Environment()
        self.rules.define_function(lambda number: self.offered.append(int(number)) or True, name="offer")
        for each in (*_TEMPLATES, _RULE):
            self.rules.build(each)
        self.rules.reset()
        facts = []
        for each in exercises:
            phases = " ".join(sorted(each.phases))
            facts.append(f"(exercise (number {each.number}) (low {each.low}) (high {each.high}) (phases {phases}))")
            facts += [f"(for (deficit {word}) (number {each.number}))" for word in each.indications]
            facts += [f"(never (number {each.number}) (finding {word}))" for word in sorted(each.contraindications)]
            facts += [f"(needs (number {each.number}) (thing {word}))" for word in sorted(each.equipment)]
        self.rules.load_facts(" ".join(facts))
        self.templates = [self.rules.find_template(name) for name in ("patient", "deficit", "finding", "thing")]

    def one(self, patient: Patient) -> Answer:
        """Assert the patient, run, and take the patient back."""
        self.offered.clear()
        about, deficit, finding, thing = self.templates
        facts = [finding.assert_fact(word=clips.Symbol(word)) for word in patient.findings]
        facts += [thing.assert_fact(word=clips.Symbol(word)) for word in patient.equipment]
        facts += [deficit.assert_fact(word=clips.Symbol(word)) for word in patient.deficits]
        facts.append(about.assert_fact(pain=patient.pain, phase=clips.Symbol(patient.phase)))
        self.rules.run()
        for fact in reversed(facts):
            fact.retract()
        return best(
            [
                (number, _score(self.exercises[number], count, patient))
                for number, count in Counter(self.offered).items()
            ]
        )


def _score(exercise: Exercise, matched: int, patient: Patient) -> int:
    room = WEIGHTS["pain_room"] * min(exercise.high - patient.pain, 3)
    return focus_points(matched, len(exercise.indications)) + room + exercise.always
