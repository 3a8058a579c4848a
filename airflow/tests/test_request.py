"""What a DAG run asks for, without any process."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from trademaster_airflow.contract import request_id_of
from trademaster_airflow.defaults import Defaults, defaults_from
from trademaster_airflow.request import as_of_of, request_data, unknown_keys, utc_text

NOW = datetime(2026, 11, 25, 6, tzinfo=timezone.utc)


def test_given_an_identity_when_its_request_id_is_derived_then_it_is_the_one_that_the_services_derive() -> None:
    # From requestIdOf('/airflow', 'd', 'manual__ü') of libs/contracts/src/event.ts.
    assert request_id_of("/airflow", "d", "manual__ü") == "39ce745e-11c5-57bd-ba0f-3c08db15184d"


def test_given_the_backends_conf_when_read_then_all_of_it_is_known_and_other_keys_are_named() -> None:
    assert unknown_keys({"symbol": "BTC", "conid": 1, "workflow_symbol_id": 2}) == []
    assert unknown_keys({"symbol": "BTC", "symbols": [], "foo": 1}) == ["foo", "symbols"]


def test_given_defaults_when_the_conf_says_less_or_more_then_the_conf_wins_key_by_key() -> None:
    environment = {
        "TRADEMASTER_AUTOGEN_MAX_SYMBOLS": "3",
        "TRADEMASTER_AUTOGEN_MAX_ROUNDS": "5",
        "TRADEMASTER_AUTOGEN_BACKTEST_LOOKBACK_DAYS": "700",
        "TRADEMASTER_AUTOGEN_BAR_SIZE": "",
    }
    params = {"symbol": None, "mode": "both", "config": {"data": {"source": "csv"}, "max_symbols": 1}}
    assert request_data(params, defaults_from(environment), dag_id="d", run_id="r") == {
        "dag_id": "d",
        "execution_id": "r",
        "mode": "both",
        "config": {
            "review": {"max_rounds": 5},
            "data": {"lookback_bars": 700, "source": "csv"},
            "max_symbols": 1,
        },
    }


def test_given_no_conf_and_no_defaults_when_asked_then_everything_is_left_to_the_pipeline() -> None:
    data = request_data({"symbol": None, "mode": None}, Defaults(), dag_id="d", run_id="r")
    assert data == {"dag_id": "d", "execution_id": "r"}


@pytest.mark.parametrize(
    ("logical_date", "is_backfill", "stated"),
    [
        (None, False, None),
        (NOW, False, None),
        (NOW - timedelta(hours=23), False, None),
        (NOW - timedelta(days=1), False, "2026-11-24T06:00:00.000Z"),
        (NOW, True, "2026-11-25T06:00:00.000Z"),
    ],
    ids=["no date", "today's schedule", "this morning's", "yesterday's", "a backfill"],
)
def test_given_a_logical_date_when_it_is_not_the_runs_own_then_it_is_stated_as_as_of(
    logical_date: datetime | None, is_backfill: bool, stated: str | None
) -> None:
    assert as_of_of(logical_date, NOW, is_backfill=is_backfill) == stated


def test_given_a_time_elsewhere_when_written_then_it_is_utc() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert utc_text(datetime(2026, 11, 25, 9, 0, 0, 123456, tzinfo=tokyo)) == "2026-11-25T00:00:00.123Z"
