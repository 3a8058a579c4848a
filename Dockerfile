# What docker-compose.yml builds: the services and the command line (service), MLflow (mlflow), Airflow (airflow).
# Nobody has built it with Docker yet: a test walks it without (stack/container/docker-file.full-spec.ts).

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY .swcrc tsconfig.json ./
COPY apps apps
COPY libs libs
COPY stack stack
COPY bin bin
COPY bench bench
COPY chaos chaos
COPY documents documents
RUN npm run build
RUN npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24.21.0-bookworm-slim AS service
ENV NODE_ENV=production HOST=0.0.0.0 HEALTH_PORT=8080 \
  NODE_OPTIONS="--max-old-space-size=512 --max-semi-space-size=8"
WORKDIR /app
COPY --from=build /app/package.json /app/package-lock.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.HEALTH_PORT + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/cli/src/main.js", "--help"]

FROM python:3.12-slim-bookworm AS mlflow
WORKDIR /mlflow
COPY stack/requirements-mlflow.txt ./
RUN pip install --no-cache-dir --requirement requirements-mlflow.txt && useradd --create-home mlflow \
  && mkdir -p data && chown mlflow data
USER mlflow
ENV MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false MLFLOW_DISABLE_TELEMETRY=true GIT_PYTHON_REFRESH=quiet
EXPOSE 5000
CMD ["mlflow", "server", "--host", "0.0.0.0", "--port", "5000", "--workers", "1", "--allowed-hosts", "mlflow,mlflow:*,localhost:*,127.0.0.1:*", "--backend-store-uri", "sqlite:////mlflow/data/mlflow.db", "--artifacts-destination", "/mlflow/data/artifacts", "--serve-artifacts"]

FROM apache/airflow:3.3.2-python3.12 AS airflow
RUN pip install --no-cache-dir confluent-kafka==2.16.1
COPY airflow /opt/airflow
EXPOSE 8080
CMD ["standalone"]
