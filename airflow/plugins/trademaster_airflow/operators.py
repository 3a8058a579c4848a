"""The four tasks of the DAG. XCom carries ids and summaries of a few hundred bytes; what is big stays in MLflow."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, cast

from airflow.sdk import BaseHook, BaseOperator
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from trademaster_airflow import links
from trademaster_airflow.contract import contract, request_id_of
from trademaster_airflow.defaults import defaults_from
from trademaster_airflow.kafka import CONNECTION_ID, Outgoing, publish
from trademaster_airflow.request import (
    SOURCE,
    as_of_of,
    request_data,
    unknown_keys,
    utc_text,
)
from trademaster_airflow.triggers import Answer, RequestResolvedTrigger, RunEndTrigger

if TYPE_CHECKING:
    from airflow.sdk import Context

RESOLVED_WITHIN_S = 30 * 60
"""How long the pipeline may take to say which runs a request has: its services may be down for a while."""
GRACE_S = 10 * 60
"""The pipeline itself ends a run at its deadline; this much later nobody expects it any more."""
SWITCHED_OFF = "the pipeline is switched off (TRADEMASTER_AUTOGEN_ENABLED=false)"
OUTCOME = "outcome"
"""XCom key of a symbol's end, also of a failed one."""


class PipelineOperator(BaseOperator):
    """A task with links to MLflow and the WebUI."""

    operator_extra_links: ClassVar[Sequence[Any]] = (links.MlflowLink(), links.WebuiLink())  # type: ignore[misc]

    def __init__(self, *, connection_id: str = CONNECTION_ID, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.connection_id = connection_id
        self.addresses: dict[str, str] = {}

    def kafka_settings(self) -> dict[str, Any]:
        return dict(BaseHook.get_connection(self.connection_id).extra_dejson)

    def point_to(self, *, mlflow: str, webui: str) -> None:
        """What the task's links show from now on."""
        self.addresses = {"mlflow": mlflow, "webui": webui}


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
        data = _seen(event)
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


class AwaitSymbol(PipelineOperator):
    """Waits deferred for the end of one symbol's run; fails when it failed.

    Cleared on its own after a failure it has the pipeline take the run up again from the stage that failed. Cleared
    with the whole DAG run it returns what is recorded. A lost triggerer or worker only makes it wait again.
    """

    ui_color = "#fef7e0"
    template_fields = ("request", "run")

    def __init__(self, *, request: Any, run: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request
        self.run = run

    def execute(self, context: Context) -> NoReturn:
        self._point_to_run()
        store: Any = context["task_state_store"]
        publication = self.request["published_at_ms"]
        waited_for = store.get("waited_for")
        generation = _generation(context)
        is_cleared_alone = waited_for is not None and _is_cleared_since(waited_for, publication, generation)
        retry = store.get("retry") if not is_cleared_alone else None
        store.set("waited_for", {"publication": publication, "generation": generation})
        if retry is not None and retry["generation"] == generation:
            self._wait(retry["attempt"], retry["deadline"], "resume")  # asked for by an earlier try of the same clear
        self._wait(0, self.run["deadline"], "resume_cleared" if is_cleared_alone else "resume")

    def resume_cleared(self, context: Context, event: Answer) -> dict[str, Any]:
        """What is known of a run whose task was cleared: one that had failed by then is taken up again."""
        self._point_to_run()
        if event["outcome"] != "seen" or not event["recorded"] or event["seen"]["status"] != "FAILED":
            return self.resume(context, event)
        attempt = event["seen"]["attempt"] + 1
        span = self.run["deadline"] - self.request["requested_at_ms"] / 1000
        deadline = time.time() + max(span, GRACE_S)
        self._request_retry(context, attempt)
        generation = _generation(context)
        context["task_state_store"].set("retry", {"generation": generation, "attempt": attempt, "deadline": deadline})
        self.log.info("asked for attempt %d of run %s", attempt, self.run["run_id"])
        self._wait(attempt, deadline, "resume")

    def resume(self, context: Context, event: Answer) -> dict[str, Any]:
        self._point_to_run()
        end = _summary(self.run["symbol"], _seen(event))
        context["ti"].xcom_push(OUTCOME, end)
        if end["status"] == "FAILED":
            raise AirflowFailException(f"{end['symbol']} failed: {end['reason']}")
        return end

    def _wait(self, min_attempt: int, deadline: float, method: str) -> NoReturn:
        self.defer(
            trigger=RunEndTrigger(
                connection_id=self.connection_id,
                run_id=self.run["run_id"],
                request_id=self.request["request_id"],
                min_attempt=min_attempt,
                since_ms=self.request["requested_at_ms"],
                deadline=deadline + GRACE_S,
            ),
            method_name=method,
        )

    def _request_retry(self, context: Context, attempt: int) -> None:
        """The id follows from run and attempt: asked for twice, it is still one retry."""
        run_id = self.run["run_id"]
        asker = f"{self.request['dag_id']} {self.request['execution_id']}"[:250]
        publish(
            Outgoing(
                name="run.retry_requested",
                id=f"{run_id}/{attempt}",
                source=SOURCE,
                subject=run_id,
                key=run_id,
                time=utc_text(context["ti"].start_date),
                data={"run_id": run_id, "attempt": attempt, "requested_by": asker},
            ),
            self.kafka_settings(),
        )

    def _point_to_run(self) -> None:
        self.point_to(mlflow=links.mlflow_run_url(self.run), webui=links.webui_url(run_id=self.run["run_id"]))


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
            ti.xcom_pull(task_ids=self.symbol_task, key=OUTCOME, map_indexes=index) or _unknown(run)
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


def reason_of(failure: Mapping[str, Any]) -> str:
    """``stage: code (field): message``."""
    field = f" ({failure['field']})" if failure.get("field") else ""
    return f"{failure['stage']}: {failure['code']}{field}: {failure['message']}"


def _seen(event: Answer) -> dict[str, Any]:
    if event["outcome"] == "timed_out":
        raise AirflowFailException(event["message"])
    return event["seen"]


def _summary(symbol: str, end: Mapping[str, Any]) -> dict[str, Any]:
    summary: dict[str, Any] = {"symbol": symbol, **{key: end[key] for key in ("run_id", "status", "attempt")}}
    if end["status"] == "FAILED":
        summary["reason"] = reason_of(end["failure"])[:1000]
    if (signal := end.get("signal")) is not None:
        summary["signal"] = {key: signal.get(key) for key in ("action", "intent", "confidence_score")}
    if "decision_sha256" in end:
        summary["decision_sha256"] = end["decision_sha256"]
    return summary


def _unknown(run: Mapping[str, Any]) -> dict[str, Any]:
    reason = "its end was not seen: see the log of its task"
    return {"symbol": run["symbol"], "run_id": run["run_id"], "status": "UNKNOWN", "reason": reason}


def _generation(context: Context) -> int:
    """How many tries had been made when the task was last cleared; automatic retries do not change it."""
    ti = context["ti"]
    return int(ti.max_tries) - int(ti.task.retries or 0)


def _is_cleared_since(waited_for: Mapping[str, int], publication: int, generation: int) -> bool:
    """Whether this task was cleared, and the request not published again with it, as a clear of all tasks does."""
    return waited_for["publication"] == publication and waited_for["generation"] != generation


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
