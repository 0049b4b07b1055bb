"""Many patients at once: a table of profiles in, a table of recommendations out, by compiled code over columns of bits.

The conditions are those of the rulebook, laid out once as a row of operations on bits (`tape.py`), sixty-four patients
to a machine word. The answers are those of `Engine.recommend`; a sample of every table is answered by it as well.
Needs the extra `batch` (numpy, numba, pyarrow).
"""

from __future__ import annotations

from hep_engine.batch.table import recommend_batches, recommend_table

__all__ = ["recommend_batches", "recommend_table"]
