/** What people expect these on; when one is taken, another free one is used and shown. */
export const USUAL_PORTS = { kafka: 9092, postgres: 5432, mlflow: 5000, webui: 8080, persister: 8081 };
