"""The same patient gets the same bytes: in every process, thread and order of files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from hep_engine import Engine, PatientProfile
from hep_engine.knowledge.files import read_folder
from hep_engine.knowledge.load import assemble
from tests.conftest import ROOT

WORDS = {
    "deficits": ["pelvic_control", "hip_stabilization", "thoracic_mobility", "hip_mobility"],
    "findings": ["osteoporosis", "generalized_hypermobility", "minor_trauma"],
    "equipment": ["mat", "wall", "chair"],
    "avoid": ["bridge", "bird_dog"],
}


def patients():
    """Patients with several words in every list, where an order could show."""
    base = {"pain_score": 3, "phase": "subacute", "age": 45, "deficits": WORDS["deficits"]}
    yield PatientProfile(**base)
    yield PatientProfile(**base, equipment=WORDS["equipment"], avoid=WORDS["avoid"], measures={"psfs": 3.5, "odi": 24})
    yield PatientProfile(**base, findings=WORDS["findings"][:2], irritability="high")
    yield PatientProfile(**base, findings=WORDS["findings"])
    yield PatientProfile(**{**base, "pain_score": 7, "age": None})


def everything(engine):
    """Every byte an engine gives for these patients."""
    asked = engine.questions()
    profiles = [each for one in patients() for each in (one, one.screened(asked))]
    said = [engine.recommend(each).model_dump_json() for each in profiles]
    said += [engine.explain(profiles[1], each).model_dump_json() for each in ("clamshell", "forearm_plank")]
    said += [each.model_dump_json() for each in asked]
    said += [each.model_dump_json() for each in profiles]
    return [*said, engine.knowledge.decision, engine.knowledge.content]


def digest(engine):
    """A fingerprint of all those bytes."""
    return hashlib.sha256("\n".join(everything(engine)).encode()).hexdigest()


@pytest.mark.parametrize("seed", ["0", "1", "4711", "random"])
def test_the_same_bytes_in_every_process(engine, seed):
    """
    Whatever order sets have in a process, nothing of it shows.
    """
    code = (
        "from hep_engine import Engine; from tests.system.test_determinism import digest; print(digest(Engine.load()))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == digest(engine)


def test_the_same_bytes_in_every_thread(engine):
    """
    Eight threads ask one engine at once.
    """
    expected = digest(engine)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: digest(engine), range(8))) == {expected}


@pytest.mark.parametrize("seed", range(3))
def test_the_same_bytes_in_every_order_of_files(engine, seed):
    """
    Knowledge is its files, in whatever order a file system lists them.
    """
    files = [*read_folder("catalog", ROOT / "catalog"), *read_folder("rules", ROOT / "rules")]
    Random(seed).shuffle(files)
    assert everything(Engine(assemble(files))) == everything(engine)


def test_the_same_bytes_in_every_order_of_words(engine):
    """
    A patient is the same however their words are listed.
    """
    one = {"pain_score": 3, "phase": "subacute", "measures": {"odi": 24, "psfs": 3}}
    forth = PatientProfile(**one, **WORDS)
    back = PatientProfile(**{**one, "measures": {"psfs": 3, "odi": 24}}, **{k: v[::-1] for k, v in WORDS.items()})
    assert engine.recommend(forth).model_dump_json() == engine.recommend(back).model_dump_json()
    assert forth.model_dump_json() == back.model_dump_json()
