"""Each requirement of the specification, executed through the DAG on a real Airflow against the real pipeline."""

from __future__ import annotations

import pytest

from conftest import StartedRuns, write_bars
from stack import DAG_ID, SMALL_CONFIG, Airflow, Mlflow, Webui

requirement = pytest.mark.requirement


@requirement("no-conf")
def test_given_no_conf_at_all_when_triggered_then_every_assigned_symbol_is_trained_inferred_and_reviewed(
    airflow: Airflow, mlflow: Mlflow, runs: StartedRuns
) -> None:
    ended = airflow.end_of(runs.batch)
    assert (ended.state, set(ended.symbols.values())) == ("success", {"success"})
    for run in airflow.xcom(runs.batch, "await_request_resolved"):
        logged = mlflow.run(run["run_id"])
        assert logged["params"]["mode"] == "both"
        assert logged["metrics"].keys() >= {"total_return", "buy_and_hold.total_return"}
        assert "review/transcript.json" in mlflow.artifact_paths(run["run_id"])
    for index in range(2):
        signal = airflow.xcom(runs.batch, "await_symbol", map_index=index)["signal"]
        assert signal["action"] in ("BUY", "SELL", "HOLD")


@requirement("batch")
def test_given_no_symbol_when_triggered_then_enabled_ones_with_an_active_link_to_this_dag_run_by_priority(
    airflow: Airflow, runs: StartedRuns
) -> None:
    ended = airflow.end_of(runs.batch)
    # BAC is disabled, BAD's link inactive, BAE assigned to another workflow; BAB has the higher priority.
    assert [run["symbol"] for run in airflow.xcom(runs.batch, "await_request_resolved")] == ["BAB", "BAA"]
    assert set(ended.symbols) == {"BAA", "BAB"}


@requirement("train-backtest")
def test_given_train_backtest_when_it_ends_then_metrics_and_model_are_in_mlflow_and_there_is_no_signal(
    airflow: Airflow, mlflow: Mlflow, webui: Webui, runs: StartedRuns
) -> None:
    assert airflow.end_of(runs.train).symbols == {"TRN": "success"}
    end = airflow.xcom(runs.train, "await_symbol", map_index=0)
    assert "signal" not in end
    logged = mlflow.run(end["run_id"])
    assert logged["status"] == "FINISHED"
    assert logged["metrics"].keys() >= {"total_return", "buy_and_hold.total_return"}
    assert logged["tags"]["review.status"] == "not_requested"
    assert mlflow.artifact_paths(end["run_id"]) >= {"model/MLmodel", "model/model.onnx", "report.html"}
    assert webui.artifacts(run_id=end["run_id"]) == []


@requirement("inference")
def test_given_inference_when_a_model_is_configured_then_that_one_decides_and_nothing_is_trained(
    airflow: Airflow, mlflow: Mlflow, runs: StartedRuns
) -> None:
    airflow.end_of(runs.train)
    trained = airflow.xcom(runs.train, "await_symbol", map_index=0)["run_id"]
    config = {"data": SMALL_CONFIG["data"], "as_of": SMALL_CONFIG["as_of"], "model_uri": f"runs:/{trained}/model"}
    run_id = airflow.trigger({"symbol": "TRN", "mode": "inference", "config": config})
    assert airflow.end_of(run_id).symbols == {"TRN": "success"}
    end = airflow.xcom(run_id, "await_symbol", map_index=0)
    logged = mlflow.run(end["run_id"])
    assert (logged["params"]["mode"], logged["params"]["model_run_id"]) == ("inference", trained)
    assert end["signal"]["action"] in ("BUY", "SELL", "HOLD")
    assert "total_return" not in logged["metrics"]
    assert "report.html" not in mlflow.artifact_paths(end["run_id"])


@requirement("symbol")
def test_given_conf_symbol_when_others_are_assigned_then_only_that_one_runs(
    airflow: Airflow, runs: StartedRuns
) -> None:
    ended = airflow.end_of(runs.btc)
    assert (ended.state, ended.symbols) == ("success", {"BTC": "success"})
    assert [run["symbol"] for run in airflow.xcom(runs.btc, "await_request_resolved")] == ["BTC"]


