import { parseArgs } from 'node:util';
import { endWithSignals } from '../stack/processes/end-with-signals';
import { startTemporaryInfra } from '../stack/infra/temporary-infra';
import { type Report, runCampaign } from './campaign';

const USAGE = 'usage: npm run chaos -- [--runs 500] [--minutes 30] [--seed 1]';
const RECOVERY_P99_S = 15;

/** `npm run chaos`: what happens on standard error, the report as the last line of standard output. */
async function main(args: string[]): Promise<number> {
  const numbers = numbersIn(args);
  if (numbers === undefined) {
    console.error(USAGE);
    return 2;
  }
  const begun = performance.now();
  const say = (line: string): void =>
    console.error(`${((performance.now() - begun) / 1000).toFixed(1).padStart(7)} s  ${line}`);
  const infra = await startTemporaryInfra(say);
  try {
    const { report, findings } = await runCampaign({ infra, say, ...numbers });
    for (const kind of ['lost', 'doubled', 'differing'] as const)
      for (const line of findings[kind]) say(`${kind}: ${line}`);
    console.log(JSON.stringify(report));
    return holds(report) ? 0 : 1;
  } finally {
    await infra.stop();
  }
}

function numbersIn(args: string[]): { runs: number; minutes: number; seed: number } | undefined {
  try {
    const option = (value: string) => ({ type: 'string' as const, default: value });
    const options = { runs: option('500'), minutes: option('30'), seed: option('1') };
    const { values } = parseArgs({ args, options, strict: true });
    const numbers = { runs: Number(values.runs), minutes: Number(values.minutes), seed: Number(values.seed) };
    return numbers.runs >= 1 && numbers.minutes > 0 && Number.isInteger(numbers.seed) ? numbers : undefined;
  } catch {
    return undefined;
  }
}

function holds({ lost, doubled, differing, recovery_p99_s: p99 }: Report): boolean {
  return lost + doubled + differing === 0 && (p99 ?? 0) < RECOVERY_P99_S;
}

endWithSignals();
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
