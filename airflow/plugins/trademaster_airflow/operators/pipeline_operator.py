"""What the tasks of the DAG have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from airflow.sdk import BaseHook, BaseOperator

from trademaster_airflow import links
from trademaster_airflow.kafka import CONNECTION_ID

SWITCHED_OFF = "the pipeline is switched off (TRADEMASTER_AUTOGEN_ENABLED=false)"


class PipelineOperator(BaseOperator):
    """A task with links to MLflow and the WebUI."""

    operator_extra_links: ClassVar[Sequence[Any]] = (links.MlflowLink(), links.WebuiLink())  # type: ignore[misc]

    def __init__(self, *, connection_id: str = CONNECTION_ID, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.connection_id = connection_id
        self.addresses: dict[str, str] = {}

    def kafka_settings(self) -> dict[str, Any]:
        return dict(BaseHook.get_connection(self.connection_id).extra_dejson)

    def point_to(self, *, mlflow: str, webui: str) -> None:
        """What the task's links show from now on."""
        self.addresses = {"mlflow": mlflow, "webui": webui}
