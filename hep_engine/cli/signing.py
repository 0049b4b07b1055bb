"""The commands about who stands for the knowledge: what waits for a name, and signing it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from hep_engine.audit.signoff import to_sign
from hep_engine.cli.options import AsJson, Catalog, NoColor, Rules
from hep_engine.cli.output import failures, show, write
from hep_engine.engine import Engine
from hep_engine.knowledge.files import shipped
from hep_engine.knowledge.write import signature_file
from hep_engine.model.signature import Signature
from hep_engine.page.signoff import signoff_page

__all__ = ["sign", "signoff"]


def signoff(as_json: AsJson = False, no_color: NoColor = False, rules: Rules = None, catalog: Catalog = None) -> None:
    """List every choice of our own, with its place and its reason, for a clinician to confirm."""
    with failures(as_json=as_json):
        waiting = to_sign(Engine.load(rules, catalog, cross_check="off").knowledge)
        keys = ("part", "id", "what", "why", "at")
        listed = [{key: getattr(each, key) for key in keys} for each in waiting]
        show(listed if as_json else signoff_page(waiting), no_color)


def sign(
    name: Annotated[str, typer.Option(metavar="NAME", help="Who signs.")],
    role: Annotated[str, typer.Option(metavar="WORDS", help="In which role, such as `lead physiotherapist`.")],
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; without it, today.")] = None,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Sign the knowledge as it stands now, in `signature.yaml` beside the rules. Any later change makes it unsigned."""
    with failures(as_json=False):
        knowledge = Engine.load(rules, catalog, cross_check="off").knowledge
        day = on or date.today().isoformat()
        try:
            signature = Signature(name=name, role=role, on=day, content=knowledge.content)
        except ValidationError as wrong:
            for each in wrong.errors():
                typer.echo(f"{each['loc'][0]}: {each['msg']}", err=True)
            raise typer.Exit(2) from None
        file = (rules or Path(shipped("rules"))) / "signature.yaml"
        write(file, signature_file(signature).content.decode())
        typer.echo(f"{file}: {signature}, for content {knowledge.content[:19]}")
