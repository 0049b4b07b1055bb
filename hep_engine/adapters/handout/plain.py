"""What the exercises are for, in a patient's words.

The catalogue names deficits as clinicians do. A label that is not listed here, such as one of a practice's own, is
shown as it stands.
"""

from __future__ import annotations

from hep_engine.adapters.handout.words import sentence

__all__ = ["PLAIN", "in_plain_words"]

PLAIN = {
    "Pain that calls for gentle, unthreatening movement": "gentle movement while your back is sore",
    "Protective tension of the back muscles": "letting go of tightness in your back",
    "High or held breathing, with difficulty relaxing": "easy breathing, and letting go",
    "Stiffness of the low back in bending forward": "bending forward",
    "Stiffness of the low back in bending backward": "bending backward",
    "Stiffness of the low back in turning": "turning your back",
    "General stiffness of the spine": "moving your whole back",
    "Stiffness of the upper back in turning or straightening": "turning and straightening your upper back",
    "Limited range of the hip": "moving your hips",
    "Short hip flexors": "stretching the front of your hips",
    "Short hamstrings, not from a tender nerve": "stretching the back of your thighs",
    "Short gluteal muscles or piriformis": "stretching your buttock muscles",
    "Short calf muscles": "stretching your calves",
    "Preference for extension, which eases or centralises symptoms": "moving your back the way that eases it: backward",
    "Preference for flexion, which eases symptoms": "moving your back the way that eases it: forward",
    "Preference for side-gliding, or a visible sideways shift": "moving your back the way that eases it: sideways",
    "Leg symptoms brought on by tensing the nerve": "gentle movement for a tender leg nerve",
    "Difficulty in switching on the deep trunk muscles at will": "using the deep muscles of your waist",
    "Difficulty in keeping the low back steady while the limbs move": "keeping your low back steady as you move",
    "Dropping, turning or hitching of the pelvis under load": "keeping your hips level as you move",
    "Low endurance at the front of the trunk": "the muscles at the front of your middle",
    "Low endurance of the back extensors": "the muscles of your back",
    "Low endurance at the side of the trunk": "the muscles at the sides of your middle",
    "Difficulty in resisting or guiding a twist of the trunk": "keeping your back steady against a twist",
    "Weakness of the hip abductors and external rotators": "the muscles at the side of your hips",
    "Weakness of gluteus maximus and the muscles at the back of the hip": "your buttock muscles",
    "Low leg strength": "the strength of your legs",
    "Inward drift of the knee in squatting, stepping or walking": "keeping your knees in line with your feet",
    "Limited endurance in sitting or standing": "sitting and standing",
    "Weakness of the muscles that draw the shoulder blades back": "the muscles between your shoulder blades",
    "Bending from the low back rather than the hips": "bending from your hips",
    "Difficulty in rising from a chair": "getting up from a chair",
    "Low tolerance for lifting or carrying": "lifting and carrying",
    "Reduced balance, at rest or on the move": "your balance",
    "Limited walking distance": "walking",
    "Low aerobic fitness": "your fitness",
    "Fear of movement or low confidence in it": "your trust in moving",
}
"""By label rather than by id: where a label is changed, its new words are shown until they are put plainly here."""


def in_plain_words(label: str) -> str:
    """What a deficit with this label is worked on for."""
    return sentence(PLAIN.get(label, label))
