"""The made-up catalogue as a whole knowledge base: every shipped rule, and exercises that look like the shipped ones.

The shipped vocabulary is kept and the made-up deficits, findings and equipment are added to it. Each exercise is a
shipped one (its position, how it moves the spine, what it is careful with, its claims and doses) with the fields of the
job written over it. So every gate, finding rule, restriction, cap and preference is judged for every patient, and none
of them changes an answer, because the findings they ask about were asked of these patients and are absent.
"""

from __future__ import annotations

from dataclasses import replace

from bench.peers.job import DEFICITS, EQUIPMENT, FINDINGS, WEIGHTS
from bench.peers.job import Exercise as Made
from hep_engine import KnowledgeBase
from hep_engine.model.exercise import Exercise
from hep_engine.model.policy import Policy
from hep_engine.model.record import Range
from hep_engine.model.table import Table
from hep_engine.model.vocabulary import Deficit, Entry, Finding

__all__ = ["made_up_knowledge"]


def made_up_knowledge(shipped: KnowledgeBase, made: list[Made]) -> KnowledgeBase:
    """*shipped* with the exercises of the job in place of its own."""
    forms = list(shipped.exercises.values())
    approaches = shipped.vocabulary.approaches
    exercises = {each.id: _exercise(each, forms[each.number % len(forms)], approaches) for each in made}
    places = {name: span for name, span in shipped.places.items() if not name.startswith("exercise/")}
    for each in made:
        places[f"exercise/{each.id}"] = shipped.places[f"exercise/{forms[each.number % len(forms)].id}"]
    words = shipped.vocabulary
    vocabulary = replace(
        words,
        deficits=Table({**words.deficits, **{word: Deficit(label=_label(word)) for word in DEFICITS}}),
        findings=Table({**words.findings, **{word: _finding(word) for word in FINDINGS}}),
        equipment=Table({**words.equipment, **{word: Entry(label=_label(word)) for word in EQUIPMENT}}),
    )
    return replace(
        shipped,
        vocabulary=vocabulary,
        exercises=Table(exercises),
        policy=_weighed(shipped.policy),
        places=Table(places),
        decision=f"made up {len(made)}",
        content=f"made up {len(made)}",
    )


def _exercise(made: Made, form: Exercise, approaches: tuple[str, ...]) -> Exercise:
    any_dose = next(iter(form.dose.values()))
    claims = [each.model_copy(update={"indications": made.indications}) for each in form.clinical_rationale]
    return form.model_copy(
        update={
            "id": made.id,
            "name": f"{form.name}, form {made.number}",
            "pain_level": Range(made.low, made.high),
            "phases": tuple(sorted(made.phases)),
            "indications": made.indications,
            "clinical_rationale": tuple(claims),
            "contraindications": tuple(sorted(made.contraindications)),
            "equipment": tuple(sorted(made.equipment)),
            "difficulty": made.difficulty,
            "progresses_to": (),
            "evidence": form.evidence.model_copy(update={"directness": made.directness}),
            # A dose for every approach: which exercises fit must not depend on it, as no peer knows of approaches.
            "dose": Table({**dict.fromkeys(approaches, any_dose), **form.dose}),
        }
    )


def _finding(word: str) -> Finding:
    return Finding(label=_label(word), ask=f"Is there {_label(word)}?", group="made_up")


def _label(word: str) -> str:
    return word.replace("_", " ")


def _weighed(policy: Policy) -> Policy:
    """The policy with the weights of the job, whatever the shipped ones have become."""
    weights = {
        name: getattr(policy.weights, name).model_copy(update={"points": each}) for name, each in WEIGHTS.items()
    }
    return policy.model_copy(update={"weights": policy.weights.model_copy(update=weights)})
