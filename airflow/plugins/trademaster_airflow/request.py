"""What a DAG run asks of the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from trademaster_airflow.contract import contract
from trademaster_airflow.defaults import Defaults

SOURCE = "/airflow"
"""With the DAG's id and Airflow's run id the identity of a request: sent twice, it is still one request."""

HISTORICAL_AFTER = timedelta(days=1)


def unknown_keys(conf: Iterable[str]) -> list[str]:
    """Airflow accepts any conf; these of its keys mean nothing to the pipeline."""
    return sorted(set(conf) - set(contract()["request_params"]))


def request_data(params: Mapping[str, Any], defaults: Defaults, *, dag_id: str, run_id: str) -> dict[str, Any]:
    """The data of ``run.requested``. Absent is what nobody asked for: the pipeline's own defaults hold then."""
    asked = {key: value for key, value in params.items() if value is not None}
    config = defaults.config_over(asked.pop("config", None))
    return {"dag_id": dag_id, "execution_id": run_id, **asked, **({"config": config} if config else {})}


def as_of_of(logical_date: datetime | None, run_after: datetime, *, is_backfill: bool) -> str | None:
    """The logical date, where it has to be stated: for a backfill and for one that lies a day or more before the run.

    A decision as of a stated time is marked HISTORICAL. The logical date of today's schedule is the request's own time
    instead, which the pipeline takes as its ``as_of`` without the mark (docs/decisions/0006).
    """
    if logical_date is None:
        return None
    if is_backfill or run_after - logical_date >= HISTORICAL_AFTER:
        return utc_text(logical_date)
    return None


def utc_text(moment: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
