"""The task that asks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from trademaster_airflow import links
from trademaster_airflow.contract import contract, request_id_of
from trademaster_airflow.defaults import defaults_from
from trademaster_airflow.kafka import Outgoing, publish
from trademaster_airflow.operators.pipeline_operator import SWITCHED_OFF, PipelineOperator
from trademaster_airflow.request import (
    SOURCE,
    as_of_of,
    request_data,
    unknown_keys,
    utc_text,
)

if TYPE_CHECKING:
    from airflow.sdk import Context


class PublishRunRequest(PipelineOperator):
    """Asks the pipeline for decisions. Retried or cleared, it publishes the same request, which is still one request.

    Returns ``{request_id, dag_id, execution_id, requested_at_ms, published_at_ms}``.
    """

    ui_color = "#e8f0fe"

    def execute(self, context: Context) -> dict[str, Any]:
        run = context["dag_run"]
        defaults = defaults_from()
        if not defaults.enabled:
            raise AirflowSkipException(SWITCHED_OFF)
        if unknown := unknown_keys(run.conf or {}):
            known = ", ".join(sorted(contract()["request_params"]))
            raise AirflowFailException(f"unknown keys in conf: {', '.join(unknown)}; known are {known}")
        request_id = request_id_of(SOURCE, run.dag_id, run.run_id)
        self.point_to(mlflow=links.mlflow_request_url(request_id, None), webui=links.webui_url(execution_id=run.run_id))
        data = self._same_as_before(context, self._data(context, defaults))
        requested_at = run.logical_date or run.run_after
        publish(
            Outgoing(
                name="run.requested",
                id=run.run_id,
                source=SOURCE,
                subject=str(data.get("symbol", request_id)),
                key=request_id,
                time=utc_text(requested_at),
                data=data,
            ),
            self.kafka_settings(),
        )
        self.log.info("requested %s as request %s", data.get("symbol", "every assigned symbol"), request_id)
        return {
            "request_id": request_id,
            "dag_id": run.dag_id,
            "execution_id": run.run_id,
            "requested_at_ms": _milliseconds(run.run_after),
            "published_at_ms": _milliseconds(datetime.now(run.run_after.tzinfo)),
        }

    def _data(self, context: Context, defaults: Any) -> dict[str, Any]:
        run = context["dag_run"]
        params = dict(context["params"])
        if params.get("as_of") is None:
            is_backfill = run.run_type == "backfill"
            params["as_of"] = as_of_of(run.logical_date, run.run_after, is_backfill=is_backfill)
        return request_data(params, defaults, dag_id=run.dag_id, run_id=run.run_id)

    @staticmethod
    def _same_as_before(context: Context, data: dict[str, Any]) -> dict[str, Any]:
        """Another payload under the same id would be refused: what was asked first is asked again, also where the
        environment's defaults have changed since."""
        store = context["task_state_store"]
        asked = store.get("request")
        if asked is None:
            store.set("request", data)
            return data
        return cast(dict[str, Any], asked)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
