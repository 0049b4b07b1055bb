"""Every small edit of the shipped knowledge, and what notices it: `make mutants`.

    python -m bench.mutants [--only gates --only contraindications …] [--sample N --seed S] [--fresh] [--survivors]

Takes two processes and tells on standard error how far it is. Verdicts are kept in `build/mutants.json` and used again
as long as no rule, exercise, patient or line of code has changed, so that a run that was stopped goes on where it was.
With `--survivors` those of an older run are used again, too, but for the survivors: after an example, a statement or a
patient was added, which can only notice more. A whole run writes `docs/explanation/mutants.md`. Exits 1 if a mutant of
a safety rule survives.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import monotonic

from bench.mutation.generate import mutants
from bench.mutation.judge import Judge
from bench.mutation.mutant import AREAS, SAFETY, Mutant, Verdict
from bench.mutation.report import KILLERS, page
from hep_engine.knowledge.load import load_knowledge
from hep_engine.knowledge.vignettes import read_vignettes
from tests.shipped.pinned import departures

__all__ = ["main", "shipped_judge"]

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "mutants.json"
PAGE = ROOT / "docs" / "explanation" / "mutants.md"
_RESTS_ON = ("rules", "catalog", "tests/patients", "tests/shipped", "bench/mutation", "hep_engine")
_SAVED_EVERY = 200


def shipped_judge() -> tuple[Judge, dict[str, Mutant]]:
    """A judge of the shipped knowledge, and all its mutants by id."""
    knowledge = load_knowledge(ROOT / "rules", ROOT / "catalog")
    judge = Judge(knowledge, read_vignettes(knowledge, ROOT / "tests" / "patients"), departures)
    return judge, {each.id: each for each in mutants(knowledge)}


def main() -> None:
    """Judge the mutants asked for, and write what came of it."""
    asked = _asked()
    knowledge = load_knowledge(ROOT / "rules", ROOT / "catalog")
    names = [each.id for each in mutants(knowledge) if each.area in (asked.only or AREAS)]
    if asked.sample:
        names = sorted(Random(asked.seed).sample(names, min(asked.sample, len(names))))
    state = _state()
    verdicts = {} if asked.fresh else _kept(state, noticed=asked.survivors)
    left = [name for name in names if name not in verdicts]
    _judge_all(left, verdicts, state)
    found = [verdicts[name] for name in names]
    counts = Counter(each.killer for each in found)
    print(", ".join(f"{counts[each]} {each}" for each in KILLERS))
    survivors = [each for each in found if each.killer == "survivor"]
    for each in survivors if len(survivors) < 100 or asked.only else ():
        print(f"{each.id}: {each.says} ({each.by[:90]})")
    if not asked.only and not asked.sample:
        PAGE.write_text(page(found), encoding="utf-8")
    if any(each.area in SAFETY for each in survivors):
        sys.exit(1)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=AREAS, help="an area; can be given more than once")
    parser.add_argument("--sample", type=int, metavar="N", help="so many of them, drawn by chance")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--fresh", action="store_true", help="forget earlier verdicts")
    parser.add_argument("--survivors", action="store_true", help="judge only those that survived, and new ones")
    return parser.parse_args()


def _judge_all(names: list[str], verdicts: dict[str, Verdict], state: str) -> None:
    began = monotonic()
    with get_context("spawn").Pool(2, initializer=_begin) as pool:
        for done, verdict in enumerate(pool.imap_unordered(_verdict, names, chunksize=8), start=1):
            verdicts[verdict.id] = verdict
            if done % _SAVED_EVERY == 0 or done == len(names):
                _keep(verdicts.values(), state)
            seconds = monotonic() - began
            rest = seconds / done * (len(names) - done)
            said = f"{done} of {len(names)} mutants, {seconds:.0f} s, about {rest:.0f} s to go"
            print(f"\r{said:<78}", end="\n" if done == len(names) else "", file=sys.stderr, flush=True)


_judge: Judge
_mutants: dict[str, Mutant]


def _begin() -> None:
    """What each process makes for itself, once."""
    global _judge, _mutants
    _judge, _mutants = shipped_judge()
    # What stays is large, and what a mutant leaves behind holds few circles: collecting it each time takes longer.
    gc.freeze()
    gc.set_threshold(200_000)


def _verdict(name: str) -> Verdict:
    return _judge.judge(_mutants[name])


def _state() -> str:
    """A fingerprint of everything a verdict rests on."""
    found = sha256()
    for top in _RESTS_ON:
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _kept(state: str, *, noticed: bool) -> dict[str, Verdict]:
    """The verdicts of an earlier run on the same files; and of *noticed* mutants also on others."""
    if not KEPT.exists():
        return {}
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    verdicts = [Verdict(**each) for each in kept["verdicts"] if noticed or kept["state"] == state]
    return {each.id: each for each in verdicts if not (noticed and each.killer == "survivor")}


def _keep(verdicts: Iterable[Verdict], state: str) -> None:
    KEPT.parent.mkdir(exist_ok=True)
    kept = {"state": state, "verdicts": [asdict(each) for each in sorted(verdicts, key=lambda each: each.id)]}
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
