"""The oracle: what the right answer is, by trying every exercise. It shares nothing with any engine but the weights."""

from __future__ import annotations

from collections.abc import Sequence

from bench.peers.job import TOP, WEIGHTS, Answer, Exercise, Patient

__all__ = ["right_answer"]


def right_answer(exercises: Sequence[Exercise], patient: Patient) -> Answer:
    """The best exercises for *patient*, each with its score, by the words of the job."""
    offered = []
    for exercise in exercises:
        matched = 0
        for deficit in exercise.indications:
            if deficit in patient.deficits:
                matched += 1
        fits = (
            exercise.low <= patient.pain <= exercise.high
            and patient.phase in exercise.phases
            and matched > 0
            and not any(finding in patient.findings for finding in exercise.contraindications)
            and all(thing in patient.equipment for thing in exercise.equipment)
        )
        if fits:
            score = WEIGHTS["matched_indication"] * matched
            score += WEIGHTS["focus"] * matched // len(exercise.indications)
            score += WEIGHTS["pain_room"] * min(exercise.high - patient.pain, 3)
            score += WEIGHTS["gentle_start"] * (5 - exercise.difficulty)
            score += WEIGHTS["directness_" + exercise.directness]
            offered.append((exercise.number, score))
    offered.sort(key=lambda each: (-each[1], each[0]))
    return offered[:TOP]
