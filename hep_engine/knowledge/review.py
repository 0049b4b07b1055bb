"""What a safety reviewer checks in the rules as a whole: that gates stand, that no rule argues in a circle, that
silence is never consent. Each check is a function from a draft to problems reported on it.
"""

from __future__ import annotations

from hep_engine.errors import Span
from hep_engine.knowledge.circles import circles
from hep_engine.knowledge.draft import Draft
from hep_engine.model.condition import FactKind, Has, Is, clauses
from hep_engine.model.rule import Infer, Refer, Rule, TakeApproach
from hep_engine.model.vocabulary import Finding
from hep_engine.model.words import Level

__all__ = ["review"]

_RANKING_ALONE = "use it in ranking alone, or take the `none` out of that rule"


_NOT_CLEARED = "an emergency cannot be cleared away"


def review(draft: Draft) -> None:
    """Every check of the rules that needs more than one line of one file."""
    for rule in draft.rules.values():
        _has_examples(rule, draft)
        _is_replaced_well(rule, draft)
        _a_guideline_is_named(rule, draft)
        _approach_without_findings(rule, draft)
        _clearance_is_possible(rule, draft)
    if draft.whole("findings", "rules/findings"):
        _no_circle(draft)
        _none_only_where_allowed(draft)
        _derived_findings_have_a_rule(draft)
        # A gate that fell is told once, not again by every finding that only it asks for.
        if draft.whole("rules/gates") and _standing_gates_stand(draft):
            _screening_findings_have_a_gate(draft)


def _acting(draft: Draft, *folders: str) -> list[Rule]:
    return [rule for rule in draft.rules.values() if rule.active and rule.folder in folders]


def _findings(draft: Draft) -> dict[str, Finding]:
    return draft.entries["findings"]


def _asked(rule: Rule, *kinds: FactKind) -> list[tuple[Has, bool]]:
    """The findings, and the further *kinds*, that a rule's condition asks for, and whether under `none`."""
    return [
        (clause, negative)
        for clause, negative in clauses(rule.when)
        if isinstance(clause, Has) and clause.kind in (FactKind.FINDING, *kinds)
    ]


def _has_examples(rule: Rule, draft: Draft) -> None:
    """An active rule brings a patient on whom it fires and one on whom it stays quiet."""
    shown = {example.expect for example in rule.examples}
    for wanted in ("fires", "quiet"):
        if rule.active and wanted not in shown:
            at = draft.place("rule", rule.id, "examples")
            draft.report(at, "HEP020", f"no example shows a patient on whom the rule is `{wanted}`", "add one")


def _is_replaced_well(rule: Rule, draft: Draft) -> None:
    """A retired rule names the one that replaced it; no other rule does."""
    if rule.status == "retired" and rule.replaced_by is None:
        at = draft.place("rule", rule.id, "status")
        draft.report(at, "HEP026", "a retired rule says what replaced it", "add `replaced_by`")
    elif rule.replaced_by is not None and rule.status != "retired":
        at = draft.place("rule", rule.id, "replaced_by")
        draft.report(at, "HEP026", "only a retired rule is replaced", f"the rule is {rule.status}")
    elif rule.replaced_by is not None and rule.replaced_by in draft.rules:
        heir = draft.rules[rule.replaced_by]
        if heir.folder != rule.folder or not heir.active:
            at = draft.place("rule", rule.id, "replaced_by")
            draft.report(at, "HEP026", f"`{heir.id}` does not act in `{rule.folder}`", "name an active rule there")
    elif rule.replaced_by is not None:
        draft.lexicon.check(
            draft.pages[draft.place("rule", rule.id).file],
            draft.place("rule", rule.id, "replaced_by"),
            "rules",
            rule.replaced_by,
        )


def _a_guideline_is_named(rule: Rule, draft: Draft) -> None:
    """What is said to come from a guideline says from which."""
    if rule.origin == "guideline" and not rule.sources:
        at = draft.place("rule", rule.id, "origin")
        draft.report(at, "HEP028", "a guideline rule names no source", "add it to `sources`, or say `origin: ours`")


