"""What the DAG ``trademaster_autogen_pipeline_workflow`` is made of: operators, triggers, and the Kafka behind them.

Lies in Airflow's plugins folder because the triggerer has no ``dags/`` on its path. Needs ``confluent-kafka`` and the
Airflow connection ``kafka_default``, whose extra is librdkafka's configuration.
"""
