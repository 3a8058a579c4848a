/** Says why the process had better be restarted; undefined while it is well. */
export type Stalled = () => string | undefined;

/** Whether the process is of use at all. It stays live while something that it depends on is away. */
export class Liveness {
  private stalled: Stalled = () => undefined;

  watch(stalled: Stalled): void {
    this.stalled = stalled;
  }

  report(): { status: 'live' } | { status: 'stalled'; reason: string } {
    const reason = this.stalled();
    return reason === undefined ? { status: 'live' } : { status: 'stalled', reason };
  }
}
