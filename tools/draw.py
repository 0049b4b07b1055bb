"""Draw exercises and say what looks wrong: `python tools/draw.py clamshell bridge --png out`, `--sheet` for all."""

from __future__ import annotations

import argparse
from pathlib import Path

from hep_engine.drawing import draw
from hep_engine.drawing.doubts import doubts
from hep_engine.drawing.scene import scene
from hep_engine.errors import KnowledgeError
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import load_knowledge
from hep_engine.knowledge.shape import fill
from hep_engine.knowledge.yaml_page import read_page
from hep_engine.model.exercise import Exercise

ROOT = Path(__file__).resolve().parent.parent
_TOLD = ("head", "chest", "pelvis", *(f"{s}_{j}" for s in ("left", "right") for j in ("hand", "elbow", "knee", "foot")))


def _one(name: str) -> Exercise | None:
    """One exercise, read alone, so that a mistake in another file does not stand in the way."""
    path = ROOT / "catalog" / "exercises" / f"{name}.yaml"
    page = read_page(SourceFile(f"catalog/exercises/{name}.yaml", path.read_bytes()))
    exercise = fill(Exercise, page.root, page) if page.root is not None else None
    for problem in page.problems:
        print(problem)
    return exercise


def _all() -> list[Exercise]:
    try:
        return list(load_knowledge(ROOT / "rules", ROOT / "catalog").exercises.values())
    except KnowledgeError as failure:
        print(failure)
        names = sorted(path.stem for path in (ROOT / "catalog" / "exercises").glob("*.yaml"))
        return [each for name in names if (each := _one(name))]


def _table(exercise: Exercise) -> None:
    assert exercise.poses is not None
    seen = scene(exercise.poses)
    print(f"{exercise.id}\n{'':16}{'start  ahead  left    up':>26}{'end  ahead  left    up':>28}")
    for joint in _TOLD:
        a, b = seen.start.joints[joint], seen.end.joints[joint]
        print(f"{joint:16}" + "".join(f"{'':7}" + "".join(f"{each:7.0f}" for each in at) for at in (a, b)))
    for told in doubts(seen):
        print(f"  ! {told}")


def _svg(exercise: Exercise) -> str:
    assert exercise.poses is not None
    return draw(exercise.poses, title=exercise.name, description=exercise.purpose)


def _sheet(exercises: list[Exercise], out: Path) -> None:
    """All pictures on pages of twelve."""
    from io import BytesIO

    import cairosvg
    from PIL import Image, ImageDraw

    wide, high, columns, rows = 620, 400, 3, 4
    for first in range(0, len(exercises), columns * rows):
        page = Image.new("RGB", (wide * columns, high * rows), "white")
        for number, exercise in enumerate(exercises[first : first + columns * rows]):
            png = cairosvg.svg2png(_svg(exercise).encode(), output_width=wide - 20)
            picture = Image.open(BytesIO(png)).convert("RGB")
            picture.thumbnail((wide - 20, high - 40))
            x, y = number % columns * wide, number // columns * high
            page.paste(picture, (x + (wide - picture.width) // 2, y + 34))
            ImageDraw.Draw(page).text((x + 12, y + 12), exercise.id, fill="black")
        page.save(out / f"sheet_{first // (columns * rows) + 1}.png")


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--png", type=Path, help="a folder for PNG files, 900 pixels wide (needs cairosvg)")
    parser.add_argument("--svg", type=Path, help="a folder for SVG files")
    parser.add_argument(
        "--sheet", type=Path, help="a folder for contact sheets of all exercises (needs cairosvg, pillow)"
    )
    told = parser.parse_args()
    found = [each for name in told.exercises if (each := _one(name))] if told.exercises else _all()
    drawn = [each for each in found if each.poses is not None]
    for exercise in drawn:
        if told.exercises:
            _table(exercise)
        for folder, suffix in ((told.svg, "svg"), (told.png, "png")):
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{exercise.id}.{suffix}").write_bytes(_picture(exercise, suffix))
    if told.sheet:
        told.sheet.mkdir(parents=True, exist_ok=True)
        _sheet(drawn, told.sheet)
    print(f"{len(drawn)} drawn, {len(found) - len(drawn)} without poses")


def _picture(exercise: Exercise, suffix: str) -> bytes:
    if suffix == "svg":
        return _svg(exercise).encode()
    import cairosvg

    made: bytes = cairosvg.svg2png(_svg(exercise).encode(), output_width=900)
    return made


if __name__ == "__main__":
    main()