def _approach_without_findings(rule: Rule, draft: Draft) -> None:
    """The treatment approach follows from pain, phase, words and measures alone, so that no finding can loosen it."""
    if isinstance(rule.then, TakeApproach):
        for clause, _ in clauses(rule.when):
            if isinstance(clause, Has) or (isinstance(clause, Is) and clause.field == "approach"):
                at = clause.at or draft.place("rule", rule.id)
                what = f"an approach rule cannot use `{clause}`"
                draft.report(at, "HEP024", what, "it uses pain, phase, words and measures")


def _clearance_is_possible(rule: Rule, draft: Draft) -> None:
    """`cleared` speaks of clearable findings, and no finding of an emergency gate is clearable."""
    entries = _findings(draft)
    emergency = rule.active and isinstance(rule.then, Refer) and rule.then.level is Level.EMERGENCY
    for clause, negative in clauses(rule.when):
        if not isinstance(clause, Has) or clause.word not in entries or clause.at is None:
            continue
        clearable = entries[clause.word].clearable
        if clause.kind is FactKind.CLEARED and not clearable:
            draft.report(clause.at, "HEP025", f"`{clause.word}` is not marked `clearable` in the vocabulary")
        elif clause.kind is FactKind.CLEARED and (rule.folder not in ("gates", "invariants") or not negative):
            what = f"`{clause}` stands where a clearance means nothing"
            draft.report(clause.at, "HEP025", what, "it lifts a gate: write it under `none` in that gate")
        elif clause.kind is FactKind.CLEARED and emergency:
            draft.report(clause.at, "HEP025", "a clearance stands in an emergency gate", _NOT_CLEARED)
        if clause.kind is FactKind.FINDING and clearable and emergency:
            what = f"`{clause.word}` is marked `clearable`, but stands in an emergency gate"
            draft.report(clause.at, "HEP025", what, _NOT_CLEARED)


def _no_circle(draft: Draft) -> None:
    """No finding rests on itself, through rules or through what findings imply."""
    entries = _findings(draft)
    graph: dict[str, set[str]] = {finding: set() for finding in entries}
    for finding, entry in sorted(entries.items()):
        for implied in entry.implies:
            at = draft.place("findings", finding, "implies", implied)
            if draft.lexicon.check(draft.pages[at.file], at, "findings", implied):
                graph[implied].add(finding)
    rules = [rule for rule in _acting(draft, "findings") if isinstance(rule.then, Infer)]
    for rule in rules:
        if isinstance(rule.then, Infer):
            graph[rule.then.finding] |= {clause.word for clause, _ in _asked(rule)}
    for circle in circles(graph):
        first = next((rule for rule in rules if isinstance(rule.then, Infer) and rule.then.finding in circle), None)
        at = draft.place("rule", first.id, "when") if first else draft.place("findings", circle[0], "implies")
        path = " → ".join(f"`{each}`" for each in circle)
        draft.report(at, "HEP021", f"this finding rests on itself: {path}", "take one of these steps out")


def _uncertain_conclusions(draft: Draft) -> dict[str, str]:
    """Findings that follow from another's absence, directly or through others, and the rule or finding to blame."""
    blamed: dict[str, str] = {}
    entries = _findings(draft)
    rules = [(rule, rule.then.finding) for rule in _acting(draft, "findings") if isinstance(rule.then, Infer)]
    grew = True
    while grew:
        before = len(blamed)
        for rule, finding in rules:
            if any(negative or clause.word in blamed for clause, negative in _asked(rule, FactKind.DEFICIT)):
                blamed.setdefault(finding, rule.id)
        for finding in [each for each in blamed if each in entries]:
            for implied in entries[finding].implies:
                blamed.setdefault(implied, blamed[finding])
        grew = len(blamed) > before
    return blamed


def _none_only_where_allowed(draft: Draft) -> None:
    """Whatever can withhold an exercise asks for findings only positively: one more finding never helps."""
    uncertain = _uncertain_conclusions(draft)
    for rule in _acting(draft, "gates", "restrictions"):
        for clause, negative in clauses(rule.when):
            if not isinstance(clause, Has) or clause.at is None:
                continue
            if negative and clause.kind in (FactKind.FINDING, FactKind.DEFICIT):
                what = f"`{clause}` stands under `none`, where only `cleared`, measures and words may stand"
                draft.report(clause.at, "HEP023", what, "ask for what is present, so that silence is never consent")
            elif clause.kind is FactKind.FINDING and clause.word in uncertain:
                draft.report(clause.at, "HEP023", _blame(clause.word, uncertain), _RANKING_ALONE)
    for exercise in draft.exercises.values():
        for finding in exercise.contraindications:
            if finding in uncertain:
                at = draft.place("exercise", exercise.id, "contraindications", finding)
                draft.report(at, "HEP023", _blame(finding, uncertain), _RANKING_ALONE)


