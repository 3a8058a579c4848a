import { writeFileSync } from 'node:fs';

/** Where the crash suite may kill a service. */
export const CRASH_POINTS = ['before_compute', 'after_ledger', 'before_publish', 'before_commit'] as const;
export type CrashPointName = (typeof CRASH_POINTS)[number];
export type CrashPoint = (point: CrashPointName, topic: string) => void;

export const NEVER_CRASH: CrashPoint = () => undefined;

export interface CrashPlan {
  stage: string;
  point: CrashPointName;
  /** Only while this topic's event is worked on. */
  topic?: string;
  /** File that is written at the crash; while it exists there is no second one. */
  marker: string;
}

/** For tests only: SIGKILLs this process once, where the plan says. */
export function crashOnce(plan: CrashPlan): CrashPoint {
  return (point, topic) => {
    if (point !== plan.point || (plan.topic !== undefined && plan.topic !== topic)) return;
    try {
      writeFileSync(plan.marker, `${plan.stage} ${point} ${topic}\n`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
      throw error;
    }
    process.kill(process.pid, 'SIGKILL');
  };
}
