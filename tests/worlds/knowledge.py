"""Generated knowledge: files the loader accepts, from a seed and a few sizes, so that a failure shrinks.

Findings come in an order and rest only on earlier ones, so that no loop arises; a few soft ones may be concluded from
another's absence and are used in ranking alone, as the loader demands.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.words import FIELD_WORDS, Level

LABELS = (
    "Kraft der Hüfte",
    "力の弱さ",
    "ضعف العضلات",
    "stiffness ½",
    "Ωμέγα",
    "plain words",
    "e\u0301 and é",
    "no: a, b # c",
)
APPROACHES = ("gentle", "steady", "strong", "keeping")
WEEKLY = {
    "pain_start": (0, 10),
    "pain_during": (0, 10),
    "pain_rise": (-10, 10),
    "morning_rise": (-10, 10),
    "week_pain_rise": (-10, 10),
    "extra_reps": (-1000, 1000),
    "clean_sessions": (0, 500),
    "spreading_sessions": (0, 500),
    "sessions_done_percent": (0, 100),
    "weeks_on_step": (0, 520),
    "hold_seconds": (0, 600),
    "minutes": (0, 120),
    "weeks_in_program": (0, 520),
    "pain_fall": (-10, 10),
    "pain_since_last_week": (-10, 10),
}
"""The numbers of a week that follow-up rules may ask about."""
MEASURES = {"odi": (0, 100, 1), "psfs": (0, 10, "0.1"), "count": (0, 9, 1)}


@dataclass
class World:
    """Raw content of every file, and the names that may be used in it."""

    random: Random
    deficits: list[str]
    findings: list[str]
    soft: list[str]
    equipment: list[str]
    exercises: list[str]
    clearable: list[str]
    clustered: bool
    generous: bool = False
    """Most exercises fit most patients, so that a program can choose."""

    def some(self, words: list[str], most: int) -> list[str]:
        """Up to *most* of the words, in their order."""
        count = min(len(words), self.random.randint(0, most))
        return sorted(self.random.sample(words, count), key=words.index)


def make_files(seed: int, exercises: int, findings: int, rules: int, *, generous: bool = False) -> list[SourceFile]:
    """The files of one generated knowledge base."""
    random = Random(seed)
    world = World(
        random,
        deficits=["dp_extension", "dp_flexion", *(f"deficit_{n}" for n in range(random.randint(1, 8)))],
        findings=[f"finding_{n}" for n in range(findings)],
        soft=[f"soft_{n}" for n in range(random.randint(0, 2))],
        equipment=[f"thing_{n}" for n in range(random.randint(0, 4))],
        exercises=[f"exercise_{n}" for n in range(exercises)],
        clearable=[f"finding_{n}" for n in range(findings) if random.random() < 0.2],
        clustered=random.random() < 0.3,
        generous=generous,
    )
    rule_files = _rules(world, rules) | _following(world, random.randint(0, 8)) | _mentioning(world)
    content = {**_vocabularies(world, rule_files), **_catalogue(world), **rule_files, "rules/policy": _policy(world)}
    return [
        # JSON is YAML too, and is written thirty times faster.
        SourceFile(f"{path}.yaml", json.dumps(each, ensure_ascii=False, indent=0).encode())
        for path, each in content.items()
    ]


def make_knowledge(seed: int, exercises: int, findings: int, rules: int, *, generous: bool = False) -> KnowledgeBase:
    """One generated knowledge base, as the loader reads it."""
    return assemble(make_files(seed, exercises, findings, rules, generous=generous))


def _vocabularies(world: World, rule_files: dict[str, Any]) -> dict[str, Any]:
    lists: dict[str, dict[str, Any]] = {
        "deficits": {word: {"label": world.random.choice(LABELS)} for word in world.deficits},
        "findings": _findings(world, rule_files),
        "phases": {word: {"label": word} for word in FIELD_WORDS["phase"]},
        "equipment": {word: {"label": world.random.choice(LABELS)} for word in world.equipment},
        "positions": {"standing": {"label": "standing"}, "lying": {"label": "lying", "on_floor": True}},
        "categories": {
            "mobility": {"label": "mobility", "stage": 1},
            "strength": {"label": "strength", "stage": 2},
            "walking": {"label": "walking", "stage": 3, "own_time": True},
        },
        "muscles": {"muscle": {"label": "muscle"}},
        "body_parts": {word: {"label": word} for word in ("wrist", "knee")},
        "measures": {
            name: {"label": name, "ask": f"{name}?", "min": low, "max": high, "step": step}
            for name, (low, high, step) in MEASURES.items()
        },
        "referral_levels": {level.value: {"label": level.value} for level in Level},
        "treatment_approaches": {
            word: {"label": word, "caution": caution} for caution, word in enumerate(APPROACHES, start=1)
        },
        "facts": {
            word: {"label": word, "ask": f"{word}?"}
            for word in ("pain_score", "age", "sex", "phase", "irritability", "directional_preference")
        },
        "override_reasons": {"patient_preference": {"label": "the patient prefers it so"}},
        "follow_up": {
            name: {"label": name, "ask": f"{name}?", "min": low, "max": high, "step": 1}
            for name, (low, high) in WEEKLY.items()
        },
    }
    return {f"catalog/vocabulary/{name}": {"vocabulary": name, "entries": entries} for name, entries in lists.items()}


def _findings(world: World, rule_files: dict[str, Any]) -> dict[str, Any]:
    concluded = {each["then"].get("finding") for each in rule_files.values() if each["status"] == "active"}
    entries = {}
    for number, word in enumerate(world.findings):
        derived = word in concluded and word not in world.clearable and world.random.random() < 0.7
        entry: dict[str, Any] = {"label": world.random.choice(LABELS), "group": "any"}
        entry.update({"derived": True} if derived else {"ask": f"{word}?"})
        if word in world.clearable:
            entry["clearable"] = True
        later = world.findings[number + 1 :]
        if later and world.random.random() < 0.25:
            entry["implies"] = world.some(later, 2)
        entries[word] = entry
    for word in world.soft:
        derived = word in concluded
        entries[word] = {"label": word, "group": "soft", **({"derived": True} if derived else {"ask": f"{word}?"})}
    return entries


def _clause(
    world: World, findings: list[str], *, negative: bool = False, loose: bool = False, lifting: bool = False
) -> str:
    """One clause; under `none` it asks for no finding, unless *loose*."""
    random = world.random
    choices = ["phase", "irritability", "direction", "pain", "age", "measure", "sex", "approach"]
    if findings and (not negative or loose):
        choices += ["has"] * 12 + ["deficit"]
    if world.clearable and negative and lifting:
        choices += ["cleared"] * 6
    match random.choice(choices):
        case "has":
            return f"has {random.choice(findings)}"
        case "deficit":
            return f"deficit {random.choice(world.deficits)}"
        case "cleared":
            return f"cleared {random.choice(world.clearable)}"
        case "pain":
            return f"pain_score {random.choice(['>=', '<=', '>', '<', '='])} {random.randint(0, 10)}"
        case "age":
            return f"age {random.choice(['>=', '<=', '>', '<', '='])} {random.randint(10, 90)}"
        case "measure":
            name = random.choice(list(MEASURES))
            value = random.choice(["2.3", "5", "0", "9.9"]) if name == "psfs" else str(random.randint(0, 9))
            return f"{name} {random.choice(['>=', '<=', '>', '<', '='])} {value}"
        case "approach":
            return _word_clause(world, "approach", APPROACHES)
        case "direction":
            return _word_clause(world, "directional_preference", FIELD_WORDS["directional_preference"])
        case field:
            return _word_clause(world, field, FIELD_WORDS[field])


def _word_clause(world: World, field: str, words: tuple[str, ...]) -> str:
    chosen = world.random.sample(words, world.random.randint(1, len(words)))
    return f"{field} is {chosen[0]}" if len(chosen) == 1 else f"{field} is one of {', '.join(chosen)}"


def _condition(world: World, findings: list[str], *, loose: bool = False, lifting: bool = False) -> dict[str, Any]:
    return _block(world, findings, depth=1, negative=False, loose=loose, lifting=lifting)


def _block(
    world: World, findings: list[str], *, depth: int, negative: bool, loose: bool, lifting: bool
) -> dict[str, Any]:
    random = world.random
    kind = random.choice(["all", "any", "any", "all", "at_least", "none"])
    inside = negative != (kind == "none")
    items: list[Any] = []
    for _ in range(random.choice([1, 1, 2, 3, 4] if depth == 2 else [1, 2, 3, 4, 6])):
        if depth == 1 and random.random() < 0.3:
            item: Any = _block(world, findings, depth=2, negative=inside, loose=loose, lifting=lifting)
        else:
            item = _clause(world, findings, negative=inside, loose=loose, lifting=lifting)
        if item not in items:
            items.append(item)
    items = [item for number, item in enumerate(items) if _key(item) not in map(_key, items[:number])]
    if kind == "at_least":
        return {"at_least": random.randint(1, len(items)), "of": items}
    return {kind: items}


def _key(item: Any) -> str:
    """Two items the loader reads as the same have the same key."""
    return str(item).replace(" ", "")


def _rule(
    world: World, name: str, when: dict[str, Any], then: dict[str, Any], status: str = "active"
) -> dict[str, Any]:
    return {
        "rule": name,
        "status": status,
        "when": when,
        "then": then,
        "because": f"Reason {world.random.choice(LABELS)}",
        "origin": "ours",
        "sources": [],
        "examples": [
            {kind: "a patient", "patient": {"pain_score": 0, "phase": "acute"}} for kind in ("fires", "quiet")
        ],
    }


def _rules(world: World, count: int) -> dict[str, Any]:
    random, files = world.random, {}
    for number in range(random.randint(0, 4)):
        name = f"approach_{number}"
        when = _condition(_without_findings(world), [])
        when = when if "approach is" not in str(when) and "cleared" not in str(when) else {"all": ["pain_score >= 3"]}
        files[f"rules/findings/{name}"] = _rule(world, name, when, {"approach": random.choice(APPROACHES)})
    for number, finding in enumerate(world.findings):
        if number and random.random() < 0.3:
            name = f"infer_{number}"
            when = _condition(world, world.findings[:number])
            files[f"rules/findings/{name}"] = _rule(world, name, when, {"finding": finding})
    for finding in world.soft:
        when = _condition(world, world.findings, loose=True)
        files[f"rules/findings/infer_{finding}"] = _rule(world, f"infer_{finding}", when, {"finding": finding})
    for number in range(count):
        folder, then = _acting(world)
        loose = folder in ("ranking", "program")
        name = f"{folder}_{number}"
        lifting = folder == "gates" and then != {"refer": "emergency"}
        when = _condition(world, world.findings + (world.soft if loose else []), loose=loose, lifting=lifting)
        if then == {"refer": "emergency"} and any(f" {each}" in str(when) for each in world.clearable):
            then = {"refer": "urgent"}
        status = "draft" if random.random() < 0.05 else "active"
        files[f"rules/{folder}/{name}"] = _rule(world, name, when, then, status)
    return files


def _following(world: World, count: int) -> dict[str, Any]:
    """Follow-up rules over the numbers of a week."""
    random, files = world.random, {}
    steps = ["progress", "progress", "hold", "regress", "swap", "stop"]
    for number in range(count):
        then = random.choice([*({"step": step} for step in steps), {"advise": "Look."}, {"screen": "again"}])
        items = sorted({_weekly(random) for _ in range(random.randint(1, 3))})
        name = f"follow_{number}"
        rule = _rule(world, name, {random.choice(["all", "all", "any"]): items}, then)
        rule["examples"] = [{kind: "a week", "week": {"pain_during": 0}} for kind in ("fires", "quiet")]
        files[f"rules/follow_up/{name}"] = rule
    return files


def _weekly(random: Random) -> str:
    name = random.choice(list(WEEKLY))
    low, high = max(WEEKLY[name][0], -3), min(WEEKLY[name][1], 9)
    return f"{name} {random.choice(['>=', '<=', '>', '<', '='])} {random.randint(low, high)}"


def _mentioning(world: World) -> dict[str, Any]:
    """A draft that asks for every finding, so that none is without a use; it does not act."""
    named = [f"has {word}" for word in (*world.findings, *world.soft)]
    wish = {"prefer": {"difficulty": [1, 2, 3, 4, 5]}, "points": 1}
    return {"rules/ranking/mentioning": _rule(world, "mentioning", {"any": named}, wish, "draft")} if named else {}


def _without_findings(world: World) -> World:
    return World(world.random, world.deficits, [], [], world.equipment, world.exercises, [], world.clustered)


def _acting(world: World) -> tuple[str, dict[str, Any]]:
    random = world.random
    selector = random.choice(
        [{"id": [random.choice(world.exercises)]}, {"position": "standing"}, {"difficulty": [1, 2, 3, 4, 5]}]
    )
    return random.choice(
        [
            ("gates", {"refer": random.choice([level.value for level in Level if level is not Level.NONE])}),
            ("restrictions", {"exclude": {"id": [random.choice(world.exercises)]}}),
            ("restrictions", {"cap_difficulty": random.randint(1, 5)}),
            ("restrictions", {"caution": "Go slowly.", "for": selector}),
            ("ranking", {random.choice(["prefer", "avoid"]): selector, "points": random.randint(1, 30)}),
            ("program", {"cap_exercises": random.randint(1, 5)}),
            ("program", {"cap_minutes": random.choice([5, 10, 30])}),
            ("program", {"cap_sets": random.randint(1, 3)}),
            ("program", {"cap_minutes_at_a_time": random.randint(1, 6)}),
            ("program", {"cap_hold_seconds": random.choice([2, 20]), "for": selector}),
        ]
    )


def _catalogue(world: World) -> dict[str, Any]:
    cluster = _shape(world)
    files: dict[str, Any] = {
        "catalog/sources": {"sources": {"book": _source()}},
        "catalog/coherence": {"coherence": {}},
    }
    for number, name in enumerate(world.exercises):
        shape = {
            **_shape(world),
            **({"pain_level": cluster["pain_level"], "phases": cluster["phases"]} if world.clustered else {}),
        }
        shape |= _wide(world) if world.generous else {}
        position = "standing" if number == 0 else world.random.choice(["standing", "lying"])
        files[f"catalog/exercises/{name}"] = {"exercise": name, **shape, "position": position}
    _let_some_lead_on(world, [files[f"catalog/exercises/{name}"] for name in world.exercises])
    return files


def _wide(world: World) -> dict[str, Any]:
    """What an exercise is like that hardly anyone is kept from."""
    return {
        "status": "active",
        "pain_level": f"0-{world.random.choice([4, 6, 10])}",
        "phases": list(FIELD_WORDS["phase"]),
        "indications": world.random.sample(world.deficits, world.random.randint(1, min(3, len(world.deficits)))),
        "contraindications": world.some(world.findings, 1),
        "precautions": {},
        "equipment": [],
        "dose": {each: _dose(world.random) for each in APPROACHES},
    }


def _dose(random: Random) -> dict[str, Any]:
    return {
        "sets": random.randint(1, 3),
        "reps": random.choice(["1", "8-12", "10"]),
        "hold_seconds": random.choice([0, 5, 60]),
        "days_per_week": 3,
        "times_per_day": random.choice([1, 1, 2]),
        **random.choice([{}, {}, {"effort": 6}, {"minutes": 5}]),
    }


def _let_some_lead_on(world: World, shapes: list[dict[str, Any]]) -> None:
    """Progressions, each to a later exercise that is no easier and is offered at no more pain."""
    for number, shape in enumerate(shapes):
        for later in shapes[number + 1 : number + 8]:
            up = later["difficulty"] >= shape["difficulty"] and _ceiling(later) <= _ceiling(shape)
            if up and world.random.random() < 0.4:
                shape["progresses_to"].append(later["exercise"])


def _ceiling(shape: dict[str, Any]) -> int:
    return int(shape["pain_level"].split("-")[1])


def _source() -> dict[str, Any]:
    return {"title": "A book", "status": "verified", "depth": "full", "use": "a fact"}


def _shape(world: World) -> dict[str, Any]:
    random = world.random
    low, high = sorted((random.randint(0, 10), random.randint(0, 10)))
    against = world.some(world.findings, 5)
    dose = _dose(random)
    return {
        "name": random.choice(LABELS),
        "also_called": [],
        "status": random.choice(["active"] * 9 + ["draft", "retired"]),
        "purpose": random.choice(LABELS),
        "pain_level": f"{low}-{high}",
        "phases": [word for word in FIELD_WORDS["phase"] if random.random() < 0.7],
        "indications": world.some(world.deficits, 4),
        "muscles": {"primary": ["muscle"], "secondary": []},
        "common_compensations": [],
        "instructions": ["Move."],
        "provider_tips": [],
        "clinical_rationale": [{"claim": "Trains", "because": "it moves"}],
        "contraindications": against,
        "precautions": {each: "Less." for each in world.some(world.findings, 3) if each not in against},
        "equipment": world.some(world.equipment, 2),
        "weight_through": [],
        "spine": {"direction": "neutral", "range": "mid", "load": "low"},
        "category": random.choice(["mobility", "strength", "strength", "walking"]),
        "difficulty": random.randint(1, 5),
        "per_side": random.random() < 0.5,
        "progresses_to": [],
        "dose": {each: dose for each in APPROACHES if random.random() < 0.8},
        "stop_if": [],
        "evidence": {
            "directness": random.choice(["class_supported", "biomechanical", "indirect"]),
            "sources": ["book"],
            "note": "n",
        },
        "from_sheet": [],
    }


def _policy(world: World) -> dict[str, Any]:
    random = world.random
    reason = {"because": "so", "origin": "ours", "sources": []}
    weights = {
        "matched_indication", "focus", "pain_room", "gentle_start", "directness_class_supported",
        "directness_biomechanical", "directness_indirect",
    }  # fmt: skip
    points = {name: {"points": random.randint(0, 30), **reason} for name in sorted(weights)}
    return {
        "version": "generated",
        "unscreened": {"value": random.choice(["provisional", "provisional", "withhold"]), **reason},
        "unknown_contraindication": {"value": random.choice(["confirm", "confirm", "exclude"]), **reason},
        "program_size": {"value": (size := random.randint(1, 5)), **reason},
        "program_least": {"value": random.randint(1, size), **reason},
        "program_minutes": {"value": random.choice([5, 10, 20, 60]), **reason},
        "standing_gates": {},
        "weights": {**points, "precaution": {"points": -random.randint(0, 20), **reason}},
        "safety_net": {"value": ["Watch."], **reason},
    }
