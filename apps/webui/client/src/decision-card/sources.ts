import type { ArtifactRef } from '@trademaster/contracts';
import { runPath } from '../navigation/route';

export type RunSection = 'stages' | 'decision' | 'chart' | 'backtest' | 'review' | 'data' | 'parameters' | 'artifacts';

/** Where what the card says comes from: addresses. */
export interface Sources {
  section: (name: RunSection) => string;
  /** A metric: where the run's page draws it, and from there MLflow's own record of it. */
  metric: (drawnIn: RunSection) => string;
  /** Immutable bytes, in MLflow. */
  artifact: (ref: ArtifactRef) => string;
}

interface RunAddress {
  runId: string;
  /** `http://…/#/experiments/1/runs/<id>`; null while the run has none. */
  mlflowUrl: string | null;
  /** The run's own page leads on into MLflow, other pages lead to the run's page. */
  onRunPage: boolean;
}

export function sourcesOf({ runId, mlflowUrl, onRunPage }: RunAddress): Sources {
  const section = (name: RunSection) => `${runPath(runId)}#${name}`;
  return {
    section,
    metric: (drawnIn) => (onRunPage && mlflowUrl !== null ? `${mlflowUrl}/model-metrics` : section(drawnIn)),
    artifact: (ref) => (mlflowUrl === null ? section('artifacts') : artifactUrl(mlflowUrl, ref)),
  };
}

/** `mlflow-artifacts:/<experiment>/<run>/artifacts/<path>` → that path in MLflow's own pages. */
export function artifactUrl(mlflowUrl: string, { uri }: Pick<ArtifactRef, 'uri'>): string {
  const [, experiment, run, path] = /^mlflow-artifacts:\/+([^/]+)\/([^/]+)\/artifacts\/(.+)$/.exec(uri) ?? [];
  const base = mlflowUrl.slice(0, mlflowUrl.indexOf('/#/'));
  if (path === undefined || !mlflowUrl.includes('/#/')) return mlflowUrl;
  return `${base}/#/experiments/${experiment}/runs/${run}/artifacts/${path}`;
}
