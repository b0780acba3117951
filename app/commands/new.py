"""`throughline new`: a document, blank or from a sample or a template."""

from __future__ import annotations

from dataclasses import replace

from app.commands.call import Call
from model import new, samples
from model.document import Document
from model.errors import KnownError
from model.messages import message
from model.texts import FALLBACK, PSEUDO


def run(call: Call) -> int:
    """Make a new file; one that is there is left alone. `--list` names samples and templates."""
    if call.has("list"):
        for head, kind, names in (
            ("cli.new.samples", "sample", samples.NAMES),
            ("cli.new.templates", "template", new.TEMPLATES),
        ):
            call.say(message(head))
            for name in names:
                call.say(f"  {name:<12}{call.texts(f'{kind}.{name}')}")
        return 0
    if call.has("sample") and call.has("template"):
        raise KnownError(message("cli.error.both"))
    if call.file.exists():
        raise KnownError(message("cli.error.exists", file=str(call.file)))
    call.save(call.file, _document(call).rows())
    call.say(str(call.file))
    return 0


def _document(call: Call) -> Document:
    title, context = call.value("title"), call.context
    language = FALLBACK if call.texts.locale == PSEUDO else call.texts.locale
    sample, template = call.value("sample"), call.value("template")
    if template is not None:
        return new.from_template(template, context, title or "", language)
    if sample is None:
        return new.blank(context, title or "", language)
    document = samples.build(sample, context)
    if title is None:
        return document
    return Document(replace(row, title=title) if row is document.blueprint else row for row in document.rows())
