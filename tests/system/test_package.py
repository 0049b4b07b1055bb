"""What is shipped: a wheel that carries its knowledge, imports little, and a house kept in order."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import zipfile

import pytest

from hep_engine import PatientProfile
from tests.conftest import ROOT

MODULES = sorted((ROOT / "hep_engine").rglob("*.py"))
HEAVY = (
    *("typer", "rich", "click", "numpy", "pandas", "pyarrow", "z3", "pyspark", "matplotlib", "hypothesis", "pytest"),
    *("http.client", "http.server", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "asyncio", "sqlite3"),
)
"""What a program that only wants recommendations should not have to load."""


def run(code, *folders):
    """What a fresh interpreter prints for *code*, away from the checkout, with *folders* first on its path."""
    paths = f"import sys; sys.path[:0] = {[str(each) for each in folders]!r}\n"
    done = subprocess.run(
        [sys.executable, "-I", "-c", paths + code], capture_output=True, text=True, check=True, cwd="/"
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel, built from a copy of what is needed for it."""
    folder = tmp_path_factory.mktemp("build")
    copy = folder / "copy"
    forgotten = shutil.ignore_patterns(".*", "__pycache__", "tests", "bench", "docs", "dist", "build")
    shutil.copytree(ROOT, copy, ignore=forgotten)
    shutil.copytree(ROOT / "tests/patients", copy / "tests/patients")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=copy, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_all_knowledge_and_all_code(wheel):
    """
    Every file of rules and catalogue stands under `shipped`, every module and `py.typed` are there, and no test is.
    """
    names = set(zipfile.ZipFile(wheel).namelist())
    for top in ("rules", "catalog", "tests/patients"):
        files = [each.relative_to(ROOT).as_posix() for each in (ROOT / top).rglob("*.yaml")]
        assert files
        assert {f"hep_engine/shipped/{each}" for each in files} <= names
    assert {each.relative_to(ROOT).as_posix() for each in MODULES} <= names
    assert "hep_engine/py.typed" in names
    assert [each for each in names if not each.startswith(("hep_engine/", "hep_engine-"))] == []


def test_the_wheel_says_what_it_needs(wheel):
    """
    Three packages to recommend, durable-rules only where it imports, the command line as an extra, and the licence.
    """
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        needs = [line for line in archive.read(metadata).decode().splitlines() if line.startswith("Requires-Dist: ")]
        assert [each for each in archive.namelist() if each.endswith("/LICENSE")]
        assert b"hep = hep_engine.__main__:main" in archive.read(metadata.replace("METADATA", "entry_points.txt"))
    always = {line.split()[1].partition("=")[0].rstrip("<>") for line in needs if "extra ==" not in line}
    assert {each.partition("<")[0].partition(">")[0].lower() for each in always} == {
        "pydantic",
        "pyyaml",
        "durable-rules",
    }
    assert [line for line in needs if "durable-rules" in line and "python_version < '3.13'" in line]


def test_the_unpacked_wheel_knows_the_same(wheel, tmp_path, shipped, engine):
    """
    Somewhere else, without the checkout, the knowledge has the same fingerprints and gives the same answer.
    """
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = """
import json
import hep_engine
from hep_engine import Engine, PatientProfile
engine = Engine.load()
patient = PatientProfile(pain_score=3, phase="subacute", deficits={"hip_stabilization"}, age=45)
result = engine.recommend(patient.screened(engine.questions()))
known = engine.knowledge
first = result.recommendations[0].exercise
print(json.dumps([hep_engine.__file__, known.decision, known.content, first, len(known.exercises)]))
"""
    file, decision, content, first, exercises = run(code, tmp_path)
    assert file.startswith(str(tmp_path))
    assert (decision, content) == (shipped.decision, shipped.content)
    patient = PatientProfile(pain_score=3, phase="subacute", deficits={"hip_stabilization"}, age=45)
    here = engine.recommend(patient.screened(engine.questions()))
    assert (first, exercises) == (here.recommendations[0].exercise, len(shipped.exercises))


def test_importing_the_library_loads_nothing_heavy():
    """
    No command line, no arrays, no solver, no network: only what recommending needs.
    """
    code = "import json, hep_engine; print(json.dumps(sorted(sys.modules)))"
    loaded = run(code, ROOT)
    assert "hep_engine.engine" in loaded
    assert [each for each in loaded if each in HEAVY] == []


@pytest.mark.parametrize("missing", ["pyspark", "pyarrow", "numba"])
def test_spark_without_its_extra_says_what_to_install(missing):
    """
    An `ImportError` that names the extra; the library itself imports.
    """
    code = f"""
import json, sys
sys.modules[{missing!r}] = None
import hep_engine
try:
    import hep_engine.adapters.spark
except ImportError as needed:
    print(json.dumps([type(needed).__name__, str(needed)]))
"""
    kind, said = run(code, ROOT)
    assert kind == "ImportError"
    assert "pip install 'hep_engine[spark]'" in said


def test_recommending_opens_no_network_and_writes_nothing():
    """
    A recommendation asks no other machine and leaves no file: an audit hook would see both.
    """
    code = """
import json
seen = []
def watch(event, given):
    writing = event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+")
    if event.startswith(("socket.", "subprocess.", "os.system")) or writing:
        seen.append(event)
from hep_engine import Engine, PatientProfile
sys.addaudithook(watch)
engine = Engine.load()
engine.explain(PatientProfile(pain_score=3, phase="acute"), "clamshell")
print(json.dumps(seen))
"""
    assert run(code, ROOT) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda each: each.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_for_and_stays_a_room(module):
    """
    A docstring of its own, and 300 lines at most.
    """
    text = module.read_text()
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("folder", ["tests", "bench"])
def test_tests_say_what_they_show(folder):
    """
    Every test and every module of tests has a docstring.
    """
    for file in sorted((ROOT / folder).rglob("*.py")):
        tree = ast.parse(file.read_text())
        tests = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name.startswith("test")]
        silent = [each.name for each in tests if not ast.get_docstring(each)]
        assert (file.name, silent) == (file.name, [])
        assert ast.get_docstring(tree), file
