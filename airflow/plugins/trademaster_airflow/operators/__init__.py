"""The four tasks of the DAG. XCom carries ids and summaries of a few hundred bytes; what is big stays in MLflow."""

from trademaster_airflow.operators.await_request_resolved import AwaitRequestResolved
from trademaster_airflow.operators.await_symbol import AwaitSymbol
from trademaster_airflow.operators.publish_run_request import PublishRunRequest
from trademaster_airflow.operators.summarise_request import SummariseRequest

__all__ = ["AwaitRequestResolved", "AwaitSymbol", "PublishRunRequest", "SummariseRequest"]
