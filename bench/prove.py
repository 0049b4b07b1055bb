"""How long proofs take: `python -m bench.prove [EXERCISES …]`, by default the shipped catalogue and one of 1,000."""

from __future__ import annotations

import sys
from time import perf_counter

from bench.grown import grown
from hep_engine import Engine
from hep_engine.verify import Prover


def main(counts: list[int]) -> None:
    """Print the time of a whole proof, and of its slowest statements, for each size of catalogue."""
    shipped = Engine.load(cross_check="off").knowledge
    for count in counts:
        engine = Engine(grown(shipped, count), cross_check="off")
        began = perf_counter()
        decided = list(Prover(engine).prove())
        seconds = perf_counter() - began
        failed = [f"{each.id}: {each.outcome}" for each in decided if each.outcome != "proved"]
        slowest = sorted(decided, key=lambda each: -each.seconds)[:4]
        print(f"{count} exercises: {len(decided) - len(failed)} of {len(decided)} statements proved, {seconds:.1f} s")
        print(*(f"  {each.seconds:6.1f} s  {each.id}" for each in slowest), *failed, sep="\n")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [60, 1000])