@requirement("mlflow")
def test_given_a_batch_when_it_ends_then_each_symbol_has_one_mlflow_run_with_its_trail_under_a_parent(
    airflow: Airflow, mlflow: Mlflow, runs: StartedRuns
) -> None:
    airflow.end_of(runs.batch)
    parents = set()
    for run in airflow.xcom(runs.batch, "await_request_resolved"):
        logged = mlflow.run(run["run_id"])
        assert logged["status"] == "FINISHED"
        assert logged["params"].keys() >= {"symbol", "mode", "data.source", "training.seeds", "train_window"}
        assert logged["metrics"].keys() >= {"total_return", "buy_and_hold.total_return", "max_drawdown"}
        assert len(logged["datasets"]) == 1
        trail = {"model/MLmodel", "model/model.onnx", "report.html", "review/transcript.json"}
        assert mlflow.artifact_paths(run["run_id"]) >= trail
        tags = logged["tags"]
        assert (tags["trademaster.dag_id"], tags["trademaster.execution_id"]) == (DAG_ID, runs.batch)
        parents.add(tags["mlflow.parentRunId"])
    assert len(parents) == 1
    assert mlflow.run(parents.pop())["status"] == "FINISHED"


@requirement("webui")
def test_given_the_conf_btc_both_when_it_ends_then_the_webui_has_its_artifacts_with_airflows_run_id(
    airflow: Airflow, mlflow: Mlflow, webui: Webui, runs: StartedRuns
) -> None:
    airflow.end_of(runs.btc)
    (run,) = airflow.xcom(runs.btc, "await_request_resolved")
    assert mlflow.run(run["run_id"])["status"] == "FINISHED"
    artifacts = webui.artifacts(execution_id=runs.btc)
    assert sorted(artifact["type"] for artifact in artifacts) == ["chart", "llm", "signal"]
    lineage = {
        "symbol": "BTC",
        "run_id": run["run_id"],
        "experiment_id": run["experiment_id"],
        "execution_id": runs.btc,
        "dag_id": DAG_ID,
        "workflow_id": DAG_ID,
    }
    for artifact in artifacts:
        assert artifact | lineage == artifact
    signal = airflow.xcom(runs.btc, "await_symbol", map_index=0)["signal"]
    (shown,) = [artifact for artifact in artifacts if artifact["type"] == "signal"]
    assert (shown["action"], shown["confidence"]) == (signal["action"], signal["confidence_score"] / 100)


@requirement("backend")
def test_given_the_conf_that_the_existing_backend_sends_when_triggered_then_that_symbol_runs_with_its_ids(
    airflow: Airflow, mlflow: Mlflow, runs: StartedRuns
) -> None:
    assert airflow.end_of(runs.backend).symbols == {"BTC": "success"}
    end = airflow.xcom(runs.backend, "await_symbol", map_index=0)
    tags = mlflow.run(end["run_id"])["tags"]
    assert "265598" in tags.values() and str(runs.btc_id) in tags.values()


@requirement("failure")
def test_given_a_symbol_that_fails_when_mended_and_cleared_then_the_same_run_goes_on_to_success(
    airflow: Airflow, mlflow: Mlflow, runs: StartedRuns
) -> None:
    ended = airflow.end_of(runs.failing)
    assert (ended.state, ended.symbols, ended.state_of("summarise")) == ("failed", {"FAI": "failed"}, "failed")
    first = airflow.xcom(runs.failing, "await_symbol", "outcome", map_index=0)
    assert (first["status"], first["attempt"]) == ("FAILED", 0)
    assert "symbol-resolver: data_not_found" in airflow.log(runs.failing, "summarise")
    assert mlflow.run(first["run_id"])["status"] == "FAILED"

    write_bars(runs.missing_bars)
    airflow.clear_run(runs.failing)  # decides nothing anew: the recorded outcome
    assert airflow.end_of(runs.failing).symbols == {"FAI": "failed"}
    assert airflow.xcom(runs.failing, "await_symbol", "outcome", map_index=0)["attempt"] == 0

    airflow.clear(runs.failing, "await_symbol")
    ended = airflow.end_of(runs.failing)
    assert (ended.state, ended.symbols) == ("success", {"FAI": "success"})
    retried = airflow.xcom(runs.failing, "await_symbol", map_index=0)
    assert (retried["run_id"], retried["status"], retried["attempt"]) == (first["run_id"], "FINISHED", 1)
    assert mlflow.run(first["run_id"])["status"] == "FINISHED"
