import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WEB_PAGE_GROUP } from '@trademaster/messaging';
import type { Infra } from '../stack/infra/infra';
import type { Say } from '../stack/provision/provision-step';
import { PROJECT_ROOT } from '../stack/paths';
import { planServices, type ServiceSpec } from '../stack/services/services';
import { check, type Findings } from './checker/check';
import { readKafka } from './checker/read-kafka';
import { readLedger, readMlflow, readWebui } from './checker/read-stores';
import { Echo } from './echo';
import { Fleet, type Member } from './fleet';
import { GroupProgress } from './group-progress';
import { InfraRestarts } from './infra-restarts';
import { LateDelivery } from './late-delivery';
import { LossyProxy } from './lossy-proxy';
import { percentile } from './percentile';
import { pick, type Random, seeded } from './random';
import { Requests } from './requests';

export interface CampaignOptions {
  infra: Pick<Infra, 'env' | 'processes'>;
  runs: number;
  minutes: number;
  seed: number;
  say: Say;
}

/** The last line of `npm run chaos`. */
export interface Report {
  runs: number;
  kills: number;
  duplicates_absorbed: number;
  lost: number;
  doubled: number;
  differing: number;
  recovery_p50_s: number | null;
  recovery_p99_s: number | null;
}

const SESSION_SECONDS = 8;
const EVERY_MS = 10_000;
/** Every third disturbance is a restart of a part that the services depend on. */
const INFRA_EVERY = 3;
const LOST_ANSWERS = 0.05;
const SETTLE_MS = 10 * 60_000;
const FIRST_PORTION = 0.8;

export interface Outcome {
  report: Report;
  findings: Findings;
  /** Events that were first delivered late. */
  late: number;
}

/** Runs the pipeline while things die around it, and looks afterwards at what is there. Stops all that it started. */
export async function runCampaign(options: CampaignOptions): Promise<Outcome> {
  const campaign = new Campaign(options);
  try {
    return await campaign.run();
  } finally {
    await campaign.stop();
  }
}

class Campaign {
  private readonly random: Random;
  private readonly logs = mkdtempSync(join(tmpdir(), 'trademaster-chaos-'));
  private readonly cleanups: (() => Promise<unknown>)[] = [];
  private readonly brokers: string[];
  private readonly infra: InfraRestarts;
  private progress: GroupProgress | undefined;
  private disturbed = false;
  private kills = 0;

  constructor(private readonly options: CampaignOptions) {
    const { KAFKA_BROKERS = '', DATABASE_URL = '', MLFLOW_TRACKING_URI = '' } = options.infra.env;
    this.random = seeded(options.seed);
    this.brokers = KAFKA_BROKERS.split(',');
    this.infra = new InfraRestarts(options.infra.processes, {
      kafka: () => accepts(`tcp://${this.brokers[0]}`),
      postgres: () => accepts(DATABASE_URL),
      mlflow: () => accepts(MLFLOW_TRACKING_URI),
    });
    this.cleanups.push(() => this.infra.stop());
  }

  async run(): Promise<Outcome> {
    const { infra, runs, minutes, say } = this.options;
    const { plan, proxies, webuiUrl } = await this.plan();
    const late = await LateDelivery.start(this.brokers, () => this.disturbed, this.random);
    this.cleanups.push(() => late.stop());
    const fleet = await Fleet.start(plan, (member) => this.up(member), say);
    this.cleanups.push(() => fleet.stop());
    const requests = await Requests.open(this.brokers, infra.env.DATABASE_URL as string);
    this.cleanups.push(() => requests.close());
    await requests.learn(Math.min(4, Math.ceil(runs / 6)));
    say('undisturbed runs have come to steady decisions');

    const groups = [...new Set(fleet.members.map(({ group }) => group))];
    const following = await GroupProgress.follow(this.brokers, groups, () => this.infra.overAt);
    this.progress = following;
    this.cleanups.push(() => following.stop());
    const echo = await Echo.start(this.brokers, this.random);
    this.disturbed = true;
    const until = Date.now() + minutes * 60_000;
    await Promise.all([this.disturb(fleet, until), this.request(requests, runs, minutes * 60_000 * FIRST_PORTION)]);
    this.disturbed = false;
    await echo.stop();
    say(
      `no more disturbances: ${this.kills} so far, ${echo.copies} copies, ${late.delivered} late events of which ${echo.overtaken} were overtaken, ${proxies.map(({ lost }) => lost).join(' + ')} answers lost`,
    );
    await fleet.ready();
    await this.settled(requests, following, late);
    const findings = check(requests.made, await this.observe(requests, webuiUrl));
    return { report: this.reportOf(requests, following.recoveries, findings), findings, late: late.delivered };
  }

  /** In reverse order; the first error is thrown after everything was stopped. */
  async stop(): Promise<void> {
    const ends: PromiseSettledResult<unknown>[] = [];
    for (const cleanup of this.cleanups.splice(0).reverse()) ends.push(...(await Promise.allSettled([cleanup()])));
    rmSync(this.logs, { recursive: true, force: true });
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }

