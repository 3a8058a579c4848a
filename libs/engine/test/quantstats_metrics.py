"""Reads {series: [return per bar, ...]} and {periods}, writes what QuantStats measures of each series.

Usage: quantstats_metrics.py FOLDER, where FOLDER holds the installed package. Only its statistics are loaded: plots,
reports and downloads would want more packages and the network.
"""

import json
import sys
import types

package = types.ModuleType("quantstats")
package.__path__ = [f"{sys.argv[1]}/quantstats"]
sys.modules["quantstats"] = package
sys.modules["yfinance"] = types.ModuleType("yfinance")

import pandas as pd  # noqa: E402
from quantstats import stats  # noqa: E402


def measure(returns, periods):
    series = pd.Series(returns, index=pd.date_range("2020-01-01", periods=len(returns)), dtype="float64")
    drawdowns = stats.drawdown_details(stats.to_drawdown_series(series))
    return {
        "total_return": stats.comp(series),
        "annualised_return": stats.cagr(series, periods=periods),
        "annualised_volatility": stats.volatility(series, periods=periods),
        "sharpe": stats.sharpe(series, periods=periods),
        "sortino": stats.sortino(series, periods=periods),
        "calmar": stats.calmar(series, periods=periods),
        "max_drawdown": -stats.max_drawdown(series),
        "max_drawdown_bars": int(drawdowns["days"].max()) if len(drawdowns) else 0,
        "win_rate": stats.win_rate(series),
        "profit_factor": stats.profit_factor(series),
    }


asked = json.load(sys.stdin)
json.dump({name: measure(returns, asked["periods"]) for name, returns in asked["series"].items()}, sys.stdout, default=float)
