"""The waits, each on the real Kafka, without Airflow's own processes around them."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
import uuid
from typing import Any

import pytest
from confluent_kafka import Producer

from trademaster_airflow import triggers
from trademaster_airflow.contract import EventName, topic_of
from trademaster_airflow.kafka import Outgoing, publish
from trademaster_airflow.triggers import Answer, RequestResolvedTrigger, RunEndTrigger

WAITS = 200


def settings() -> dict[str, Any]:
    return {"bootstrap.servers": os.environ["KAFKA_BROKERS"]}


def new_run() -> tuple[str, str]:
    """Ids of a run and a request that nobody else has."""
    return uuid.uuid4().hex, str(uuid.uuid4())


def say(name: EventName, key: str, data: dict[str, Any]) -> None:
    event = Outgoing(
        name=name, id=str(uuid.uuid4()), source="/test", subject="X", key=key, time="2026-11-25T06:00:00Z", data=data
    )
    publish(event, settings())


def say_ended(run_id: str, status: str = "FINISHED", attempt: int = 0) -> None:
    say("run.persisted", run_id, {"run": {"run_id": run_id, "status": status, "attempt": attempt, "symbol": "X"}})


def wait_for(run_id: str, request_id: str, *, within_s: float = 60, min_attempt: int = 0) -> RunEndTrigger:
    now = time.time()
    return RunEndTrigger(
        connection_id="kafka_default",
        since_ms=int(now * 1000),
        deadline=now + within_s,
        run_id=run_id,
        request_id=request_id,
        min_attempt=min_attempt,
    )


async def answer_of(trigger: Any) -> Answer:
    async for event in trigger.run():
        answer: Answer = event.payload
        return answer
    raise AssertionError("the trigger ended without an event")


def test_given_200_waits_when_their_runs_end_then_each_sees_its_own_end_over_one_consumer() -> None:
    ids = [new_run() for _ in range(WAITS)]

    def all_end() -> None:
        producer = Producer(settings())
        for run_id, _ in ids:
            end = {"run": {"run_id": run_id, "status": "FINISHED", "attempt": 0, "symbol": "X"}}
            producer.produce(topic_of("run.persisted"), key=run_id, value=json.dumps(end).encode())
        assert producer.flush(30) == 0

    async def scenario() -> list[Answer]:
        waits = [asyncio.create_task(answer_of(wait_for(*pair))) for pair in ids]
        say_ended(ids[0][0])
        assert (await waits[0])["seen"]["run_id"] == ids[0][0]  # from here on all have begun
        readers = [thread for thread in threading.enumerate() if thread.name == "trademaster-topic-tail"]
        assert len(readers) == 1
        await asyncio.to_thread(all_end)
        return await asyncio.gather(*waits)

    answers = asyncio.run(scenario())
    assert [answer["seen"]["run_id"] for answer in answers] == [run_id for run_id, _ in ids]


def test_given_ends_that_were_recorded_before_when_waited_for_then_the_newest_attempt_counts() -> None:
    run_id, request_id = new_run()
    say_ended(run_id, "FAILED", 0)
    say_ended(run_id, "FINISHED", 1)
    answer = asyncio.run(answer_of(wait_for(run_id, request_id)))
    assert (answer["seen"]["status"], answer["seen"]["attempt"], answer["recorded"]) == ("FINISHED", 1, True)


def test_given_a_retry_when_waited_for_then_the_earlier_attempts_end_is_passed_over() -> None:
    run_id, request_id = new_run()
    say_ended(run_id, "FAILED", 0)

    async def scenario() -> Answer:
        wait = asyncio.create_task(answer_of(wait_for(run_id, request_id, min_attempt=1)))
        await asyncio.to_thread(say_ended, run_id, "FINISHED", 1)
        return await wait

    assert asyncio.run(scenario())["seen"]["attempt"] == 1


def test_given_a_failure_that_nobody_records_when_waited_for_then_it_ends_the_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(triggers, "PERSISTED_WITHIN_S", 0.5)
    run_id, request_id = new_run()
    failure = {"stage": "trainer", "code": "internal", "message": "out of memory", "retryable": True}
    say("run.failed", run_id, {"run_id": run_id, "failure": failure})
    answer = asyncio.run(answer_of(wait_for(run_id, request_id)))
    assert (answer["seen"]["status"], answer["seen"]["failure"]) == ("FAILED", failure)


def test_given_a_refused_request_when_waited_for_then_the_refusal_ends_the_wait() -> None:
    _, request_id = new_run()
    failure = {"stage": "symbol-resolver", "code": "config_invalid", "message": "no", "retryable": False}
    who = {"request_id": request_id, "dag_id": "some_dag", "execution_id": "some_run"}
    say("request.failed", request_id, {**who, "failure": failure})
    now = time.time()
    trigger = RequestResolvedTrigger(
        connection_id="kafka_default", since_ms=int(now * 1000), deadline=now + 60, request_id=request_id
    )
    assert asyncio.run(answer_of(trigger))["seen"]["failure"] == failure


def test_given_no_end_when_the_time_is_up_then_the_wait_says_what_it_waited_for() -> None:
    run_id, request_id = new_run()
    answer = asyncio.run(answer_of(wait_for(run_id, request_id, within_s=1)))
    assert answer == {
        "outcome": "timed_out",
        "message": f"no end of run {run_id} (attempt 0 or later) was seen in time",
    }


def test_given_a_kafka_that_does_not_answer_when_the_time_is_up_then_the_wait_says_that_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(triggers, "CAUGHT_UP_WITHIN_S", 5)
    monkeypatch.setattr("trademaster_airflow.topic_tail.BROKER_ANSWERS_WITHIN_S", 2)
    nowhere = '{"conn_type": "kafka", "extra": {"bootstrap.servers": "127.0.0.1:1"}}'
    monkeypatch.setenv("AIRFLOW_CONN_KAFKA_DEFAULT", nowhere)
    answer = asyncio.run(answer_of(wait_for(*new_run(), within_s=0)))
    assert answer["outcome"] == "timed_out"
    assert "was seen in time; Kafka: " in answer["message"]


def test_given_a_trigger_when_it_is_moved_to_another_triggerer_then_it_waits_for_the_same_until_the_same_time() -> None:
    trigger = wait_for("a" * 32, "b", min_attempt=2)
    path, arguments = trigger.serialize()
    assert path == "trademaster_airflow.triggers.RunEndTrigger"
    assert RunEndTrigger(**arguments).serialize() == (path, arguments)