  private async plan(): Promise<{ plan: ServiceSpec[]; proxies: LossyProxy[]; webuiUrl: string }> {
    const { env } = this.options.infra;
    const loses = (): boolean => this.disturbed && this.random() < LOST_ANSWERS;
    const [mlflow, webui] = [await LossyProxy.start(loses), await LossyProxy.start(loses)];
    this.cleanups.push(
      () => mlflow.stop(),
      () => webui.stop(),
    );
    mlflow.pointAt(env.MLFLOW_TRACKING_URI as string);
    const behind = { WEBUI_BASE_URL: webui.url };
    const plan = await planServices({
      env: {
        ...env,
        MLFLOW_TRACKING_URI: mlflow.url,
        NODE_OPTIONS: `--require ${JSON.stringify(join(PROJECT_ROOT, 'dist/chaos/detour.js'))}`, // the path may have spaces
        TRAINER_WORKERS: '1',
        KAFKA_SESSION_SECONDS: String(SESSION_SECONDS),
        LOG_LEVEL: 'warn',
      },
      logsDir: this.logs,
      envOf: {
        'symbol-resolver': behind,
        persister: behind,
        reviewer: { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined },
      },
    });
    const webuiUrl = plan.find(({ name }) => name === 'webui')?.url as string;
    webui.pointAt(webuiUrl);
    return { plan, proxies: [mlflow, webui], webuiUrl };
  }

  /** Stages commit what they have done; the web page tells Kafka later how far it is. */
  private up({ group }: Member): void {
    if (group !== WEB_PAGE_GROUP) this.progress?.up(group);
  }

  private async disturb(fleet: Fleet, until: number): Promise<void> {
    for (let count = 1; Date.now() + EVERY_MS < until; count += 1) {
      const begun = Date.now();
      if (count % INFRA_EVERY === 0) await this.restartInfra(count / INFRA_EVERY);
      else await this.disturbOne(pick(fleet.members, this.random), count);
      this.kills += 1;
      await sleep(Math.max(0, EVERY_MS - (Date.now() - begun)));
    }
  }

  private async restartInfra(nth: number): Promise<void> {
    const name = this.infra.names[nth % this.infra.names.length] as string;
    this.options.say(`restart of ${name}`);
    await this.infra.restart(name);
  }

  private async disturbOne(member: Member, count: number): Promise<void> {
    const how = ['SIGKILL', 'SIGSTOP', 'SIGTERM'] as const;
    const signal = count <= how.length + 1 ? how[(count - 1) % how.length] : pick(how, this.random);
    this.options.say(`${signal} to ${member.label}`);
    if (signal === 'SIGSTOP') await member.pause((SESSION_SECONDS + 2) * 1000);
    else if (signal !== undefined) member.signal(signal);
  }

  private async request(requests: Requests, runs: number, withinMs: number): Promise<void> {
    const begun = Date.now();
    for (let index = 0; index < runs; index += 1) {
      await sleep(Math.max(0, begun + (withinMs * index) / runs - Date.now()));
      await requests.make(Math.floor(this.random() * 1000));
    }
  }

  /** Waits until everything has ended and is committed; what has not by then counts as lost. */
  private async settled(requests: Requests, progress: GroupProgress, late: LateDelivery): Promise<void> {
    const giveUpAt = Date.now() + SETTLE_MS;
    let quietSince = Infinity;
    while (Date.now() < giveUpAt) {
      const ended = await requests.ended();
      const quiet = ended === requests.made.length && progress.lag === 0 && (await late.arrived());
      if (!quiet) quietSince = Infinity;
      else if (quietSince === Infinity) quietSince = Date.now();
      if (progress.askedAt > quietSince) return;
      await sleep(500);
    }
    this.options.say(`not everything came to an end within ${SETTLE_MS / 60_000} minutes`);
  }

  private async observe(requests: Requests, webuiUrl: string) {
    const { env } = this.options.infra;
    const ids = requests.made.map(({ requestId }) => requestId);
    return {
      kafka: await readKafka(this.brokers),
      ledger: await readLedger(env.DATABASE_URL as string, ids),
      mlflow: await readMlflow(env.MLFLOW_TRACKING_URI as string),
      webui: await readWebui(webuiUrl),
    };
  }

  private reportOf(requests: Requests, recoveries: number[], findings: Findings): Report {
    return {
      runs: requests.made.length,
      kills: this.kills,
      duplicates_absorbed: findings.duplicatesAbsorbed,
      lost: findings.lost.length,
      doubled: findings.doubled.length,
      differing: findings.differing.length,
      recovery_p50_s: percentile(recoveries, 0.5),
      recovery_p99_s: percentile(recoveries, 0.99),
    };
  }
}

function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    const end = (connected: boolean): void => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
