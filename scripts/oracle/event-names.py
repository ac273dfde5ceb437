"""Writes the names of dbt's events as src/commands/flags/event-names.ts.

    ~/.cache/sluice-oracle/bin/python scripts/oracle/event-names.py
"""

import textwrap
from pathlib import Path

from dbt.events import ALL_EVENT_NAMES
from dbt.events.v2_warn_error_options import V2_WARN_ERROR_OPTION_NAMES

TARGET = Path(__file__).resolve().parents[2] / "src" / "commands" / "flags" / "event-names.ts"
TEMPLATE = """/** {about} */
export const {name}: ReadonlySet<string> = new Set(
  `
{names}
`.split(/\\s+/),
);
"""


def table(name, about, names):
    lines = textwrap.wrap(" ".join(sorted(names)), 104, initial_indent="  ", subsequent_indent="  ")
    return TEMPLATE.format(name=name, about=about, names="\n".join(lines))


TARGET.write_text(
    table(
        "EVENT_NAMES",
        "Names of dbt's events, by which warn_error_options chooses warnings. Written by scripts/oracle/event-names.py.",
        ALL_EVENT_NAMES,
    )
    + "\n"
    + table(
        "NEWER_EVENT_NAMES",
        "Names that only dbt's newer engine knows: they may be written, and nothing comes of it.",
        V2_WARN_ERROR_OPTION_NAMES - ALL_EVENT_NAMES,
    )
)
