"""What a task makes of the pipeline's answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from trademaster_airflow.triggers import Answer

OUTCOME = "outcome"
"""XCom key of a symbol's end, also of a failed one."""


def seen(event: Answer) -> dict[str, Any]:
    """Fails the task when the answer did not come in time."""
    if event["outcome"] == "timed_out":
        raise AirflowFailException(event["message"])
    return event["seen"]


def reason_of(failure: Mapping[str, Any]) -> str:
    """``stage: code (field): message``."""
    field = f" ({failure['field']})" if failure.get("field") else ""
    return f"{failure['stage']}: {failure['code']}{field}: {failure['message']}"


def summary_of(symbol: str, end: Mapping[str, Any]) -> dict[str, Any]:
    summary: dict[str, Any] = {"symbol": symbol, **{key: end[key] for key in ("run_id", "status", "attempt")}}
    if end["status"] == "FAILED":
        summary["reason"] = reason_of(end["failure"])[:1000]
    if (signal := end.get("signal")) is not None:
        summary["signal"] = {key: signal.get(key) for key in ("action", "intent", "confidence_score")}
    if "decision_sha256" in end:
        summary["decision_sha256"] = end["decision_sha256"]
    return summary


def unknown_end_of(run: Mapping[str, Any]) -> dict[str, Any]:
    reason = "its end was not seen: see the log of its task"
    return {"symbol": run["symbol"], "run_id": run["run_id"], "status": "UNKNOWN", "reason": reason}
