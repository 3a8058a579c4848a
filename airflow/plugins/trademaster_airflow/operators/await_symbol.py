"""The task that waits for one symbol."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from airflow.sdk.exceptions import AirflowFailException

from trademaster_airflow import links
from trademaster_airflow.kafka import Outgoing, publish
from trademaster_airflow.operators.outcome import OUTCOME, seen, summary_of
from trademaster_airflow.operators.pipeline_operator import PipelineOperator
from trademaster_airflow.request import SOURCE, utc_text
from trademaster_airflow.triggers import Answer, RunEndTrigger

if TYPE_CHECKING:
    from airflow.sdk import Context

GRACE_S = 10 * 60
"""The pipeline itself ends a run at its deadline; this much later nobody expects it any more."""


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
        end = summary_of(self.run["symbol"], seen(event))
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


def _generation(context: Context) -> int:
    """How many tries had been made when the task was last cleared; automatic retries do not change it."""
    ti = context["ti"]
    return int(ti.max_tries) - int(ti.task.retries or 0)


def _is_cleared_since(waited_for: Mapping[str, int], publication: int, generation: int) -> bool:
    """Whether this task was cleared, and the request not published again with it, as a clear of all tasks does."""
    return waited_for["publication"] == publication and waited_for["generation"] != generation
