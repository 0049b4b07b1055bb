"""`hep …`: thin commands that print what the library returns.

Exit codes: 0 done, 1 the knowledge has problems or did not pass its trial, 2 the profile or the call is wrong, 3 the
two readings disagree, 4 something is still open and nothing was released.
"""

from __future__ import annotations

import typer

from hep_engine.cli import batch, course, difference, gaps, handout, knowledge, patient, proving, signing
from hep_engine.cli.options import examples

__all__ = ["app"]

_PATIENT = "hep {} --pain 3 --phase subacute --deficit hip_stabilization --age 45 --screened"

app = typer.Typer(
    help="Home exercises for low back pain, from rules that clinicians write. For clinicians; no outcome is promised.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command(epilog=examples(_PATIENT.format("recommend"), "hep recommend examples/subacute_hip.yaml --json"))(
    patient.recommend
)
app.command(epilog=examples(_PATIENT.format("explain clamshell")))(patient.explain)
app.command(
    epilog=examples(
        _PATIENT.format("handout") + " --by physiotherapist --out my_handout",
        "hep handout examples/subacute_hip.yaml --screened --by physiotherapist --paper letter --out my_handout",
    )
)(handout.handout)
app.command(epilog=examples("hep simulate examples/subacute_hip.yaml --screened --weeks 8 --out course.svg"))(
    course.simulate
)
app.command(
    epilog=examples("hep batch registry.parquet answers.parquet", "hep batch in.csv out.csv --top 4 --picture sum.svg")
)(batch.batch)
app.command(epilog=examples("hep questions", "hep questions --json"))(patient.questions)
app.command(epilog=examples("hep check", "hep check --rules my_rules --catalog my_catalog"))(knowledge.check)
app.command("test", epilog=examples("hep test", "hep test --patients my_patients --rules my_rules"))(knowledge.trial)
app.command(epilog=examples("hep verify", "hep verify --record proof.json", "hep verify --rules my_rules --json"))(
    proving.verify
)
app.command(epilog=examples("hep diff my_old my_new", "hep diff my_old my_new --all-patients"))(difference.diff)
app.command(epilog=examples("hep gaps", "hep gaps --limit 20 --seconds 10 --json"))(gaps.gaps)
app.command(epilog=examples("hep coverage", "hep coverage --out coverage.svg"))(knowledge.coverage)
app.command(epilog=examples("hep catalogue docs/catalogue"))(knowledge.catalogue)
app.command(epilog=examples("hep signoff", "hep signoff --json"))(signing.signoff)
app.command(epilog=examples('hep sign --name "A. Example" --role "lead physiotherapist" --rules my_rules'))(
    signing.sign
)
