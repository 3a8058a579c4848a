"""One consumer for everybody in a process who waits for the end of something."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trademaster_airflow.kafka import Incoming, key_of, read_event

if TYPE_CHECKING:
    from confluent_kafka import Consumer, Message

log = logging.getLogger(__name__)

Partition = tuple[str, int]
POLL_S = 0.2
MESSAGES_AT_ONCE = 500
BROKER_ANSWERS_WITHIN_S = 15
NEXT_TRY_S = 1.0


class CaughtUp:
    """In a follower's stream: everything that was on the topics when it began has been seen."""


CAUGHT_UP = CaughtUp()


@dataclass(eq=False)
class _Follower:
    keys: frozenset[str]
    since_ms: int
    loop: asyncio.AbstractEventLoop
    stream: asyncio.Queue[Incoming | CaughtUp] = field(default_factory=asyncio.Queue)
    behind: dict[Partition, int] = field(default_factory=dict)
    """Partitions not yet read to where they ended when this follower began."""

    def tell(self, item: Incoming | CaughtUp) -> None:
        with suppress(RuntimeError):  # its event loop has ended, and with it whoever waited there
            self.loop.call_soon_threadsafe(self.stream.put_nowait, item)


class TopicTail:
    """Reads topics with one consumer, in no group's name and without commits, for any number of followers.

    A follower that begins takes the consumer back to its own beginning; the others see those events once more, which
    changes nothing for them. The thread and the connection end with the last follower.
    """

    def __init__(self, settings: Mapping[str, Any], topics: Sequence[str]) -> None:
        self._settings = dict(settings)
        self._topics = list(topics)
        self._lock = threading.Lock()
        self._followers: set[_Follower] = set()
        self._thread: threading.Thread | None = None
        self.trouble: str | None = None
        """The latest problem with Kafka, for whoever has to explain a time-out; None once it answers again."""

    @asynccontextmanager
    async def follow(self, keys: Iterable[str], since_ms: int) -> AsyncIterator[asyncio.Queue[Incoming | CaughtUp]]:
        """Every event with one of the keys that was recorded at ``since_ms`` (Unix, ms) or later, in no order between
        partitions, perhaps more than once; ``CAUGHT_UP`` once."""
        follower = _Follower(frozenset(keys), since_ms, asyncio.get_running_loop())
        with self._lock:
            self._followers.add(follower)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="trademaster-topic-tail", daemon=True)
                self._thread.start()
        try:
            yield follower.stream
        finally:
            with self._lock:
                self._followers.discard(follower)

    def _run(self) -> None:
        while self._present():
            try:
                self._read_while_followed()
            except Exception as error:  # whatever it was: followers would wait for ever if this thread ended
                self.trouble = str(error)
                log.warning("reading from Kafka failed, trying again: %s", error)
                time.sleep(NEXT_TRY_S)

    def _present(self) -> list[_Follower]:
        """Ends the thread, as far as others can see, in the same moment in which it finds nobody left."""
        with self._lock:
            if not self._followers:
                self._thread = None
            return list(self._followers)

    def _read_while_followed(self) -> None:
        from confluent_kafka import Consumer

        own = {"group.id": "trademaster-airflow", "enable.auto.commit": False, "enable.partition.eof": True}
        consumer = Consumer({**self._settings, **own, "auto.offset.reset": "earliest"})
        try:
            reading = _Reading(consumer, self._topics)
            begun: set[_Follower] = set()
            while followers := self._followed_now():
                if new := [follower for follower in followers if follower not in begun]:
                    ends = reading.go_back_to(min(follower.since_ms for follower in new))
                    for follower in new:
                        follower.behind = dict(ends)
                    begun.update(new)
                self._pass_on(reading.next(), followers)
                self.trouble = reading.trouble
                for follower in followers:
                    _tell_when_caught_up(follower, reading.positions)
        finally:
            consumer.close()

    def _followed_now(self) -> list[_Follower]:
        with self._lock:
            return list(self._followers)

    def _pass_on(self, messages: Sequence[Message], followers: Sequence[_Follower]) -> None:
        by_key = _by_key(followers)
        for message in messages:
            interested = by_key.get(key_of(message))
            if interested and (event := read_event(message)) is not None:
                for follower in interested:
                    follower.tell(event)


