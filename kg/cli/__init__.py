"""The command line: `kg COMMAND`; exit code 0 all done, 1 some documents skipped, 2 nothing done."""

from __future__ import annotations

import logging
import sys

import typer

from kg.cli import build, export, extract, query, reports, resolve, serve, store, validate
from kg.cli.terminal import say
from kg.errors import KgError

HELP = """Read security news into a knowledge graph in which every statement shows who says so,
whether it happened, when, and the words it rests on."""


def app() -> typer.Typer:
    """The application with all its commands."""
    made = typer.Typer(
        help=HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False
    )
    for module in (build, extract, query, validate, export, reports, resolve, store, serve):
        module.add_to(made)
    return made


def main() -> None:
    """Run the command line; a KgError ends it with one line on standard error and exit code 2."""
    logging.basicConfig(level=logging.ERROR)
    logger = logging.getLogger("kg")
    logger.setLevel(logging.WARNING)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("kg: %(message)s"))
    logger.addHandler(handler)
    logger.propagate = False
    try:
        app()()
    except KgError as error:
        say(str(error))
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        say(f"{error.filename or 'a file'}: {error.strerror or error}; check the disk and its permissions")
        sys.exit(2)
    except KeyboardInterrupt:
        say("stopped")
        sys.exit(130)
