"""Events to and from Kafka: CloudEvents 1.0, written in binary mode, read in both modes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from trademaster_airflow.contract import EventName, topic_of

if TYPE_CHECKING:
    from confluent_kafka import Message

CONNECTION_ID = "kafka_default"
PUBLISH_WITHIN_S = 30
_CONSUMER_ONLY = ("group.", "enable.auto.", "auto.", "session.", "max.poll.", "isolation.", "enable.partition.eof")


class NotPublishedError(Exception):
    """Kafka did not take an event. It may have arrived all the same: publish it again under the same id."""


@dataclass(frozen=True)
class Outgoing:
    """An event to publish. ``time`` is RFC 3339; ``key`` is the request's id or the run's."""

    name: EventName
    id: str
    source: str
    subject: str
    key: str
    time: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Incoming:
    """An event as it was read."""

    topic: str
    key: str
    attempt: int
    data: dict[str, Any]


def publish(event: Outgoing, settings: Mapping[str, Any]) -> None:
    """Returns when every in-sync replica has the event. Raises NotPublishedError."""
    from confluent_kafka import KafkaException, Producer

    headers = {
        "ce_specversion": "1.0",
        "ce_id": event.id,
        "ce_source": event.source,
        "ce_type": topic_of(event.name),
        "ce_subject": event.subject,
        "ce_time": event.time,
        "ce_attempt": "0",
        "content-type": "application/json",
    }
    refusals: list[str] = []
    own = {name: value for name, value in settings.items() if not name.startswith(_CONSUMER_ONLY)}
    try:
        producer = Producer({**own, "enable.idempotence": True, "delivery.timeout.ms": PUBLISH_WITHIN_S * 1000})
        producer.produce(
            topic_of(event.name),
            key=event.key,
            value=json.dumps(event.data).encode(),
            headers=[(name, value.encode()) for name, value in headers.items()],
            on_delivery=lambda error, _: refusals.append(str(error)) if error else None,
        )
        unsent = producer.flush(PUBLISH_WITHIN_S + 5)
    except (KafkaException, BufferError) as error:
        raise NotPublishedError(f"{event.name} was not published: {error}") from error
    if unsent or refusals:
        reason = refusals[0] if refusals else f"no answer within {PUBLISH_WITHIN_S} s"
        raise NotPublishedError(f"{event.name} was not published to {own.get('bootstrap.servers')}: {reason}")


def read_event(message: Message) -> Incoming | None:
    """None for what is no CloudEvent with JSON data: it is nobody's end."""
    sent = cast(list[tuple[str, bytes | None]], message.headers() or [])
    headers = {name: value.decode("utf-8", "replace") for name, value in sent if value is not None}
    try:
        body = json.loads(message.value() or b"")
        if headers.get("content-type", "").startswith("application/cloudevents+json"):
            data, attempt = body["data"], int(body.get("attempt", 0))
        else:
            data, attempt = body, int(headers.get("ce_attempt", "0"))
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(data, dict):
        return None
    return Incoming(topic=message.topic() or "", key=key_of(message), attempt=attempt, data=data)


def key_of(message: Message) -> str:
    return (message.key() or b"").decode("utf-8", "replace")
