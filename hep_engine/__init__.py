"""Home exercises for low back pain, from rules that clinicians write: ranked, explained, and each decided twice.

    from hep_engine import Engine, PatientProfile

    engine = Engine.load()
    patient = PatientProfile(pain_score=3, phase="subacute", deficits={"hip_stabilization"}, age=45)
    result = engine.recommend(patient.screened(engine.questions()))

For clinicians. Not reviewed by a clinician yet; no outcome is claimed.
"""

from hep_engine.engine import Engine
from hep_engine.errors import (
    DisagreementError,
    FieldMistake,
    HepError,
    KnowledgeError,
    Problem,
    ProfileError,
    ReleaseError,
    Span,
)
from hep_engine.model.explanation import Explanation
from hep_engine.model.history import Session, Visit
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.profile import PatientProfile
from hep_engine.model.program import Program
from hep_engine.model.question import Question
from hep_engine.model.release import Override, Released
from hep_engine.model.result import Excluded, Reason, Recommendation, Recommendations
from hep_engine.model.review import Review
from hep_engine.model.substitution import Substitution
from hep_engine.model.words import Level

__all__ = [
    "DisagreementError",
    "Engine",
    "Excluded",
    "Explanation",
    "FieldMistake",
    "HepError",
    "KnowledgeBase",
    "KnowledgeError",
    "Level",
    "Override",
    "PatientProfile",
    "Problem",
    "ProfileError",
    "Program",
    "Question",
    "Reason",
    "Recommendation",
    "Recommendations",
    "ReleaseError",
    "Released",
    "Review",
    "Session",
    "Span",
    "Substitution",
    "Visit",
]
