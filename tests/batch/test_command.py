"""
`hep batch`: a file of profiles in, a file of answers out, whatever the form and however often it was broken off.
"""

from __future__ import annotations

import csv
import json
import sys
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from hep_engine.batch.run import run
from hep_engine.batch.table import Wanted, Worker
from hep_engine.cli import app
from hep_engine.errors import DisagreementError
from hep_engine.model.registry import Tally
from tests.batch.tables import LISTS, table_of
from tests.worlds.plausible import plausible

PATIENTS = 300


@pytest.fixture(scope="module")
def patients(shipped):
    return [profile for _, profile in plausible(shipped, PATIENTS, seed=4)]


@pytest.fixture
def files(patients, tmp_path):
    """The same patients as Parquet, CSV and JSON lines."""
    table = table_of(patients, measures="columns")
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=70)
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, table.column_names)
        written.writeheader()
        for row in table.to_pylist():
            home = {"equipment": row["equipment"] or ["none"]}
            written.writerow({**row, **{name: "; ".join({**row, **home}[name]) for name in LISTS}})
    lines = [
        {"patient": f"p{at}", **each.model_dump(mode="json", exclude_none=True)} for at, each in enumerate(patients)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    return tmp_path


def called(*args):
    return CliRunner().invoke(app, ["batch", *map(str, args)])


def test_every_form_has_the_same_answers(files):
    """
    Parquet, CSV and JSON lines of the same patients come to the same file, byte for byte.
    """
    for form in ("parquet", "csv", "jsonl"):
        assert called(files / f"in.{form}", files / f"{form}.parquet", "--sample", 20, "--codes").exit_code == 0
    first, *others = [(files / f"{form}.parquet").read_bytes() for form in ("parquet", "csv", "jsonl")]
    assert others == [first, first]
    assert {each.name for each in files.iterdir() if each.name.startswith(".")} == set()


def test_every_form_can_be_written(files):
    """
    The rows, keys and ranks of a CSV and of JSON lines are those of the Parquet file.
    """
    for form in ("parquet", "csv", "jsonl"):
        assert called(files / "in.parquet", files / f"out.{form}").exit_code == 0
    whole = pq.read_table(files / "out.parquet").to_pylist()
    lines = [json.loads(line) for line in (files / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    cells = pa_csv.read_csv(files / "out.csv").to_pylist()
    for name in ("patient", "status", "level", "rank", "score"):
        assert [each.get(name) for each in lines] == [each[name] for each in whole] == [each[name] for each in cells]
    assert [each.get("matched", []) for each in lines] == [each["matched"] for each in whole]


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_a_run_that_was_killed_goes_on(files, alone, monkeypatch, form):
    """
    Broken off anywhere and taken up again, the bytes and the counts are those of an unbroken run; no row is done twice.
    """
    unbroken, broken = files / f"unbroken.{form}", files / f"broken.{form}"

    def once(out):
        return run(alone, files / f"in.{form}", out, Wanted(), chunk=64, threads=1, watch=lambda done, total: None)

    counts = once(unbroken)
    answer, seen = Worker.answer, []

    def killed(self, rows):
        if len(seen) in (2, 3):
            seen.append(None)
            raise KeyboardInterrupt
        seen.append(rows.first)
        return answer(self, rows)

    monkeypatch.setattr(Worker, "answer", killed)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            once(broken)
    assert not broken.exists()
    assert once(broken) == counts
    assert broken.read_bytes() == unbroken.read_bytes()
    assert [each for each in seen if each is not None] == [0, 64, 128, 192, 256]


@pytest.mark.parametrize("change", ["input", "options"])
def test_parts_of_another_run_are_not_used(files, alone, monkeypatch, change):
    """
    Parts belong to one input and one set of options; with others the run begins anew.
    """
    answer = Worker.answer

    def killed(self, rows):
        if rows.first:
            raise KeyboardInterrupt
        return answer(self, rows)

    def start(wanted):
        return run(
            alone, files / "in.parquet", files / "out.parquet", wanted, chunk=64, threads=1, watch=lambda *_: None
        )

    monkeypatch.setattr(Worker, "answer", killed)
    with pytest.raises(KeyboardInterrupt):
        start(Wanted())
    monkeypatch.setattr(Worker, "answer", answer)
    if change == "input":
        pq.write_table(pq.read_table(files / "in.parquet").slice(100), files / "in.parquet")
    counts = start(Wanted(top=10 if change == "input" else 2))
    found = pq.read_table(files / "out.parquet")
    assert counts.patients == (200 if change == "input" else 300)
    assert found["patient"][0].as_py() == ("p100" if change == "input" else "p0")
    assert max(each for each in found["rank"].to_pylist() if each) > 2 or change == "options"


def test_a_disagreement_leaves_nothing(files, alone, monkeypatch):
    """
    Where the second reading differs, there is no file and no part of one.
    """

    def differ(*args, **named):
        raise DisagreementError("differs")

    monkeypatch.setattr("hep_engine.batch.table.compare", differ)
    with pytest.raises(DisagreementError):
        run(alone, files / "in.csv", files / "out.csv", Wanted(sample=1), chunk=64, threads=2, watch=lambda *_: None)
    assert [each.name for each in files.iterdir() if "out" in each.name] == []


def test_mistakes_in_text_are_mistakes_of_their_row(files, alone):
    """
    A cell that is no number, a line that is no JSON and a field nobody knows leave the other rows as they are.
    """
    (files / "odd.csv").write_text(
        "patient,pain_score,phase,age,findings,measure_odi\n"
        "a,three,acute,,,\nb,5.5,acute,forty,,\nc,3,acute,,bladder_changes,x\nd,3,acute,40,leg_pain,24\n"
    )
    (files / "odd.jsonl").write_text(
        '{"patient": 1, "pain_score": "3", "phase": "acute"}\nnonsense\n{"patient": "c", "pain_score": 3}\n'
        '{"patient": "d", "pain_score": 3, "phase": "acute", "finding": []}\n'
        '{"patient": "e", "pain_score": 3, "phase": "acute", "age": 1, "age": 2}\n[]\n'
        '{"patient": "g", "pain_score": 3, "phase": "acute", "deficits": ["\\ud800"]}\n'
    )
    fields = {}
    for form in ("csv", "jsonl"):
        out = files / f"odd_out_{form}.jsonl"
        assert called(files / f"odd.{form}", out, "--sample", 1).exit_code == 0
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        fields[form] = [(row["patient"], [each["field"] for each in row.get("errors", [])]) for row in rows]
    wrong = [("a", ["pain_score"]), ("b", ["age", "pain_score"]), ("c", ["measures.odi"]), ("d", [])]
    assert fields["csv"] == wrong
    assert fields["jsonl"][:4] == [
        ("1", ["pain_score"]),
        (None, ["patient", "profile"]),
        ("c", ["phase"]),
        ("d", ["finding"]),
    ]
    assert [each for _, each in fields["jsonl"][4:]] == [["patient", "age"], ["patient", "profile"], ["deficits.0"]]


def test_the_summary(files):
    """
    As text, as JSON that adds up, and as a picture that is well formed and shows every number.
    """
    page = called(files / "in.parquet", files / "out.parquet", "--picture", files / "sum.svg")
    assert f"{PATIENTS} patients" in page.output
    told = json.loads(called(files / "in.parquet", files / "out.parquet", "--json").stdout)
    assert sum(told["statuses"].values()) == sum(told["levels"].values()) == told["patients"] == PATIENTS
    table = pq.read_table(files / "out.parquet")
    assert told["first"] == {
        each["values"]: each["counts"]
        for each in sorted(
            table.filter(pa.compute.equal(table["rank"], 1))["exercise"].cast(pa.string()).value_counts().to_pylist(),
            key=lambda each: each["values"],
        )
    }
    drawn = " ".join(ElementTree.parse(files / "sum.svg").getroot().itertext())
    assert all(f"{count} (" in drawn for count in told["statuses"].values())


def test_counts_add_up():
    """
    The counts of two halves are the counts of the whole.
    """
    one, other = Tally(2, {"ready": 2}, errors={"age": 1}), Tally(3, {"ready": 1, "withheld": 2})
    assert one.plus(other) == Tally(5, {"ready": 3, "withheld": 2}, errors={"age": 1})


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("missing.csv", "out.csv"), "no such file"),
        (("broken.parquet", "out.csv"), "cannot be read as parquet"),
        (("strange.csv", "out.csv"), "did you mean `findings`"),
        (("ragged.csv", "out.csv"), "cannot be read as csv"),
        (("in.xlsx", "out.csv"), ".parquet, .csv, .jsonl"),
        (("in.csv", "in.csv"), "is the file that is read"),
    ],
)
def test_bad_calls(files, monkeypatch, args, said):
    """
    A bad call or a file that cannot be read exits 2, says why, and leaves nothing behind.
    """
    monkeypatch.chdir(files)
    (files / "broken.parquet").write_bytes(b"PAR1")
    (files / "strange.csv").write_text("patient,pain_score,phase,finding\n")
    (files / "ragged.csv").write_text("patient,pain_score,phase\na,1,acute\nb,1\n")
    before = {each.name for each in files.iterdir()}
    result = called(*args)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert {each.name for each in files.iterdir()} == before


def test_without_the_extra(files, monkeypatch):
    """
    Where numba is not there the command says what to install.
    """
    for name in [each for each in sys.modules if each.startswith("hep_engine.batch")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numba", None)
    result = called(files / "in.csv", files / "out.csv")
    assert (result.exit_code, "hep_engine[batch]" in result.output) == (2, True)
