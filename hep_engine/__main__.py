"""`hep` and `python -m hep_engine`: the command line, or what to install for it."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; without its extra, say what to install and exit 2."""
    try:
        from hep_engine.cli import app
    except ModuleNotFoundError as missing:
        if missing.name not in ("typer", "rich"):
            raise
        print("the command `hep` needs two more packages: pip install 'hep_engine[cli]'", file=sys.stderr)
        sys.exit(2)
    app()


if __name__ == "__main__":
    main()
