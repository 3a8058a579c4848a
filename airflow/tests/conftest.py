"""One Airflow beside one pipeline for all tests: ``npm run test:airflow`` starts both and sets their addresses."""

from __future__ import annotations

import math
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from stack import SMALL_CONFIG, Airflow, Mlflow, Webui, until


@pytest.fixture(scope="session")
def airflow() -> Airflow:
    assert "AIRFLOW_URL" in os.environ, "these tests need a running Airflow: npm run test:airflow"
    return Airflow()


@pytest.fixture(scope="session")
def webui() -> Webui:
    return Webui()


@pytest.fixture(scope="session")
def mlflow() -> Mlflow:
    return Mlflow()


@pytest.fixture(scope="session")
def scratch() -> Path:
    return Path(os.environ["SCRATCH_DIR"])


def write_bars(path: Path) -> None:
    """400 daily bars ending 2023-06-19 that rise and fall by a fixed rule."""
    lines = ["date,open,high,low,close,volume"]
    for index in range(400):
        day = date(2022, 5, 16) + timedelta(days=index)
        opened, closed = (100 + 0.05 * i + 8 * math.sin(i / 9) for i in (index - 1, index))
        lines.append(f"{day},{opened},{max(opened, closed) * 1.01},{min(opened, closed) * 0.99},{closed},1000")
    path.write_text("\n".join(lines), "utf-8")


class StartedRuns:
    """DAG runs that tests look at. All are triggered before the first is waited for: waiting costs nothing."""

    def __init__(self, airflow: Airflow, webui: Webui, scratch: Path) -> None:
        self.nobody = airflow.trigger({})
        until("its resolution", lambda: airflow.has_ended(self.nobody, "await_request_resolved") or None)
        webui.assign("BAA", priority=5, config=SMALL_CONFIG)
        webui.assign("BAB", priority=50, config=SMALL_CONFIG)
        webui.assign("BAC", enabled=False, config=SMALL_CONFIG)
        webui.assign("BAD", active=False, config=SMALL_CONFIG)
        webui.assign("BAE", dag_id="some_other_workflow", config=SMALL_CONFIG)
        self.batch = airflow.trigger({})
        self.missing_bars = scratch / "FAI.csv"
        bars = {"source": "csv", "path": str(self.missing_bars)}
        self.failing = airflow.trigger(
            {"symbol": "FAI", "mode": "train_backtest", "config": {**SMALL_CONFIG, "data": bars}}
        )
        self.train = airflow.trigger({"symbol": "TRN", "mode": "train_backtest", "config": SMALL_CONFIG})
        self.mistaken = airflow.trigger({"symbl": "BTC", "fast": True})
        config = {key: value for key, value in SMALL_CONFIG.items() if key != "as_of"}
        self.backfill = airflow.trigger(
            {"symbol": "LOG", "mode": "train_backtest", "config": config}, logical_date="2023-06-20T00:00:00Z"
        )
        # BTC must not be part of the batch, and its configuration lies in an active link.
        until("the batch's resolution", lambda: airflow.has_ended(self.batch, "await_request_resolved") or None)
        btc_bars = scratch / "BTC.csv"
        write_bars(btc_bars)
        bars = {"source": "csv", "path": str(btc_bars)}
        self.btc_id = webui.assign("BTC", config={**SMALL_CONFIG, "data": bars})
        self.btc = airflow.trigger({"symbol": "BTC", "mode": "both"})
        self.backend = airflow.trigger({"symbol": "BTC", "conid": 265598, "workflow_symbol_id": self.btc_id})

    @property
    def all(self) -> list[str]:
        once = [self.nobody, self.batch, self.failing, self.train, self.mistaken, self.backfill]
        return [*once, self.btc, self.backend]


@pytest.fixture(scope="session")
def runs(airflow: Airflow, webui: Webui, scratch: Path) -> StartedRuns:
    return StartedRuns(airflow, webui, scratch)


@pytest.fixture(scope="session", autouse=True)
def _started_early(request: pytest.FixtureRequest) -> None:
    """The runs go on while tests that need none of them are done."""
    if "AIRFLOW_URL" in os.environ:
        request.getfixturevalue("runs")
