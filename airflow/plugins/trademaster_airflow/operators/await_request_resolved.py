"""The task that learns which runs there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from airflow.sdk.exceptions import AirflowFailException

from trademaster_airflow import links
from trademaster_airflow.operators.outcome import reason_of, seen
from trademaster_airflow.operators.pipeline_operator import PipelineOperator
from trademaster_airflow.triggers import Answer, RequestResolvedTrigger

if TYPE_CHECKING:
    from airflow.sdk import Context

RESOLVED_WITHIN_S = 30 * 60
"""How long the pipeline may take to say which runs a request has: its services may be down for a while."""


class AwaitRequestResolved(PipelineOperator):
    """Waits deferred until the pipeline says which runs a request has.

    Returns one ``{symbol, run_id, experiment_id, deadline}`` a run, for the mapped tasks; XCom ``request`` has
    ``{note, skipped}`` for people. Fails when the pipeline refuses the request.
    """

    ui_color = "#e8f0fe"
    template_fields = ("request",)

    def __init__(self, *, request: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request

    def execute(self, context: Context) -> NoReturn:
        self._point_to(None)
        self.defer(
            trigger=RequestResolvedTrigger(
                connection_id=self.connection_id,
                request_id=self.request["request_id"],
                since_ms=self.request["requested_at_ms"],
                deadline=self.request["published_at_ms"] / 1000 + RESOLVED_WITHIN_S,
            ),
            method_name="resume",
        )

    def resume(self, context: Context, event: Answer) -> list[dict[str, Any]]:
        self._point_to(None)
        data = seen(event)
        if "failure" in data:
            raise AirflowFailException(f"the pipeline refused the request: {reason_of(data['failure'])}")
        self._point_to(data)
        note = data.get("note") or f"{len(data['runs'])} runs"
        context["ti"].xcom_push("request", {"note": note, "skipped": data["skipped"]})
        for skipped in data["skipped"]:
            self.log.info("skipped %s: %s", skipped["symbol"], skipped["reason"])
        self.log.info("request %s: %s", self.request["request_id"], note)
        return [
            {
                "symbol": run["symbol"],
                "run_id": run["run_id"],
                "experiment_id": run["experiment_id"],
                "deadline": _seconds(run.get("deadline_at") or data["deadline_at"]),
            }
            for run in data["runs"]
        ]

    def _point_to(self, resolved: Mapping[str, Any] | None) -> None:
        resolved = resolved or {}
        experiment_id = resolved.get("experiment_id")
        mlflow = links.mlflow_request_url(self.request["request_id"], experiment_id)
        if parent := resolved.get("parent_run_id"):
            mlflow = links.mlflow_run_url({"run_id": parent, "experiment_id": experiment_id})
        self.point_to(mlflow=mlflow, webui=links.webui_url(execution_id=self.request["execution_id"]))


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()
