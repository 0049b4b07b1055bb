"""
A signature holds for one content: any later change makes the knowledge unsigned again, and results say so.
"""

from __future__ import annotations

import pytest

from hep_engine import Engine, KnowledgeError, PatientProfile
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble
from hep_engine.knowledge.write import signature_file
from hep_engine.model.signature import Signature
from tests.knowledge.conftest import shipped_files


def signed_by(content: str) -> SourceFile:
    return signature_file(Signature(name="A. Example", role="lead physiotherapist", on="2026-11-22", content=content))


@pytest.fixture(scope="module")
def files():
    """The shipped files, and their content fingerprint."""
    shipped = [SourceFile(path, text) for path, text in shipped_files().items() if path != "rules/signature.yaml"]
    return shipped, assemble(shipped).content


def result_of(knowledge):
    engine = Engine(knowledge, cross_check="off")
    return engine.recommend(PatientProfile(pain_score=3, phase="subacute", age=45))


def test_the_shipped_knowledge_is_unsigned(shipped):
    """
    No clinician has reviewed it.
    """
    assert shipped.signature is None
    assert not shipped.signed_off


def test_a_signature_is_no_part_of_what_it_signs(files):
    """
    Signing changes neither fingerprint, and every result carries name, role and day.
    """
    shipped, content = files
    signed = assemble([*shipped, signed_by(content)])
    assert signed.content == content
    assert signed.signed_off
    stamp = result_of(signed).knowledge
    assert stamp.signed_off
    assert stamp.signed_by == "A. Example, lead physiotherapist, 2026-11-22"


@pytest.mark.parametrize("edited", ["because", "number"])
def test_a_later_change_makes_it_unsigned_again(files, edited):
    """
    Of a number, or of one word that a reader can see.
    """
    shipped, content = files
    old, new = {"because": (b"Ten to twenty minutes", b"Ten to 20 minutes"), "number": (b"value: 20", b"value: 19")}[
        edited
    ]
    changed = [
        SourceFile(each.path, each.content.replace(old, new)) if each.path == "rules/policy.yaml" else each
        for each in shipped
    ]
    signed = assemble([*changed, signed_by(content)])
    assert signed.content != content
    assert not signed.signed_off
    assert result_of(signed).knowledge.signed_by is None


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("on: 22 November", "is not a day such as"),
        ("content: sha256:12", "a content fingerprint"),
        ("name: ''", "there is no text here"),
    ],
)
def test_a_signature_that_is_wrong_is_a_problem_at_its_line(files, line, what):
    """
    A day, a fingerprint, a name.
    """
    shipped, content = files
    lines = {"name": "name: A", "role": "role: B", "on": "on: 2026-11-22", "content": f"content: {content}"}
    lines[line.partition(":")[0]] = line
    written = SourceFile("rules/signature.yaml", "\n".join(lines.values()).encode())
    with pytest.raises(KnowledgeError, match=what) as caught:
        assemble([*shipped, written])
    assert [each.at.file for each in caught.value.problems] == ["rules/signature.yaml"]
