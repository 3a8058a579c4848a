import type { CliConfig } from '../cli.config';
import { dependencyFindings } from '../doctor/dependency-findings';
import { findingLine } from '../doctor/finding';
import { machineFindings } from '../doctor/machine-findings';
import { portFindings } from '../doctor/port-findings';
import type { Screen } from '../screen';

/** `trademaster doctor`: every prerequisite and every dependency, and what to do about those that are not well. */
export async function doctorCommand(options: { json?: boolean }, config: CliConfig, screen: Screen): Promise<number> {
  const findings = [...(await machineFindings()), ...(await portFindings()), ...(await dependencyFindings(config))];
  const ok = findings.every((finding) => finding.ok);
  screen.out(options.json ? JSON.stringify({ ok, findings }) : findings.map(findingLine).join('\n'));
  return ok ? 0 : 1;
}
