"""
`hep batch`: a file of profiles in, a file of answers out, whatever the form and however often it was broken off.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from hep_engine.batch.run import run
from hep_engine.batch.second import compare_together
from hep_engine.batch.table import Wanted, Worker
from hep_engine.cli import app
from hep_engine.cli.batch import THRIFT
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


def answered(engine, files, out, wanted, form="csv"):
    """Answer the file of this *form*, in parts of 64 patients."""
    return run(engine, files / f"in.{form}", out, wanted, chunk=64, threads=1, watch=lambda done, total: None)


def broken_off(monkeypatch, *at):
    """Have runs broken off at these of their parts, counted over all runs from 1; tells what each part begins with."""
    answer, begun = Worker.unchecked, []

    def unchecked(self, rows):
        begun.append(rows.first)
        if len(begun) in at:
            raise KeyboardInterrupt
        return answer(self, rows)

    monkeypatch.setattr(Worker, "unchecked", unchecked)
    return begun


def interrupted(*_):
    """Stands where a run is broken off."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_a_run_that_was_killed_goes_on(files, alone, monkeypatch, form):
    """
    Broken off anywhere and taken up again, the bytes and the counts are those of an unbroken run; no row is done twice.
    """
    unbroken, broken = files / f"unbroken.{form}", files / f"broken.{form}"
    counts = answered(alone, files, unbroken, Wanted(), form)
    begun = broken_off(monkeypatch, 3, 4)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            answered(alone, files, broken, Wanted(), form)
    assert not broken.exists()
    assert answered(alone, files, broken, Wanted(), form) == counts
    assert broken.read_bytes() == unbroken.read_bytes()
    assert begun == [0, 64, 128, 128, 128, 192, 256]


@pytest.mark.parametrize("killed_at", [1, 2, 4])
@pytest.mark.parametrize("together", [1, 50, 1000])
def test_what_was_not_read_twice_is_made_again(files, alone, monkeypatch, killed_at, together):
    """
    A run that is taken up goes on after the last part all of whose drawn rows were compared, and compares the others.
    """
    unbroken, broken, wanted, compared = files / "unbroken.csv", files / "broken.csv", Wanted(sample=3), Counter()

    def seen(engine, patients):
        compared.update(each.profile for each in patients)
        compare_together(engine, patients)

    monkeypatch.setattr("hep_engine.batch.run.TOGETHER", together)
    monkeypatch.setattr("hep_engine.batch.run.compare_together", seen)
    counts = answered(alone, files, unbroken, wanted)
    assert compared.total() == counts.read_twice > 80
    everybody = Counter(compared)
    compared.clear()
    begun = broken_off(monkeypatch, killed_at + 1)
    with pytest.raises(KeyboardInterrupt):
        answered(alone, files, broken, wanted)
    assert answered(alone, files, broken, wanted) == counts
    assert broken.read_bytes() == unbroken.read_bytes()
    again = begun[killed_at + 1 :]
    assert again == [*range(again[0], PATIENTS, 64)]
    least, most = {1: (killed_at - 1, killed_at), 50: (0, killed_at), 1000: (0, 0)}[together]
    assert 64 * least <= again[0] <= 64 * most
    assert compared >= everybody, "none is left out"


def test_a_part_that_is_made_again_is_compared_again(files, alone, monkeypatch):
    """
    Parts stood, and one of them was cut short by the machine: it stands again when its rows were compared, not before.
    """
    out, part, wanted = files / "out.csv", files / ".out.csv.parts" / "000001.arrow", Wanted(sample=3)
    with monkeypatch.context() as patch:
        patch.setattr("hep_engine.batch.run._written", interrupted)
        with pytest.raises(KeyboardInterrupt):
            answered(alone, files, out, wanted)
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])
    begun = broken_off(monkeypatch, 3)
    with pytest.raises(KeyboardInterrupt):
        answered(alone, files, out, wanted)
    assert part.read_bytes() == whole
    assert answered(alone, files, out, wanted).patients == PATIENTS
    assert begun == [64, 128, 192, 64, 128, 192, 256]


