"""The command line. It never imports Qt except to open the window, and each command only what it uses.

Exit codes: 0 done, 1 findings or differences, 2 the user's world (one line on stderr), 3 our bug (traceback).
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

from app import guard

if TYPE_CHECKING:
    from app.commands.grammar import Parsed
    from model.errors import KnownError

DONE, USER, BUG, INTERRUPTED = 0, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # Nothing that is made while importing is rubbish; looking for some takes a tenth of a short command's time.
    gc.disable()
    try:
        return _guarded(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; Python must not complain at exit.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:
        import traceback

        traceback.print_exc()
        return BUG
    finally:
        gc.enable()


def _guarded(arguments: Sequence[str]) -> int:
    """Our packages are checked before any of them but `app` is imported, and so are their errors."""
    try:
        guard.check_packages()
    except Exception as error:
        from model.errors import KnownError

        if isinstance(error, KnownError):
            return _refused(error, None)
        raise
    from app.commands.grammar import OPEN, Parsed, parse, wanted_locale
    from model.errors import KnownError

    parsed = Parsed(OPEN, (), wanted_locale(arguments))
    try:
        parsed = parse(arguments)
        code = _run(parsed)
        sys.stdout.flush()
        return code
    except KnownError as error:
        return _refused(error, _locale(parsed))


def _locale(parsed: Parsed) -> str:
    given = parsed.values.get("locale")
    if given:
        return given[0]
    from app.system import user_locale

    return user_locale()


def _run(parsed: Parsed) -> int:
    from importlib import import_module

    from model.texts import Texts

    texts = Texts(_locale(parsed))
    if "help" in parsed.values:
        from app.commands.usage import usage

        print(usage(parsed.command, texts))
        return DONE
    if "version" in parsed.values:
        from app.commands.version import version

        print(version())
        return DONE
    from app.commands.call import Call

    call = Call(parsed, texts)
    command = import_module(f"app.commands.{parsed.command.module}")
    gc.freeze()
    gc.enable()
    return int(command.run(call))


def _refused(error: KnownError, locale: str | None) -> int:
    """One line on stderr."""
    from app.commands.call import one_line
    from model.texts import Texts

    sys.stdout.flush()
    print(one_line(f"throughline: {Texts(locale or 'en')(error.message)}"), file=sys.stderr)
    return USER
