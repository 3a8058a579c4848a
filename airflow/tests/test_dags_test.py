"""``airflow dags test``: the DAG on one's own machine without scheduler and triggerer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import StartedRuns, write_bars
from stack import SMALL_CONFIG, Airflow

PROGRAM = Path(__file__).parent / "dags_test_command.py"
ENDED = re.compile(r"DagRun Finished: .*?run_id=([^,\s]+)")
DATA = {"data": SMALL_CONFIG["data"], "as_of": SMALL_CONFIG["as_of"]}


@pytest.fixture(scope="module")
def missing_bars(scratch: Path) -> Path:
    return scratch / "DTF.csv"


@pytest.fixture(scope="module")
def tested(airflow: Airflow, runs: StartedRuns, missing_bars: Path) -> dict[str, str]:
    """Name → run id. The DAG is paused meanwhile: the scheduler would work on the same DAG runs as the command."""
    failing = {**SMALL_CONFIG, "data": {"source": "csv", "path": str(missing_bars)}}
    confs: dict[str, dict[str, Any]] = {
        "train_backtest": {"symbol": "DTA", "mode": "train_backtest", "config": SMALL_CONFIG},
        "both": {"symbol": "DTA", "mode": "both", "config": SMALL_CONFIG},
        # The champion that the runs before have left.
        "inference": {"symbol": "DTA", "mode": "inference", "config": DATA},
        "failing": {"symbol": "DTF", "mode": "train_backtest", "config": failing},
    }
    for started in runs.all:
        airflow.end_of(started)
    airflow.pause(True)
    try:
        command = [sys.executable, str(PROGRAM), *map(json.dumps, confs.values())]
        done = subprocess.run(command, capture_output=True, text=True)
    finally:
        airflow.pause(False)
    run_ids = ENDED.findall(done.stdout + done.stderr)
    assert len(run_ids) == len(confs), f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return dict(zip(confs, run_ids, strict=True))


@pytest.mark.requirement("dags-test")
@pytest.mark.parametrize("mode", ["both", "train_backtest", "inference"])
def test_given_a_mode_when_tested_then_the_symbol_succeeds_with_a_signal_where_the_mode_has_one(
    airflow: Airflow, tested: dict[str, str], mode: str
) -> None:
    run_id = tested[mode]
    assert airflow.end_of(run_id).state == "success"
    end = airflow.xcom(run_id, "await_symbol", map_index=0)
    assert (end["symbol"], end["status"], "signal" in end) == ("DTA", "FINISHED", mode != "train_backtest")


def test_given_a_failing_symbol_when_tested_then_it_fails_and_a_clear_lets_the_scheduler_take_it_up_to_success(
    airflow: Airflow, tested: dict[str, str], missing_bars: Path
) -> None:
    run_id = tested["failing"]
    assert airflow.end_of(run_id).state == "failed"
    failed = airflow.xcom(run_id, "await_symbol", "outcome", map_index=0)
    assert "symbol-resolver: data_not_found" in failed["reason"]
    write_bars(missing_bars)
    airflow.clear(run_id, "await_symbol")
    ended = airflow.end_of(run_id)
    assert (ended.state, ended.symbols) == ("success", {"DTF": "success"})
    assert airflow.xcom(run_id, "await_symbol", map_index=0)["attempt"] == 1
