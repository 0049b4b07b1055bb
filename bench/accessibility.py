"""Check the handout's web page with axe-core in Chromium: `python bench/accessibility.py PAGE.html …`.

Needs `axe-core-python`, which brings axe-core as one file, and a Chromium (`chromium` on Debian); `CHROMIUM` names
another. Exits 1 on a violation.
The page is opened from the disk, at the width of a desk and of a telephone; nothing is fetched.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from html import unescape
from importlib.util import find_spec
from pathlib import Path

_ASK = """
window.addEventListener("load", () => axe.run(document).then(found => {
  const told = document.createElement("pre");
  told.id = "found";
  told.textContent = JSON.stringify({
    version: axe.version,
    passed: found.passes.map(each => each.id),
    open: found.incomplete.map(each => each.id),
    violations: found.violations.map(each => ({rule: each.id, where: each.nodes.map(node => node.html.slice(0, 120))})),
  });
  document.body.replaceChildren(told);
}));
"""


def axe() -> str:
    """The text of axe-core."""
    found = find_spec("axe_core_python")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("this needs axe-core: pip install axe-core-python")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


def check(page: Path, width: int) -> dict[str, object]:
    """What axe-core finds in *page* at this width."""
    script = f"<script>{axe()}</script><script>{_ASK}</script></body>"
    text = page.read_text(encoding="utf-8").replace("</body>", script)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(text, encoding="utf-8")
        call = [
            os.environ.get("CHROMIUM", "chromium"), "--headless=new", "--no-sandbox", "--disable-gpu",
            f"--user-data-dir={folder}/profile", f"--window-size={width},900", "--virtual-time-budget=60000",
            "--dump-dom", copy.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(call, capture_output=True, text=True, check=True, timeout=180)
    found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    if found is None:
        raise SystemExit(f"{page}: axe-core did not answer")
    told: dict[str, object] = json.loads(unescape(found[1]))
    return told


def main(pages: list[Path]) -> int:
    """Check every page at two widths, and say what was found."""
    wrong = 0
    for page in pages:
        for width in (1280, 390):
            found = check(page, width)
            passed, violations = found["passed"], found["violations"]
            assert isinstance(passed, list)
            assert isinstance(violations, list)
            said = f"{page.name} at {width}: axe-core {found['version']}, {len(passed)} rules pass"
            print(f"{said}, {len(violations)} violations, undecided: {found['open']}")
            for each in violations:
                print(f"  {each['rule']}: {each['where']}")
            wrong += len(violations)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
