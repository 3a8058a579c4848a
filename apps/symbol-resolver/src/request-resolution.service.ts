import { Injectable } from '@nestjs/common';
import {
  canonicalJson,
  type ExpectedRun,
  type Mode,
  type OutgoingEvent,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  requestIdOf,
  resolveRunConfig,
  type ResolvedRunConfig,
  type RunConfig,
  type RunRequested,
  sha256Hex,
  type SkippedSymbol,
  type SymbolRequested,
} from '@trademaster/contracts';
import { asPipelineError, PipelineError } from '@trademaster/errors';
import type { RunLedger } from '@trademaster/ledger';
import { instantOf, resolveAsOf } from './as-of';
import type { RecordedRuns } from './recorded-runs';
import { deadlineOf, resolvedEvent, runFailed, symbolRequested, type UnderstoodRequest } from './request-events';
import type { RunOpener } from './run-opener';
import { selectBatch, selectExplicit, type Selection, type Target } from './select-symbols';
import type { WorkflowSymbolsClient } from './workflow-symbols-client';

/** What an operator sets for all requests; lowest layer of the configuration above the built-in defaults. */
export interface RequestDefaults {
  enabled: boolean;
  mode: Mode;
  config: RunConfig;
}

/** Decides which symbols a request is about, and opens one run for each. */
@Injectable()
export class RequestResolutionService {
  constructor(
    private readonly ledger: Pick<RunLedger, 'recordRequest'>,
    private readonly symbols: Pick<WorkflowSymbolsClient, 'listEnabled' | 'find'>,
    private readonly runs: Pick<RunOpener, 'openParent' | 'openRun'>,
    private readonly recorded: Pick<RecordedRuns, 'contextOf'>,
    private readonly defaults: RequestDefaults,
    private readonly clock: () => Date,
  ) {}

  /**
   * `request.resolved`, and for every run `symbol.requested` or, where its configuration is refused, `run.failed`.
   * Errors: `request_conflict`, `request_invalid`, `config_invalid`, `run_unknown`, `webui_unavailable`, `mlflow_unavailable`.
   */
  async resolve(event: PipelineEvent<RunRequested>): Promise<OutgoingEvent[]> {
    const request = this.understood(event);
    await this.ledger.recordRequest({
      requestId: request.request_id,
      source: event.source,
      dagId: request.dag_id,
      clientId: event.id,
      executionId: request.execution_id,
      payloadSha256: sha256Hex(canonicalJson(event.data)),
    });
    if (!this.defaults.enabled) {
      const note = 'the pipeline is switched off (TRADEMASTER_AUTOGEN_ENABLED=false)';
      return [resolvedEvent(request, { targets: [], skipped: [] }, { note, switched_off: true })];
    }
    if (event.data.replay_of !== undefined) return this.openReplay(request, event.data.replay_of);
    const requestConfig = this.configOf(request);
    resolveAsOf({ stated: requestConfig.as_of, ...request }); // refuses an impossible one before any run is opened
    const selection = await this.select(request, requestConfig.max_symbols);
    if (selection.targets.length === 0) {
      return [resolvedEvent(request, selection, { note: nothingToDo(request.dag_id, selection.skipped) })];
    }
    return this.openRuns(request, selection, requestConfig);
  }

  private understood(event: PipelineEvent<RunRequested>): UnderstoodRequest {
    const asked = event.data;
    const dag_id = asked.dag_id ?? PIPELINE_DAG_ID;
    return {
      request_id: requestIdOf(event.source, dag_id, event.id),
      dag_id,
      execution_id: asked.execution_id ?? event.id,
      mode: asked.mode ?? this.defaults.mode,
      asked,
      requestedAt: new Date(event.time),
      now: this.clock(),
    };
  }

  /** The request's own layers over the operator's, and between them the link's. */
  private configOf({ asked, mode }: UnderstoodRequest, link?: Record<string, unknown> | null): ResolvedRunConfig {
    if (asked.as_of !== undefined) assertSameAsOf(asked.as_of, asked.config?.['as_of']);
    const named = asked.config?.['model_uri'] ?? asked.config?.['best_model_path'];
    if (named !== undefined && named !== null && mode !== 'inference') {
      throw new PipelineError('config_invalid', `config.model_uri is for mode inference; this is mode ${mode}`, {
        field: 'config.model_uri',
      });
    }
    return resolveRunConfig(
      { from: 'environment', config: this.defaults.config },
      { from: 'link.config', config: link ?? undefined },
      { from: 'config', config: asked.config },
      { from: 'request', config: asked.as_of === undefined ? undefined : { as_of: asked.as_of } },
    );
  }

