"""Defaults of the DAG from Airflow's own environment: ``TRADEMASTER_AUTOGEN_*``."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trademaster_airflow.contract import contract

PREFIX = "TRADEMASTER_AUTOGEN_"


@dataclass(frozen=True)
class Defaults:
    """What holds where a run's conf says nothing. What is None or absent is left to the pipeline's own defaults."""

    enabled: bool = True
    mode: str | None = None
    schedule: str | None = None
    """Cron expression or preset; None: runs only when somebody triggers it."""
    max_active_runs: int = 32
    config: dict[str, Any] = field(default_factory=dict)

    def config_over(self, asked: Mapping[str, Any] | None) -> dict[str, Any]:
        """The asked-for configuration above the defaults, merged key by key."""
        return _merged(self.config, asked or {})


def defaults_from(environment: Mapping[str, str] = os.environ) -> Defaults:
    """``ENABLED``, ``DEFAULT_MODE``, ``MAX_SYMBOLS``, ``MAX_ROUNDS``, ``BACKTEST_LOOKBACK_DAYS`` (daily bars),
    ``BAR_SIZE``, and of the DAG itself ``SCHEDULE`` and ``MAX_ACTIVE_RUNS``. An empty variable counts as absent.
    Raises ValueError naming the variable."""

    def read(name: str, parse: Callable[[str], Any]) -> Any:
        text = environment.get(PREFIX + name, "").strip()
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            raise ValueError(f"{PREFIX}{name} {error} (got {text})") from error

    config: dict[str, Any] = {}
    if (rounds := read("MAX_ROUNDS", _count)) is not None:
        config["review"] = {"max_rounds": rounds}
    if (bars := read("BACKTEST_LOOKBACK_DAYS", _count)) is not None:
        config["data"] = {"lookback_bars": bars}
    if (symbols := read("MAX_SYMBOLS", _count)) is not None:
        config["max_symbols"] = symbols
    if (bar_size := read("BAR_SIZE", str)) is not None:
        config["bar_size"] = bar_size
    enabled = read("ENABLED", _flag)
    return Defaults(
        enabled=enabled is not False,
        mode=read("DEFAULT_MODE", _mode),
        schedule=read("SCHEDULE", str),
        max_active_runs=read("MAX_ACTIVE_RUNS", _count) or Defaults.max_active_runs,
        config=config,
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("must be a whole number of at least 1")
    return int(text)


def _mode(text: str) -> str:
    modes = [mode for mode in contract()["request_params"]["mode"]["schema"]["enum"] if mode is not None]
    if text not in modes:
        raise ValueError(f"must be one of {', '.join(modes)}")
    return text


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "1", "false", "0"):
        raise ValueError("must be true or false")
    return text.lower() in ("true", "1")


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged
