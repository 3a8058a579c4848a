"""The running parts as the tests talk to them: Airflow over REST, MLflow and the WebUI over theirs."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

DAG_ID = "trademaster_autogen_pipeline_workflow"
T = TypeVar("T")

SMALL_CONFIG: dict[str, Any] = {
    "data": {"source": "simulated", "seed": 7, "lookback_bars": 400},
    "as_of": "2023-06-19",
    "training": {
        "seeds": [11, 23],
        "epochs": 3,
        "patience": 3,
        "hidden_sizes": [8],
        "steps_per_update": 4,
        "warmup_steps": 64,
    },
}
"""Trains within a second or two; the same as test/support/sample-request.ts."""
PATIENCE_S = 180


def until(what: str, ask: Callable[[], T | None], within_s: float = PATIENCE_S) -> T:
    """Asks until there is an answer."""
    end = time.monotonic() + within_s
    while True:
        if (answer := ask()) is not None:
            return answer
        assert time.monotonic() < end, f"{what} did not happen within {within_s} s"
        time.sleep(0.3)


@dataclass(frozen=True)
class EndedRun:
    """A DAG run that has ended, with the last try of each of its task instances."""

    run_id: str
    state: str
    tasks: list[dict[str, Any]]

    def state_of(self, task_id: str) -> str:
        (task,) = [task for task in self.tasks if task["task_id"] == task_id]
        return str(task["state"])

    @property
    def symbols(self) -> dict[str, str]:
        """Label of each mapped task → its state."""
        return {
            task["rendered_map_index"]: task["state"]
            for task in self.tasks
            if task["task_id"] == "await_symbol" and task["map_index"] >= 0
        }


class Airflow:
    """Airflow's REST API, as people and scripts use it."""

    def __init__(self) -> None:
        login = {"username": os.environ["AIRFLOW_USER"], "password": os.environ["AIRFLOW_PASSWORD"]}
        url = os.environ["AIRFLOW_URL"]
        token = httpx.post(f"{url}/auth/token", json=login, timeout=30).raise_for_status().json()["access_token"]
        self._http = httpx.Client(base_url=url, headers={"authorization": f"Bearer {token}"}, timeout=60)
        self._dag = f"/api/v2/dags/{DAG_ID}"

    def get(self, path: str) -> Any:
        return self._http.get(path).raise_for_status().json()

    def dag(self) -> Any:
        return self.get(f"{self._dag}/details")

    def ask(self, conf: dict[str, Any], **body: Any) -> httpx.Response:
        """Triggers the DAG; the answer may be a refusal."""
        return self._http.post(f"{self._dag}/dagRuns", json={"logical_date": None, "conf": conf, **body})

    def trigger(self, conf: dict[str, Any], **body: Any) -> str:
        return str(self.ask(conf, **body).raise_for_status().json()["dag_run_id"])

    def pause(self, is_paused: bool) -> None:
        self._http.patch(f"{self._dag}?update_mask=is_paused", json={"is_paused": is_paused}).raise_for_status()

    def run(self, run_id: str) -> EndedRun | None:
        """None while it goes on."""
        state = self.get(f"{self._dag}/dagRuns/{run_id}")["state"]
        if state not in ("success", "failed"):
            return None
        tasks = self.get(f"{self._dag}/dagRuns/{run_id}/taskInstances")["task_instances"]
        return EndedRun(run_id, state, tasks)

    def end_of(self, run_id: str) -> EndedRun:
        return until(f"the end of DAG run {run_id}", lambda: self.run(run_id))

    def has_ended(self, run_id: str, task_id: str) -> bool:
        task = self.get(f"{self._dag}/dagRuns/{run_id}/taskInstances/{task_id}")
        return task["state"] in ("success", "failed", "upstream_failed", "skipped")

    def xcom(self, run_id: str, task_id: str, key: str = "return_value", map_index: int = -1) -> Any:
        path = f"{self._dag}/dagRuns/{run_id}/taskInstances/{task_id}/xcomEntries/{key}?map_index={map_index}"
        return self.get(path)["value"]

    def links(self, run_id: str, task_id: str, map_index: int = -1) -> dict[str, str]:
        path = f"{self._dag}/dagRuns/{run_id}/taskInstances/{task_id}/links?map_index={map_index}"
        return dict(self.get(path)["extra_links"])

    def log(self, run_id: str, task_id: str, map_index: int = -1, try_number: int = 1) -> str:
        path = f"{self._dag}/dagRuns/{run_id}/taskInstances/{task_id}/logs/{try_number}?map_index={map_index}"
        return json.dumps(self.get(path)["content"], ensure_ascii=False)

    def clear(self, run_id: str, task_id: str) -> None:
        """As the UI's Clear of a task with its downstream."""
        body = {"dry_run": False, "dag_run_id": run_id, "task_ids": [task_id]}
        options = {"include_downstream": True, "only_failed": False, "reset_dag_runs": True}
        self._http.post(f"{self._dag}/clearTaskInstances", json={**body, **options}).raise_for_status()

    def clear_run(self, run_id: str) -> None:
        """As the UI's Clear of a DAG run."""
        self._http.post(f"{self._dag}/dagRuns/{run_id}/clear", json={"dry_run": False}).raise_for_status()

    def asset_events(self, run_id: str) -> list[dict[str, Any]]:
        answer = self._http.get("/api/v2/assets/events", params={"source_run_id": run_id}).raise_for_status()
        return [event["extra"] for event in answer.json()["asset_events"]]


class Webui:
    def __init__(self) -> None:
        self._http = httpx.Client(base_url=os.environ["WEBUI_BASE_URL"], timeout=60)

    def assign(
        self, symbol: str, *, enabled: bool = True, active: bool = True, dag_id: str = DAG_ID, **more: Any
    ) -> int:
        """Returns the symbol's id."""
        link = {"dag_id": dag_id, "is_active": active, "timezone": "UTC", "allow_weekend": True, **more}
        body = {"symbol": symbol, "enabled": enabled, "priority": more.get("priority", 1), "workflows": [link]}
        return int(self._http.post("/api/workflow-symbols/", json=body).raise_for_status().json()["id"])

    def unassign(self, symbol: str) -> None:
        self._http.delete(f"/api/workflow-symbols/{symbol}").raise_for_status()

    def artifacts(self, **query: str) -> list[dict[str, Any]]:
        return list(self._http.get("/api/artifacts/", params=query).raise_for_status().json()["artifacts"])


class Mlflow:
    def __init__(self) -> None:
        self._http = httpx.Client(base_url=f"{os.environ['MLFLOW_TRACKING_URI']}/api/2.0/mlflow", timeout=60)

    def run(self, run_id: str) -> dict[str, Any]:
        """``{status, params, metrics, tags, datasets}``."""
        run = self._http.get("/runs/get", params={"run_id": run_id}).raise_for_status().json()["run"]
        data = {
            kind: {pair["key"]: pair["value"] for pair in run["data"].get(kind, [])}
            for kind in ("params", "metrics", "tags")
        }
        datasets = run.get("inputs", {}).get("dataset_inputs", [])
        return {"status": run["info"]["status"], "datasets": datasets, **data}

    def artifact_paths(self, run_id: str, path: str = "") -> set[str]:
        files = self._http.get("/artifacts/list", params={"run_id": run_id, "path": path}).raise_for_status().json()
        paths: set[str] = set()
        for file in files.get("files", []):
            paths |= self.artifact_paths(run_id, file["path"]) if file["is_dir"] else {file["path"]}
        return paths
