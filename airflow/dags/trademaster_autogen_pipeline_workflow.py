"""Starts the trading-decision pipeline and waits for its end.

Two tasks: publish ``run.requested``, then wait for this request's ``request.completed`` and fail when a run failed.
The request's identity is (source, dag_id, Airflow's run id): clearing or retrying a task never makes a second request.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta, timezone

from airflow.sdk import Param, dag, get_current_context, task

DAG_ID = "trademaster_autogen_pipeline_workflow"
SOURCE = "/airflow"
REQUESTED = "trademaster.run.requested.v1"
COMPLETED = "trademaster.request.completed.v1"
# libs/contracts/src/event.ts derives every id in this namespace.
NAMESPACE = uuid.UUID("6f1d3c4e-52f0-5b7e-9d0a-1c6a3f2b7e88")
REQUEST_KEYS = {"symbol", "mode", "config", "as_of", "conid", "workflow_symbol_id"}


def request_id_of(client_id: str) -> str:
    """The id that every service derives for this request."""
    name = json.dumps(["request", SOURCE, DAG_ID, client_id], separators=(",", ":"), ensure_ascii=False)
    return str(uuid.uuid5(NAMESPACE, name))


def request_of(conf: dict, execution_id: str) -> dict:
    """The data of ``run.requested``; unknown keys are refused by name."""
    unknown = sorted(set(conf) - REQUEST_KEYS)
    if unknown:
        raise ValueError(f"unknown conf keys: {', '.join(unknown)}; known: {', '.join(sorted(REQUEST_KEYS))}")
    wanted = {key: value for key, value in conf.items() if value is not None}
    return {"dag_id": DAG_ID, "execution_id": execution_id, **wanted}


def kafka_settings() -> dict:
    """Settings of the Airflow connection ``kafka_default``."""
    from airflow.sdk import BaseHook

    return dict(BaseHook.get_connection("kafka_default").extra_dejson)


@dag(
    dag_id=DAG_ID,
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    tags=["trademaster"],
    doc_md=__doc__,
    params={
        "symbol": Param(None, type=["null", "string"], description="Only this symbol; empty: every assigned one."),
        "mode": Param("both", type="string", enum=["both", "train_backtest", "inference"]),
        "config": Param(None, type=["null", "object"], description="Overrides of the run's configuration."),
    },
)
def trademaster_autogen_pipeline_workflow():
    @task(retries=3)
    def publish_run_request() -> dict:
        from confluent_kafka import Producer

        context = get_current_context()
        run = context["dag_run"]
        data = request_of({**context["params"], **(run.conf or {})}, run.run_id)
        published_at = datetime.now(timezone.utc)
        request_id = request_id_of(run.run_id)
        headers = {
            "ce_specversion": "1.0",
            "ce_id": run.run_id,
            "ce_source": SOURCE,
            "ce_type": REQUESTED,
            "ce_subject": data.get("symbol") or request_id,
            "ce_time": (run.logical_date or run.run_after).astimezone(timezone.utc).isoformat(),
            "ce_attempt": "0",
            "content-type": "application/json",
        }
        settings = {key: value for key, value in kafka_settings().items() if not key.startswith(("group", "enable"))}
        producer = Producer({**settings, "enable.idempotence": True, "delivery.timeout.ms": 30000})
        failures: list[str] = []
        producer.produce(
            REQUESTED,
            key=request_id,
            value=json.dumps(data).encode(),
            headers=[(name, value.encode()) for name, value in headers.items()],
            on_delivery=lambda error, _: failures.append(str(error)) if error else None,
        )
        if producer.flush(35) or failures:
            raise RuntimeError(f"the request was not accepted by Kafka: {failures or 'no answer within 35 s'}")
        return {"request_id": request_id, "published_at_ms": int(published_at.timestamp() * 1000)}

    @task(execution_timeout=timedelta(hours=2))
    def await_request_completed(request: dict) -> dict:
        from confluent_kafka import Consumer, TopicPartition

        # A group of its own that never commits: runs that share one steal each other's messages.
        consumer = Consumer({**kafka_settings(), "group.id": f"airflow-{uuid.uuid4()}", "enable.auto.commit": False})
        try:
            partitions = consumer.list_topics(COMPLETED, timeout=30).topics[COMPLETED].partitions
            since = [TopicPartition(COMPLETED, number, request["published_at_ms"]) for number in partitions]
            consumer.assign(consumer.offsets_for_times(since, timeout=30))
            while True:
                message = consumer.poll(1.0)
                if message is None or message.error() or message.key() != request["request_id"].encode():
                    continue
                return ended(json.loads(message.value()))
        finally:
            consumer.close()

    def ended(completed: dict) -> dict:
        failed = [run for run in completed["runs"] if run["status"] == "FAILED"]
        if completed["status"] == "failed":
            reasons = [f"{run['symbol']}: {run['failure']['stage']}: {run['failure']['message']}" for run in failed]
            raise RuntimeError("; ".join(reasons) or completed["message"])
        runs = [{"symbol": run["symbol"], "run_id": run["run_id"], "status": run["status"]} for run in completed["runs"]]
        return {"request_id": completed["request_id"], "message": completed["message"], "runs": runs}

    await_request_completed(publish_run_request())


trademaster_autogen_pipeline_workflow()
