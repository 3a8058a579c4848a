"""``airflow dags test`` once per conf, in one interpreter: importing Airflow takes longer than a run.

Arguments: one JSON conf each. A run that fails ends the command; the next one is tested all the same.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from airflow.cli import cli_parser

from stack import DAG_ID

for conf in sys.argv[1:]:
    arguments = cli_parser.get_parser().parse_args(["dags", "test", DAG_ID, "--conf", conf])
    with suppress(SystemExit):
        arguments.func(arguments)
