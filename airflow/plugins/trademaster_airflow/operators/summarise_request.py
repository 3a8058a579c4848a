"""The task that says how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from trademaster_airflow import links
from trademaster_airflow.defaults import defaults_from
from trademaster_airflow.operators.outcome import OUTCOME, unknown_end_of
from trademaster_airflow.operators.pipeline_operator import SWITCHED_OFF, PipelineOperator

if TYPE_CHECKING:
    from airflow.sdk import Context


class SummariseRequest(PipelineOperator):
    """Says how a request ended, and fails when a symbol failed. No symbol at all is a success that says so.

    Returns ``{request_id, message, succeeded, skipped}``, which is also the outlet asset's extra.
    """

    ui_color = "#e6f4ea"
    template_fields = ("request",)

    def __init__(self, *, request: Any, resolved_task: str, symbol_task: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request
        self.resolved_task = resolved_task
        self.symbol_task = symbol_task

    def execute(self, context: Context) -> dict[str, Any]:
        ti = context["ti"]
        runs = ti.xcom_pull(task_ids=self.resolved_task)
        if self.request is None and not defaults_from().enabled:
            raise AirflowSkipException(SWITCHED_OFF)
        if self.request is None or runs is None:
            raise AirflowFailException("the request was not resolved: see the task that failed before this one")
        request_id = self.request["request_id"]
        experiment_id = runs[0]["experiment_id"] if runs else None
        self.point_to(
            mlflow=links.mlflow_run_url(runs[0])
            if len(runs) == 1
            else links.mlflow_request_url(request_id, experiment_id),
            webui=links.webui_url(execution_id=self.request["execution_id"]),
        )
        outcomes = [
            ti.xcom_pull(task_ids=self.symbol_task, key=OUTCOME, map_indexes=index) or unknown_end_of(run)
            for index, run in enumerate(runs)
        ]
        failed = [outcome for outcome in outcomes if outcome["status"] != "FINISHED"]
        if failed:
            reasons = "; ".join(f"{outcome['symbol']}: {outcome['reason']}" for outcome in failed)
            raise AirflowFailException(f"{len(failed)} of {len(runs)} symbols failed: {reasons}")
        about = ti.xcom_pull(task_ids=self.resolved_task, key="request")
        message = f"{len(runs)} of {len(runs)} symbols succeeded" if runs else about["note"]
        self.log.info("request %s: %s", request_id, message)
        summary = {
            "request_id": request_id,
            "message": message,
            "succeeded": [outcome["symbol"] for outcome in outcomes],
            "skipped": [skipped["symbol"] for skipped in about["skipped"]],
        }
        for asset in self.outlets:
            context["outlet_events"][asset].extra = summary
        return summary
