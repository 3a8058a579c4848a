"""Reading the DAG file costs little, needs nobody, and takes its defaults from the environment."""

from __future__ import annotations

import runpy
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest
from airflow.sdk import DAG

ROOT = Path(__file__).parents[1]
DAG_FILE = ROOT / "dags" / "trademaster_autogen_pipeline_workflow.py"
HEAVY = ("confluent_kafka", "pandas", "numpy", "requests", "mlflow")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> NoReturn:
        raise AssertionError("a network call while the DAG is read")

    for call in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, call, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read_dag() -> Any:
    dag = runpy.run_path(str(DAG_FILE))["dag"]
    assert isinstance(dag, DAG)
    return dag


def test_given_no_network_when_read_then_the_dag_has_its_tasks_in_their_order() -> None:
    dag = read_dag()
    assert list(dag.task_dict) == ["publish_run_request", "await_request_resolved", "await_symbol", "summarise"]
    assert dag.task_dict["summarise"].upstream_task_ids >= {"await_symbol"}
    assert (dag.schedule, dag.catchup, dag.params["mode"]) == (None, False, None)


def test_given_a_fresh_process_when_the_dag_is_read_then_nothing_heavy_is_imported() -> None:
    program = f"import runpy, sys; runpy.run_path({str(DAG_FILE)!r}); print('loaded', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT / "plugins")}, capture_output=True, text=True
    )
    loaded = done.stdout.split()
    assert "trademaster_airflow.operators" in loaded, done.stderr
    assert [name for name in loaded if name.split(".")[0] in HEAVY] == []


def test_given_defaults_in_the_environment_when_read_then_the_dag_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"DEFAULT_MODE": "inference", "SCHEDULE": "0 6 * * 1-5", "MAX_ACTIVE_RUNS": "3"}
    for name, value in given.items():
        monkeypatch.setenv(f"TRADEMASTER_AUTOGEN_{name}", value)
    dag = read_dag()
    assert (dag.params["mode"], dag.schedule, dag.max_active_runs) == ("inference", "0 6 * * 1-5", 3)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DEFAULT_MODE", "backtest", "TRADEMASTER_AUTOGEN_DEFAULT_MODE must be one of both, train_backtest, inference"),
        ("MAX_SYMBOLS", "many", "TRADEMASTER_AUTOGEN_MAX_SYMBOLS must be a whole number of at least 1"),
        ("ENABLED", "perhaps", "TRADEMASTER_AUTOGEN_ENABLED must be true or false"),
    ],
)
def test_given_a_bad_default_when_read_then_it_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(f"TRADEMASTER_AUTOGEN_{name}", value)
    with pytest.raises(Exception, match=reason):
        read_dag()
