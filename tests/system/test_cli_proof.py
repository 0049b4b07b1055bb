"""`hep verify`, the record it writes, and what an engine makes of it; statements that an edit broke in `hep check`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest

from hep_engine import Engine
from hep_engine.errors import KnowledgeError
from hep_engine.knowledge.load import load_knowledge
from hep_engine.knowledge.proof_file import sealed_record
from hep_engine.model.proof import THEOREMS, ProofRecord
from tests.conftest import ROOT

GATE = "gates/rf_fever.yaml"
STATEMENT = "invariants/never_anything_with_a_fever.yaml"


@pytest.fixture(scope="module")
def proved(hep, tmp_path_factory):
    """The shipped knowledge proved once: what was printed, and the record."""
    file = tmp_path_factory.mktemp("proof") / "proof.json"
    done = hep(f"verify --record {file}")
    return done, file


@pytest.fixture
def rules(tmp_path):
    """A copy of the rules, to be edited."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    return tmp_path / "rules"


def with_edit(rules, file, old, new):
    """The rules with one stretch of text replaced in one file."""
    path = rules / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return rules


def fever_let_through(rules):
    """The fever gate narrowed to the middle-aged, its own example with it: a careless edit that loads."""
    with_edit(rules, GATE, "    - has fever_or_rigors\n", "    - has fever_or_rigors\n    - age > 30\n")
    return rules


def load(record, rules=ROOT / "rules"):
    """An engine that demands a proof."""
    return Engine.load(rules, ROOT / "catalog", cross_check="off", require_proof=record)


def refused(record, rules=ROOT / "rules"):
    """Why no engine is loaded."""
    with pytest.raises(KnowledgeError) as caught:
        load(record, rules)
    assert {each.code for each in caught.value.problems} == {"HEP040"}
    return [each.what for each in caught.value.problems]


def test_the_shipped_knowledge_is_proved(proved):
    """
    Every statement, on one page that names what kind of proof it is.
    """
    done, _ = proved
    knowledge = load_knowledge(ROOT / "rules", ROOT / "catalog")
    count = len(THEOREMS) + len(knowledge.acting("invariants"))
    assert done.exit_code == 0, done.stdout
    assert done.stdout.startswith(f"all {count} statements are proved, for every patient\n")
    assert "is tested, not proved" in " ".join(done.stdout.split())
    assert knowledge.decision in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if "sha256:" not in line)


def test_an_engine_that_demands_the_proof_has_it(proved):
    """
    The record of this knowledge opens the door.
    """
    assert load(proved[1]).questions()


def test_the_record_says_what_was_proved_of_what(proved):
    """
    Knowledge, library, solver, time, every statement with its outcome.
    """
    record = ProofRecord.model_validate_json(proved[1].read_text())
    assert record.solver.startswith("z3 ")
    assert record.at.endswith("+00:00")
    assert {each.outcome for each in record.statements} == {"proved"}
    assert set(THEOREMS) < {each.id for each in record.statements}


def test_a_proof_of_other_knowledge_is_refused(proved, rules):
    """
    Any edit that decides ends the proof; one that only rewords a reason does not.
    """
    worded = with_edit(rules, GATE, "should be examined", "is examined")
    assert load(proved[1], worded).questions()
    (what,) = refused(proved[1], fever_let_through(worded))
    assert what.startswith("this proves other knowledge (sha256:")


def test_a_statement_that_says_something_else_now_is_refused(proved, rules):
    """
    Statements decide nothing, so the decision fingerprint does not hold them; the record does.
    """
    changed = with_edit(rules, STATEMENT, "has fever_or_rigors", "has systemically_unwell")
    changed.joinpath(STATEMENT).write_text(changed.joinpath(STATEMENT).read_text().split("examples:")[0] + FEVERISH)
    assert refused(proved[1], changed) == [
        "the statement `never_anything_with_a_fever` says something else since it was proved"
    ]


FEVERISH = """examples:
  - fires: feeling ill
    patient: {pain_score: 5, phase: acute, age: 35, findings: [systemically_unwell]}
  - quiet: well
    patient: {pain_score: 5, phase: acute, age: 35}
"""


def test_a_statement_that_is_new_is_refused(proved, rules):
    """
    What was never proved is missing.
    """
    text = (rules / STATEMENT).read_text().replace("never_anything_with_a_fever", "never_with_a_fever")
    (rules / "invariants" / "never_with_a_fever.yaml").write_text(text)
    assert refused(proved[1], rules) == ["the statement `never_with_a_fever` is not in this proof record"]


