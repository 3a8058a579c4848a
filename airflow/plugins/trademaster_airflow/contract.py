"""The contract with the pipeline, as ``npm run schema`` writes it from libs/contracts into contract.json."""

from __future__ import annotations

import json
import uuid
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypedDict

EventName = Literal[
    "run.requested",
    "run.retry_requested",
    "request.resolved",
    "request.failed",
    "request.completed",
    "run.failed",
    "run.persisted",
]


class RequestParam(TypedDict):
    """One key of a request's conf: what people are told of it, and its JSON Schema, null allowed."""

    description: str
    schema: dict[str, Any]


class Contract(TypedDict):
    dag_id: str
    id_namespace: str
    topics: dict[EventName, str]
    request_params: dict[str, RequestParam]


@cache
def contract() -> Contract:
    """Read once per process."""
    read: Contract = json.loads((Path(__file__).parent / "contract.json").read_text("utf-8"))
    return read


def topic_of(name: EventName) -> str:
    """The event's topic, which is also its CloudEvents type."""
    return contract()["topics"][name]


def request_id_of(source: str, dag_id: str, client_id: str) -> str:
    """The id that every service derives for a request: UUIDv5 of its identity."""
    name = json.dumps(["request", source, dag_id, client_id], separators=(",", ":"), ensure_ascii=False)
    return str(uuid.uuid5(uuid.UUID(contract()["id_namespace"]), name))
