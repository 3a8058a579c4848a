"""The DAG itself: what Airflow shows of it, what it refuses, and how it is linked to the rest."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import StartedRuns
from stack import DAG_ID, Airflow, Mlflow

requirement = pytest.mark.requirement


def test_given_the_dag_when_airflow_has_read_it_then_it_has_owner_tags_docs_limits_and_no_import_error(
    airflow: Airflow,
) -> None:
    assert airflow.get("/api/v2/importErrors")["import_errors"] == []
    dag = airflow.dag()
    assert dag["owners"] == ["trademaster"]
    assert {tag["name"] for tag in dag["tags"]} == {"trademaster", "trading", "kafka", "mlflow"}
    assert "await_symbol" in dag["doc_md"]
    assert (dag["max_active_runs"], dag["is_paused"], dag["dag_run_timeout"]) == (32, False, "P8D")
    assert set(dag["params"]) == {"symbol", "mode", "config", "as_of", "conid", "workflow_symbol_id"}
    assert all(param["description"] for param in dag["params"].values())


@requirement("params")
@pytest.mark.parametrize(
    ("conf", "reason"),
    [
        ({"mode": "backtest"}, "'backtest' is not one of ['both', 'train_backtest', 'inference'"),
        ({"symbol": "e€"}, "param symbol: 'e€' does not match"),
        ({"config": "fast"}, "param config: 'fast' is not of type 'object'"),
        ({"config": {"training": {"learning_rat": 1}}}, "'learning_rat' was unexpected"),
        ({"config": {"training": {"epochs": 0}}}, "0 is less than the minimum of 1"),
        ({"as_of": "yesterday"}, "param as_of: 'yesterday' does not match"),
        ({"conid": "AAPL"}, "param conid: 'AAPL' is not of type 'integer'"),
        ({"workflow_symbol_id": -1}, "param workflow_symbol_id: -1 is less than the minimum of 0"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_given_a_param_that_the_request_does_not_allow_when_triggered_then_it_is_refused_with_the_reason(
    airflow: Airflow, conf: dict[str, Any], reason: str
) -> None:
    answer = airflow.ask(conf)
    assert answer.status_code == 400
    assert reason in answer.json()["detail"]


@requirement("params")
def test_given_unknown_conf_keys_when_triggered_then_the_run_fails_naming_them_and_nothing_is_asked_for(
    airflow: Airflow, runs: StartedRuns
) -> None:
    ended = airflow.end_of(runs.mistaken)
    assert (ended.state, ended.state_of("publish_run_request")) == ("failed", "failed")
    assert "unknown keys in conf: fast, symbl; known are" in airflow.log(runs.mistaken, "publish_run_request")


@requirement("nothing-to-do")
def test_given_no_assigned_symbol_when_triggered_then_it_succeeds_and_says_so(
    airflow: Airflow, runs: StartedRuns
) -> None:
    ended = airflow.end_of(runs.nobody)
    assert (ended.state, ended.symbols, ended.state_of("await_symbol")) == ("success", {}, "skipped")
    said = airflow.xcom(runs.nobody, "summarise")["message"]
    assert said == f"no enabled symbol has an active link to {DAG_ID}"


@requirement("concurrency")
def test_given_runs_at_the_same_time_when_they_end_then_none_is_lost_or_crossed(
    airflow: Airflow, mlflow: Mlflow, runs: StartedRuns
) -> None:
    """Five requests of this session wait at once; each must end with the runs of its own request."""
    for dag_run in (runs.batch, runs.train, runs.btc, runs.backend):
        assert airflow.end_of(dag_run).state == "success"
        for run in airflow.xcom(dag_run, "await_request_resolved"):
            assert mlflow.run(run["run_id"])["tags"]["trademaster.execution_id"] == dag_run


def test_given_a_run_when_it_has_ended_then_each_task_links_to_mlflow_and_the_webui(
    airflow: Airflow, mlflow: Mlflow, runs: StartedRuns
) -> None:
    airflow.end_of(runs.btc)
    (run,) = airflow.xcom(runs.btc, "await_request_resolved")
    for task, map_index in (
        ("publish_run_request", -1),
        ("await_request_resolved", -1),
        ("await_symbol", 0),
        ("summarise", -1),
    ):
        links = airflow.links(runs.btc, task, map_index)
        assert set(links) == {"MLflow", "WebUI"}
        assert all(address.startswith("http://127.0.0.1:") for address in links.values())
    links = airflow.links(runs.btc, "await_symbol", 0)
    assert links["MLflow"].endswith(f"/#/experiments/{run['experiment_id']}/runs/{run['run_id']}")
    assert links["WebUI"].endswith(f"/api/artifacts/?run_id={run['run_id']}")


def test_given_a_completed_request_when_it_succeeded_then_there_is_one_asset_event_about_it(
    airflow: Airflow, runs: StartedRuns
) -> None:
    airflow.end_of(runs.train)
    (extra,) = airflow.asset_events(runs.train)
    assert (extra["succeeded"], extra["message"]) == (["TRN"], "1 of 1 symbols succeeded")


@requirement("as-of")
def test_given_a_backfill_date_when_triggered_with_it_then_it_is_the_requests_as_of(
    airflow: Airflow, mlflow: Mlflow, runs: StartedRuns
) -> None:
    assert airflow.end_of(runs.backfill).symbols == {"LOG": "success"}
    end = airflow.xcom(runs.backfill, "await_symbol", map_index=0)
    logged = mlflow.run(end["run_id"])
    assert logged["params"]["as_of"] == "2023-06-20T00:00:00.000Z"
