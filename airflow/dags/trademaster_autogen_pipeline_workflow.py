"""### Trading decisions, trained, inferred, reviewed and written down

Publishes one request to the pipeline and waits for its end. With a `symbol` that one is decided, without every enabled
symbol that is assigned to this DAG in the WebUI.

| task | does |
|---|---|
| `publish_run_request` | publishes `trademaster.run.requested.v1`; a retry or a clear never makes a second request |
| `await_request_resolved` | waits, without a worker slot, until the pipeline says which symbols run |
| `await_symbol` | one per symbol: waits for its end; its links lead to the MLflow run and the WebUI's artifacts |
| `summarise` | fails the DAG run when a symbol failed, with stage and reason; no symbol is a success that says so |

**When a symbol failed**: mend the cause, then clear its `await_symbol` (with downstream). The pipeline takes that run
up again from the stage that failed. Clearing the whole DAG run decides nothing anew: it shows the recorded outcome.

**as_of**: a backfill, or a logical date a day or more before the run, decides as of that date and is marked HISTORICAL.

Defaults come from Airflow's environment: `TRADEMASTER_AUTOGEN_ENABLED`, `…_DEFAULT_MODE`, `…_MAX_SYMBOLS`,
`…_MAX_ROUNDS`, `…_BACKTEST_LOOKBACK_DAYS`, `…_BAR_SIZE`, `…_SCHEDULE` (cron; none: on demand), `…_MAX_ACTIVE_RUNS`.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG, Asset, Param, TriggerRule

from trademaster_airflow.contract import contract
from trademaster_airflow.defaults import defaults_from
from trademaster_airflow.operators import AwaitRequestResolved, AwaitSymbol, PublishRunRequest, SummariseRequest

DEFAULTS = defaults_from()
DECISIONS = Asset(name="trademaster_decisions", uri="trademaster://decisions")
"""One event per completed request; its extra says which symbols."""

with DAG(
    dag_id=contract()["dag_id"],
    description="Trains, infers and reviews one trading decision per symbol, with everything in MLflow and the WebUI",
    doc_md=__doc__,
    schedule=DEFAULTS.schedule,
    # Before it, Airflow would make a run without tasks and call it a success.
    start_date=datetime(1970, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=DEFAULTS.max_active_runs,
    # The pipeline ends every run at its own deadline, of at most a week; this ends what waits for nobody.
    dagrun_timeout=timedelta(days=8),
    tags=["trademaster", "trading", "kafka", "mlflow"],
    default_args={"owner": "trademaster", "retries": 3, "retry_delay": timedelta(seconds=10)},
    params={
        name: Param(DEFAULTS.mode if name == "mode" else None, description=param["description"], schema=param["schema"])
        for name, param in contract()["request_params"].items()
    },
) as dag:
    publish_run_request = PublishRunRequest(
        task_id="publish_run_request", execution_timeout=timedelta(minutes=5), doc_md="Publishes the request."
    )
    await_request_resolved = AwaitRequestResolved(
        task_id="await_request_resolved",
        request=publish_run_request.output,
        doc_md="Waits until the pipeline says which symbols run. Its XCom lists what was skipped, and why.",
    )
    await_symbol = AwaitSymbol.partial(
        task_id="await_symbol",
        request=publish_run_request.output,
        map_index_template="{{ task.run['symbol'] }}",
        doc_md="Waits for one symbol's end. **Clear it to retry a failed symbol** from the stage that failed.",
    ).expand(run=await_request_resolved.output)
    summarise = SummariseRequest(
        task_id="summarise",
        request=publish_run_request.output,
        resolved_task=await_request_resolved.task_id,
        symbol_task=await_symbol.task_id,
        trigger_rule=TriggerRule.ALL_DONE,
        retries=0,
        execution_timeout=timedelta(minutes=5),
        outlets=[DECISIONS],
        doc_md="Says how the request ended.",
    )
    await_symbol >> summarise