  private async select({ asked, dag_id, requestedAt }: UnderstoodRequest, maxSymbols: number): Promise<Selection> {
    if (asked.symbol !== undefined) {
      const target = selectExplicit(asked.symbol, await this.symbols.find(asked.symbol), dag_id);
      return { targets: [target], skipped: [] };
    }
    const { rows, junk } = await this.symbols.listEnabled();
    const { targets, skipped } = selectBatch(rows, dag_id, requestedAt, maxSymbols);
    return { targets, skipped: [...skipped, ...junk] };
  }

  private async openRuns(
    request: UnderstoodRequest,
    selection: Selection,
    requestConfig: ResolvedRunConfig,
  ): Promise<OutgoingEvent[]> {
    const isBatch = request.asked.symbol === undefined;
    const parent = isBatch ? await this.runs.openParent(request) : undefined;
    const runs: ExpectedRun[] = [];
    const events: OutgoingEvent[] = [];
    for (const target of selection.targets) {
      const config = this.configOrRefusal(request, target);
      const deadlineAt = deadlineOf(request.now, config instanceof PipelineError ? requestConfig : config);
      const run = await this.runs.openRun({
        ...request,
        symbol: target.symbol,
        deadlineAt,
        parentRunId: parent?.runId,
      });
      runs.push({
        run_id: run.runId,
        experiment_id: run.experimentId,
        symbol: target.symbol,
        deadline_at: run.deadlineAt.toISOString(),
      });
      events.push(
        config instanceof PipelineError
          ? runFailed(request, run, config)
          : symbolRequested(request, target, run, config),
      );
    }
    return [
      resolvedEvent(request, selection, {
        runs,
        ...(parent === undefined ? {} : { parent_run_id: parent.runId }),
        experiment_id: (runs[0] as ExpectedRun).experiment_id,
        deadline_at: deadlineOf(request.now, requestConfig).toISOString(),
      }),
      ...events,
    ];
  }

  /** One new run with what the earlier one was asked for; its time is this request's. */
  private async openReplay(request: UnderstoodRequest, replay_of: string): Promise<OutgoingEvent[]> {
    const alone: (keyof RunRequested)[] = ['symbol', 'mode', 'config', 'as_of'];
    const beside = alone.find((name) => request.asked[name] !== undefined);
    if (beside)
      throw new PipelineError('request_invalid', `${beside} cannot be set beside replay_of`, { field: beside });
    const {
      symbol,
      mode,
      config: asked,
      historical,
      as_of,
      linked,
      conid,
      workflow_symbol_id,
    } = await this.recorded.contextOf(replay_of);
    const again: UnderstoodRequest = { ...request, mode };
    const config = resolveRunConfig({ from: 'replay_of', config: asked });
    const deadlineAt = deadlineOf(request.now, config);
    const run = await this.runs.openRun({ ...again, symbol, deadlineAt, parentRunId: undefined });
    const identity = { run_id: run.runId, experiment_id: run.experimentId, symbol };
    const { request_id, dag_id, execution_id } = request;
    const data: SymbolRequested = {
      ...{ request_id, dag_id, execution_id, ...identity, mode, config, historical, as_of, linked, replay_of },
      generated_at: request.requestedAt.toISOString(),
      deadline_at: run.deadlineAt.toISOString(),
      ...(conid === undefined ? {} : { conid }),
      ...(workflow_symbol_id === undefined ? {} : { workflow_symbol_id }),
    };
    const more = { runs: [identity], experiment_id: run.experimentId, deadline_at: deadlineAt.toISOString() };
    return [
      resolvedEvent(again, { targets: [], skipped: [] }, more),
      { type: 'symbol.requested', subject: symbol, key: run.runId, correlationid: run.runId, data },
    ];
  }

  /** A link whose configuration is refused fails its own run and no other. */
  private configOrRefusal(request: UnderstoodRequest, target: Target): ResolvedRunConfig | PipelineError {
    try {
      const config = this.configOf(request, target.link?.config);
      resolveAsOf({ stated: config.as_of, ...request });
      return config;
    } catch (thrown) {
      return asPipelineError(thrown);
    }
  }
}

function nothingToDo(dagId: string, skipped: SkippedSymbol[]): string {
  if (skipped.length === 0) return `no enabled symbol has an active link to ${dagId}`;
  return `every symbol linked to ${dagId} was skipped: ${skipped.map(({ symbol, reason }) => `${symbol} ${reason}`).join(', ')}`;
}

/** Both names of one thing may be given when they mean the same instant. */
function assertSameAsOf(request: string, config: unknown): void {
  if (typeof config !== 'string') return;
  if (instantOf(request, 'as_of').getTime() === instantOf(config, 'config.as_of').getTime()) return;
  throw new PipelineError('request_invalid', `as_of "${request}" and config.as_of "${config}" are different instants`, {
    field: 'as_of',
  });
}
