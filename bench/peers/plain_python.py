"""Plain Python, twice: a loop over the catalogue, and the index that a good programmer writes next."""

from __future__ import annotations

from bench.peers.coded import (
    ALL_THINGS,
    FINDING_BITS,
    THING_BITS,
    best,
    bits,
    cell_of,
    cells,
    code,
    focus_points,
    room,
)
from bench.peers.job import Answer, Exercise, Patient
from bench.peers.peer import Peer

__all__ = ["Loop", "Postings"]


class Loop(Peer):
    """One comprehension over the whole catalogue."""

    def build(self, exercises: list[Exercise]) -> None:
        """Turn the indications into sets, once."""
        self.exercises = [(each, frozenset(each.indications)) for each in exercises]

    def one(self, patient: Patient) -> Answer:
        """Try every exercise."""
        pain, phase, deficits, findings = patient.pain, patient.phase, patient.deficits, patient.findings
        return best(
            [
                (each.number, focus_points(len(wanted & deficits), len(wanted)) + room(each, pain) + each.always)
                for each, wanted in self.exercises
                if each.low <= pain <= each.high
                and phase in each.phases
                and not deficits.isdisjoint(wanted)
                and each.contraindications.isdisjoint(findings)
                and each.equipment <= patient.equipment
            ]
        )


class Postings(Peer):
    """For each pain, phase and deficit the exercises that are for it, with everything else as numbers."""

    def build(self, exercises: list[Exercise]) -> None:
        """Make the lists."""
        self.lists: dict[tuple[int, str], list[tuple[int, int, int, int, int]]] = {}
        coded = {each.number: code(each) for each in exercises}
        for at in cells(exercises):
            one = coded[at.exercise.number]
            for deficit in at.exercise.indications:
                self.lists.setdefault((at.cell, deficit), []).append(
                    (at.exercise.number, one.findings, one.equipment, len(at.exercise.indications), at.sure)
                )
        most = max(len(each.indications) for each in exercises)
        self.points = [[focus_points(matched, total or 1) for matched in range(most + 1)] for total in range(most + 1)]

    def one(self, patient: Patient) -> Answer:
        """Walk the lists of the deficits that were found."""
        cell = cell_of(patient)
        present, missing = bits(patient.findings, FINDING_BITS), ALL_THINGS ^ bits(patient.equipment, THING_BITS)
        matched: dict[int, int] = {}
        about: dict[int, tuple[int, int]] = {}
        for deficit in patient.deficits:
            for number, never, needs, total, sure in self.lists.get((cell, deficit), ()):
                if never & present or needs & missing:
                    continue
                if number in matched:
                    matched[number] += 1
                else:
                    matched[number] = 1
                    about[number] = total, sure
        points = self.points
        return best([(number, points[about[number][0]][count] + about[number][1]) for number, count in matched.items()])
