"""Links from a task in Airflow's UI to what it is about. The operators put the addresses into XCom while they run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from airflow.sdk import BaseOperatorLink

if TYPE_CHECKING:
    from airflow.sdk.types import TaskInstanceKey

MLFLOW_URL = os.environ.get("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000").rstrip("/")
WEBUI_URL = os.environ.get("WEBUI_BASE_URL", "http://127.0.0.1:8080").rstrip("/")


def mlflow_run_url(run: Mapping[str, Any]) -> str:
    """``run`` has ``run_id`` and ``experiment_id``."""
    return f"{MLFLOW_URL}/#/experiments/{run['experiment_id']}/runs/{run['run_id']}"


def mlflow_request_url(request_id: str, experiment_id: str | None) -> str:
    """Every run of a request, also before any is known."""
    query = urlencode({"searchFilter": f"tags.`trademaster.request_id` = '{request_id}'"}, quote_via=quote)
    return f"{MLFLOW_URL}/#/experiments{f'/{experiment_id}' if experiment_id else ''}?{query}"


def webui_url(**query: str) -> str:
    """The WebUI's artifacts with this ``run_id`` or ``execution_id``."""
    return f"{WEBUI_URL}/api/artifacts/?{urlencode(query)}"


class _AddressLink(BaseOperatorLink):
    """Shows the address that the task left for it; none before the task has run."""

    kind: str

    def get_link(self, operator: Any, *, ti_key: TaskInstanceKey) -> str:
        addresses: dict[str, str] = getattr(operator, "addresses", {})
        return addresses.get(self.kind, "")


class MlflowLink(_AddressLink):
    name = "MLflow"
    kind = "mlflow"


class WebuiLink(_AddressLink):
    name = "WebUI"
    kind = "webui"