class _Reading:
    """The consumer and how far it has come in each partition."""

    def __init__(self, consumer: Consumer, topics: Sequence[str]) -> None:
        self._consumer = consumer
        self._topics = topics
        self.positions: dict[Partition, int] = {}
        self.trouble: str | None = None

    def go_back_to(self, since_ms: int) -> dict[Partition, int]:
        """Reads on from the first event of that time or later. Returns where each partition ends now."""
        from confluent_kafka import OFFSET_END, TopicPartition

        known = self._consumer.list_topics(timeout=BROKER_ANSWERS_WITHIN_S).topics
        partitions = [(topic, number) for topic in self._topics for number in _partitions(known, topic)]

        def offsets(moment: int) -> dict[Partition, int]:
            asked = [TopicPartition(topic, number, moment) for topic, number in partitions]
            found = self._consumer.offsets_for_times(asked, timeout=BROKER_ANSWERS_WITHIN_S)
            for answer in found:
                if answer.error is not None:
                    raise _exception(answer.error)
            return {(answer.topic, answer.partition): answer.offset for answer in found}

        ends = offsets(OFFSET_END)
        starts = offsets(since_ms)
        for partition, end in ends.items():
            start = starts[partition] if starts[partition] >= 0 else end  # negative: nothing that new
            self.positions[partition] = min(start, self.positions.get(partition, start))
        self._consumer.assign([TopicPartition(*partition, offset) for partition, offset in self.positions.items()])
        return ends

    def next(self) -> list[Message]:
        """What has come; the ends of partitions and errors are taken note of and left out."""
        from confluent_kafka import KafkaError

        messages = []
        for message in self._consumer.consume(MESSAGES_AT_ONCE, POLL_S):
            error = message.error()
            if error is None:
                self._has_read(message, up_to=1)
                messages.append(message)
            elif error.code() == KafkaError._PARTITION_EOF:
                self._has_read(message, up_to=0)
            else:
                self.trouble = str(error)
                log.warning("Kafka: %s", error)
        return messages

    def _has_read(self, message: Message, up_to: int) -> None:
        topic, number, offset = message.topic(), message.partition(), message.offset()
        if topic is not None and number is not None and offset is not None:
            self.positions[(topic, number)] = offset + up_to
        self.trouble = None


def _partitions(known: Mapping[str, Any], topic: str) -> list[int]:
    described = known.get(topic)
    if described is None or described.error is not None:
        raise _exception(f"the topic {topic} is not there: do the pipeline's services run on this Kafka?")
    return list(described.partitions)


def _exception(reason: object) -> Exception:
    from confluent_kafka import KafkaException

    return KafkaException(reason)


def _by_key(followers: Iterable[_Follower]) -> dict[str, list[_Follower]]:
    by_key: dict[str, list[_Follower]] = {}
    for follower in followers:
        for key in follower.keys:
            by_key.setdefault(key, []).append(follower)
    return by_key


def _tell_when_caught_up(follower: _Follower, positions: Mapping[Partition, int]) -> None:
    if not follower.behind:
        return
    for partition in [part for part, end in follower.behind.items() if positions.get(part, 0) >= end]:
        del follower.behind[partition]
    if not follower.behind:
        follower.tell(CAUGHT_UP)


_tails: dict[str, TopicTail] = {}


def shared_tail(settings: Mapping[str, Any], topics: Sequence[str]) -> TopicTail:
    """The one tail of this process for these settings and topics."""
    name = repr((sorted(settings.items()), sorted(topics)))
    return _tails.setdefault(name, TopicTail(settings, topics))