def _blame(finding: str, uncertain: dict[str, str]) -> str:
    return f"`{finding}` can follow from what is absent, by rule `{uncertain[finding]}`"


def _derived_findings_have_a_rule(draft: Draft) -> None:
    """A derived finding that nothing concludes would always be no."""
    concluded = {rule.then.finding for rule in _acting(draft, "findings") if isinstance(rule.then, Infer)}
    for finding, entry in sorted(_findings(draft).items()):
        if entry.derived and finding not in concluded:
            at = draft.place("findings", finding, "derived")
            draft.report(at, "HEP025", f"`{finding}` is derived, but no active rule concludes it")
        if not entry.derived and entry.ask is None:
            draft.report(draft.place("findings", finding), "HEP012", "the key `ask` is missing")


def _standing_gates_stand(draft: Draft) -> bool:
    """Every gate that policy lists is there, acts, and refers at least as urgently as policy says."""
    standing = draft.policy.standing_gates if draft.policy else {}
    if not any(page.file.folder == "rules/gates" for page in draft.pages.values()):
        missed = bool(standing) or any(entry.screening for entry in _findings(draft).values())
        if missed:
            draft.report(Span("rules/gates"), "HEP022", "there is no gate at all, so nothing is screened for")
        return not missed
    sound = True
    gates = {rule.id: rule.then.level for rule in _acting(draft, "gates") if isinstance(rule.then, Refer)}
    for name, least in sorted(standing.items()):
        at = draft.place("policy", "standing_gates", name)
        if name not in gates:
            what = f"the gate `{name}` must stand, but no active gate is called so"
            draft.report(at, "HEP022", what, "bring it back, or take it off this list with a reason")
            sound = False
        elif gates[name].severity < least.severity:
            what = f"the gate `{name}` refers `{gates[name].value}`, less than the `{least.value}` it must"
            draft.report(at, "HEP022", what, "a softer gate is a decision: change it here too")
            sound = False
    return sound


def _screening_findings_have_a_gate(draft: Draft) -> None:
    """A finding marked for screening feeds an active gate, a blocking one unless it is there for context."""
    gates = _acting(draft, "gates")
    blocking = [rule for rule in gates if isinstance(rule.then, Refer) and rule.then.level.blocks]
    reach = {"true": _feeding(blocking, draft), "context": _feeding(gates, draft)}
    for finding, entry in sorted(_findings(draft).items()):
        if entry.screening and finding not in reach[entry.screening]:
            kind = "blocking gate" if entry.screening == "true" else "gate"
            at = draft.place("findings", finding, "screening")
            draft.report(at, "HEP022", f"no active {kind} asks for `{finding}`", _idle_gate(finding, draft))


def _idle_gate(finding: str, draft: Draft) -> str:
    """Which gate asks for the finding and yet does not count."""
    for rule in sorted(draft.rules.values(), key=lambda each: each.id):
        if isinstance(rule.then, Refer) and finding in {
            clause.word for clause, negative in _asked(rule) if not negative
        }:
            idle = (
                f"refers `{rule.then.level}`, which withholds nothing"
                if rule.active
                else f"is {'a draft' if rule.status == 'draft' else rule.status}"
            )
            return f"`{rule.id}` asks for it, but {idle}"
    return "a gate was taken away, or names another finding"


def _feeding(gates: list[Rule], draft: Draft) -> set[str]:
    """The findings whose presence can make one of the gates fire, also through finding rules and implications."""
    reached = {clause.word for rule in gates for clause, negative in _asked(rule) if not negative}
    inferring = [(rule, rule.then.finding) for rule in _acting(draft, "findings") if isinstance(rule.then, Infer)]
    size = -1
    while size < len(reached):
        size = len(reached)
        for rule, finding in inferring:
            if finding in reached:
                reached |= {clause.word for clause, negative in _asked(rule) if not negative}
        reached |= {name for name, entry in _findings(draft).items() if not reached.isdisjoint(entry.implies)}
    return reached
