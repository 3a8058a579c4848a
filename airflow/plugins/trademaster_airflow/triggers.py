"""What a deferred task waits for. A trigger holds no worker slot; 200 of them share one Kafka consumer.

After a restart of the triggerer each begins again from the time of its request, and sees what happened meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, Literal, TypedDict

from airflow.sdk import BaseHook
from airflow.triggers.base import BaseTrigger, TriggerEvent

from trademaster_airflow.contract import topic_of
from trademaster_airflow.kafka import Incoming
from trademaster_airflow.topic_tail import CaughtUp, TopicTail, shared_tail

TOPICS = [
    topic_of(name)
    for name in ("request.resolved", "request.failed", "request.completed", "run.failed", "run.persisted")
]
EARLIER_MS = 60_000
"""Clocks of machines differ: what was recorded a minute before the request is read, too."""
CAUGHT_UP_WITHIN_S = 60
"""A deadline that passed while no triggerer ran does not hide an end that came in time."""
PERSISTED_WITHIN_S = 60
"""How long the record of a failure, with its trail in MLflow, may follow the failure itself."""


class Answer(TypedDict, total=False):
    """How a wait ended. ``seen`` has the event's data; ``recorded``: it was there before the wait began."""

    outcome: Literal["seen", "timed_out"]
    seen: dict[str, Any]
    recorded: bool
    message: str


class _EventTrigger(BaseTrigger):
    """Waits until ``judge`` is content. ``deadline`` is Unix seconds, so that no restart prolongs the wait."""

    def __init__(self, *, connection_id: str, since_ms: int, deadline: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.connection_id = connection_id
        self.since_ms = since_ms
        self.deadline = deadline

    def arguments(self) -> dict[str, Any]:
        return {"connection_id": self.connection_id, "since_ms": self.since_ms, "deadline": self.deadline}

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return f"{type(self).__module__}.{type(self).__qualname__}", self.arguments()

    @property
    def what(self) -> str:
        """What is waited for, in a time-out's words."""
        raise NotImplementedError

    @property
    def keys(self) -> set[str]:
        raise NotImplementedError

    def take(self, event: Incoming) -> None:
        """Keeps what an event says about the end."""
        raise NotImplementedError

    def end(self) -> dict[str, Any] | None:
        """The best end that is known by now, if any."""
        raise NotImplementedError

    def provisional_end(self) -> dict[str, Any] | None:
        """An end that will do when nothing better comes within ``PERSISTED_WITHIN_S``."""
        return None

    async def run(self) -> AsyncIterator[TriggerEvent]:
        tail = shared_tail(await self._kafka_settings(), TOPICS)
        yield TriggerEvent(dict(await self._wait(tail)))  # type: ignore[no-untyped-call]

    async def _wait(self, tail: TopicTail) -> Answer:
        async with tail.follow(self.keys, self.since_ms - EARLIER_MS) as stream:
            is_caught_up = False
            until = max(self.deadline, time.time() + CAUGHT_UP_WITHIN_S)
            while True:
                try:
                    item = await asyncio.wait_for(stream.get(), until - time.time())
                except asyncio.TimeoutError:
                    return self._timed_out(tail)
                recorded = not is_caught_up
                if isinstance(item, CaughtUp):
                    is_caught_up = True
                    until = self.deadline
                else:
                    self.take(item)
                if not is_caught_up:  # the last word counts, and it may lie in another partition
                    continue
                if (seen := self.end()) is not None:
                    return {"outcome": "seen", "seen": seen, "recorded": recorded}
                if self.provisional_end() is not None:
                    until = min(until, time.time() + PERSISTED_WITHIN_S)

    def _timed_out(self, tail: TopicTail) -> Answer:
        if (seen := self.provisional_end()) is not None:
            return {"outcome": "seen", "seen": seen, "recorded": False}
        trouble = f"; Kafka: {tail.trouble}" if tail.trouble else ""
        return {"outcome": "timed_out", "message": f"no end of {self.what} was seen in time{trouble}"}

    async def _kafka_settings(self) -> dict[str, Any]:
        connection = await BaseHook.aget_connection(self.connection_id)
        return dict(connection.extra_dejson)


class RequestResolvedTrigger(_EventTrigger):
    """Until the pipeline says which runs a request has, or that it has none: data of ``request.resolved`` or
    ``request.failed``."""

    def __init__(self, *, request_id: str, **common: Any) -> None:
        super().__init__(**common)
        self.request_id = request_id
        self._resolved: dict[str, Any] | None = None
        self._failed: dict[str, Any] | None = None

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "request_id": self.request_id}

    @property
    def what(self) -> str:
        return f"the resolution of request {self.request_id}"

    @property
    def keys(self) -> set[str]:
        return {self.request_id}

    def take(self, event: Incoming) -> None:
        if event.topic == topic_of("request.resolved"):
            self._resolved = event.data
        elif event.topic == topic_of("request.failed"):
            self._failed = event.data

    def end(self) -> dict[str, Any] | None:
        return self._resolved or self._failed


class RunEndTrigger(_EventTrigger):
    """Until a run has ended with at least the given attempt: a RunEnd, as ``run.persisted`` and ``request.completed``
    have it."""

    def __init__(self, *, run_id: str, request_id: str, min_attempt: int, **common: Any) -> None:
        super().__init__(**common)
        self.run_id = run_id
        self.request_id = request_id
        self.min_attempt = min_attempt
        self._end: dict[str, Any] | None = None
        self._failed: dict[str, Any] | None = None

    def arguments(self) -> dict[str, Any]:
        own = {"run_id": self.run_id, "request_id": self.request_id, "min_attempt": self.min_attempt}
        return {**super().arguments(), **own}

    @property
    def what(self) -> str:
        return f"run {self.run_id} (attempt {self.min_attempt} or later)"

    @property
    def keys(self) -> set[str]:
        return {self.run_id, self.request_id}

    def take(self, event: Incoming) -> None:
        if event.topic == topic_of("run.persisted"):
            self._keep_newest(event.data["run"])
        elif event.topic == topic_of("request.completed"):
            for run in event.data["runs"]:
                self._keep_newest(run)
        elif event.topic == topic_of("run.failed") and event.attempt >= self.min_attempt:
            failure = event.data["failure"]
            self._failed = {"run_id": self.run_id, "status": "FAILED", "attempt": event.attempt, "failure": failure}

    def _keep_newest(self, end: dict[str, Any]) -> None:
        if end["run_id"] != self.run_id or end["attempt"] < self.min_attempt:
            return
        if self._end is None or end["attempt"] >= self._end["attempt"]:
            self._end = end

    def end(self) -> dict[str, Any] | None:
        return self._end

    def provisional_end(self) -> dict[str, Any] | None:
        return self._failed