@pytest.mark.parametrize("outcome", ["refuted", "undecided", "differs"])
def test_a_record_of_what_is_not_proved_is_refused(proved, tmp_path, outcome):
    """
    However well it is sealed.
    """
    record = ProofRecord.model_validate_json(proved[1].read_text())
    first = record.statements[0]
    changed = (first.model_copy(update={"outcome": outcome}), *record.statements[1:])
    (tmp_path / "proof.json").write_text(
        sealed_record(record.model_copy(update={"statements": changed})).model_dump_json()
    )
    assert refused(tmp_path / "proof.json") == [f"the statement `{first.id}` is not proved: {outcome}"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace('"outcome": "proved"', '"outcome": "refuted"', 1), "was changed after it was made"),
        (lambda text: text[:-30], "this is no proof record"),
        (lambda text: "{}", "this is no proof record"),
        (lambda text: json.dumps([text]), "this is no proof record"),
    ],
)
def test_a_record_that_was_touched_is_refused(proved, tmp_path, change, says):
    """
    Cut short, emptied, or with one word changed.
    """
    (tmp_path / "proof.json").write_text(change(proved[1].read_text()))
    (what,) = refused(tmp_path / "proof.json")
    assert says in what


def test_a_record_that_is_not_there_is_refused(tmp_path):
    """
    Fail closed.
    """
    assert refused(tmp_path / "gone.json") == ["the proof record cannot be read: no such file or directory"]


def test_a_record_of_another_library_is_refused(proved, tmp_path):
    """
    The formula belongs to the library that read it.
    """
    record = ProofRecord.model_validate_json(proved[1].read_text()).model_copy(update={"library": "0.0.1"})
    (tmp_path / "proof.json").write_text(sealed_record(record).model_dump_json())
    (what,) = refused(tmp_path / "proof.json")
    assert what.startswith("this was proved with hep_engine 0.0.1, and this is ")


def test_check_names_the_patient_of_a_broken_statement(hep, rules):
    """
    At the statement's line, in words, with the command that shows it; and the command does.
    """
    done = hep(f"check --rules {fever_let_through(rules)}")
    assert done.exit_code == 1
    first, hint, *_ = done.stderr.splitlines()
    assert first.startswith("rules/invariants/never_anything_with_a_fever.yaml:4:3: this does not hold: ")
    assert re.search(r"is recommended, to someone with pain \d, \w+, age 25, .*fever_or_rigors.* \[HEP039\]$", first)
    command = hint.split("`")[1]
    shown = hep(f"{command.removeprefix('hep ')} --json --rules {rules}")
    (named,) = re.findall(r"\((\w+)\) is recommended", first)
    assert named in {each["exercise"] for each in json.loads(shown.stdout)["recommendations"]}


def test_verify_prints_the_patient_and_exits_1(hep, rules):
    """
    A refutation is read by a clinician; as data it holds the whole profile.
    """
    done = hep(f"verify --json --rules {fever_let_through(rules)}")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    failed = {each["id"]: each for each in told["statements"] if each["outcome"] != "proved"}
    assert set(failed) == {"never_anything_with_a_fever"}
    found = failed["never_anything_with_a_fever"]["counterexample"]
    assert found["profile"]["findings"] == ["fever_or_rigors"]
    assert told["proved"] is False


def test_without_the_solver_commands_say_what_to_install(rules):
    """
    `hep verify` exits 2 with the way out; `hep check` tries patients instead, and still names one.
    """
    start = "import sys; sys.modules['z3'] = None; from hep_engine.__main__ import main; "

    def run(*words):
        code = start + f"sys.argv = {['hep', *map(str, words)]!r}; main()"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)

    asked = run("verify")
    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr == "a proof needs one more package: pip install 'hep_engine[verify]'\n"
    for each in (rules / "invariants").glob("*.yaml"):
        if each.name != "never_anything_with_a_fever.yaml":
            each.unlink()
    checked = run("check", "--rules", fever_let_through(rules))
    assert checked.returncode == 1
    assert "never_anything_with_a_fever.yaml:4:3: this does not hold: " in checked.stderr
    assert "fever_or_rigors [HEP039]" in checked.stderr
