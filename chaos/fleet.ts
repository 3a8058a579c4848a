import { setTimeout as sleep } from 'node:timers/promises';
import { type ManagedProcess, startProcess } from '../stack/processes/managed-process';
import type { Say } from '../stack/provision/provision-step';
import { anotherOf, type ServiceSpec, waitUntilReady } from '../stack/services/services';

const RESTART_AFTER_MS = 1000;

/** One process of a service; started again whenever it ends, until the fleet is stopped. */
export class Member {
  private current: ManagedProcess | undefined;
  private stopped = false;
  /** When it was last started or woken, milliseconds since the epoch. */
  upAt = 0;

  constructor(
    readonly service: ServiceSpec,
    readonly label: string,
    private readonly onUp: (member: Member) => void,
    private readonly say: Say,
  ) {}

  get group(): string {
    return `trademaster-${this.service.name}`;
  }

  async start(): Promise<void> {
    const started = (this.current = await startProcess(this.service.spec));
    this.upAt = Date.now();
    void started.exited.then(({ code }) => {
      if (code) this.say(`${this.label} ended by itself with ${code}: ${started.lastLines()}`);
      return this.revive();
    });
  }

  async ready(): Promise<void> {
    await waitUntilReady(this.service);
  }

  /** Sends a signal, if it runs just now. */
  signal(signal: NodeJS.Signals): boolean {
    if (this.current === undefined || this.current.exit !== undefined) return false;
    return process.kill(this.current.identity.pid, signal);
  }

  /** Longer than its session lasts: Kafka takes it for dead, and then it goes on where it was. */
  async pause(milliseconds: number): Promise<void> {
    if (!this.signal('SIGSTOP')) return;
    await sleep(milliseconds);
    this.signal('SIGCONT');
    this.upAt = Date.now();
    this.onUp(this);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.signal('SIGCONT');
    await this.current?.stop();
  }

  private async revive(): Promise<void> {
    if (this.stopped) return;
    await sleep(RESTART_AFTER_MS);
    if (this.stopped) return;
    await this.start();
    this.onUp(this);
  }
}

/** All services as one member each, and a second trainer and persister, which take over from a zombie. */
export class Fleet {
  private constructor(readonly members: readonly Member[]) {}

  static async start(plan: ServiceSpec[], onUp: (member: Member) => void, say: Say): Promise<Fleet> {
    const members = plan.map((service) => new Member(service, service.name, onUp, say));
    for (const service of plan.filter(({ name }) => name === 'trainer' || name === 'persister'))
      members.push(new Member(await anotherOf(service), `${service.name} 2`, onUp, say));
    const fleet = new Fleet(members);
    try {
      await Promise.all(members.map((member) => member.start()));
      await fleet.ready();
      say(`${members.length} processes are up`);
      return fleet;
    } catch (error) {
      await fleet.stop();
      throw error;
    }
  }

  async ready(): Promise<void> {
    await Promise.all(this.members.map((member) => member.ready()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()));
  }
}