@pytest.mark.parametrize("said", [b"", b"many", b"-3", b"99"])
def test_a_journal_that_says_nonsense_confirms_nothing_that_is_not_there(files, alone, monkeypatch, said):
    """
    Whatever stands where the count should, a run begins anew or goes on after the parts that are there.
    """
    begun = broken_off(monkeypatch, 3)
    with pytest.raises(KeyboardInterrupt):
        answered(alone, files, files / "out.csv", Wanted(sample=0))
    (files / ".out.csv.parts" / "confirmed").write_bytes(said)
    assert answered(alone, files, files / "out.csv", Wanted(sample=0)).patients == PATIENTS
    assert begun[3] == (128 if said == b"99" else 0)


def test_a_run_killed_while_its_file_is_written_answers_nobody_again(files, alone, monkeypatch):
    """
    Once every row that was drawn was compared, all parts stand.
    """
    out, wanted = files / "out.csv", Wanted(sample=3)
    with monkeypatch.context() as patch:
        patch.setattr("hep_engine.batch.run._written", interrupted)
        with pytest.raises(KeyboardInterrupt):
            answered(alone, files, out, wanted)
    assert not out.exists()
    monkeypatch.setattr(Worker, "unchecked", interrupted)
    assert answered(alone, files, out, wanted).patients == PATIENTS
    assert out.exists()


def test_a_run_without_a_second_reading_goes_on_where_it_was(files, alone, monkeypatch):
    """
    Where no row is drawn, nothing has to be compared before a part stands.
    """
    begun = broken_off(monkeypatch, 4)
    with pytest.raises(KeyboardInterrupt):
        answered(alone, files, files / "out.csv", Wanted(sample=0))
    assert answered(alone, files, files / "out.csv", Wanted(sample=0)).read_twice == 0
    assert begun == [0, 64, 128, 192, 192, 256]


@pytest.mark.parametrize("change", ["input", "options"])
def test_parts_of_another_run_are_not_used(files, alone, monkeypatch, change):
    """
    Parts belong to one input and one set of options; with others the run begins anew.
    """
    out = files / "out.parquet"
    with monkeypatch.context() as patch:
        broken_off(patch, 2)
        with pytest.raises(KeyboardInterrupt):
            answered(alone, files, out, Wanted(), "parquet")
    if change == "input":
        pq.write_table(pq.read_table(files / "in.parquet").slice(100), files / "in.parquet")
    counts = answered(alone, files, out, Wanted(top=10 if change == "input" else 2), "parquet")
    found = pq.read_table(out)
    assert counts.patients == (200 if change == "input" else 300)
    assert found["patient"][0].as_py() == ("p100" if change == "input" else "p0")
    assert max(each for each in found["rank"].to_pylist() if each) > 2 or change == "options"


@pytest.mark.parametrize("wrong", [0, 1, 63, 64, 99, 100, 126, 127, 128, 255, 256, PATIENTS - 1])
def test_a_disagreement_leaves_nothing(files, alone, monkeypatch, wrong):
    """
    Where the second reading differs for one who was drawn, whoever it is, there is no file and no part of one.
    """
    seen = []

    def differ(drawn, result):
        seen.append(drawn)
        if len(seen) == wrong + 1:
            raise DisagreementError("differs")

    monkeypatch.setattr("hep_engine.batch.run.TOGETHER", 100)
    monkeypatch.setattr("hep_engine.batch.second.TOGETHER", 127)
    monkeypatch.setattr("hep_engine.batch.second._compare", differ)
    wanted = Wanted(sample=1)
    with pytest.raises(DisagreementError):
        run(alone, files / "in.csv", files / "out.csv", wanted, chunk=64, threads=2, watch=lambda *_: None)
    assert [each.name for each in files.iterdir() if "out" in each.name] == []


@pytest.mark.parametrize("chosen", [None, "mimalloc"])
def test_memory_is_given_back_between_chunks(files, chosen):
    """
    The command has Arrow take its memory from the system, unless whoever calls it chose otherwise.
    """
    code = (
        "import sys; from hep_engine.cli import app; app(['batch', *sys.argv[1:]], standalone_mode=False);"
        "import pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    )
    name, value = THRIFT
    environment = {key: each for key, each in os.environ.items() if key != name} | ({name: chosen} if chosen else {})
    done = subprocess.run(
        [sys.executable, "-c", code, files / "in.csv", files / "out.csv"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[-1] == (chosen or value)


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
        done = called(files / f"odd.{form}", out, "--sample", 1, "--json")
        assert done.exit_code == 0
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert json.loads(done.stdout)["read_twice"] == (form == "csv"), "the others were not admitted"
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
