import type { Explanation } from './explanation';

/** All that a screen of it shows. */
const MOST_LINES = 40;
const WIDTH = 116;
const MARKS = { supported: '✓', contradicted: '✗', unsupported: '?' };

/** The chain from the decision down to the bytes, at most 40 lines. */
export function explanationText(explanation: Explanation): string {
  const head = headOf(explanation);
  const foot = Object.entries(explanation.artifacts).map(
    ([name, { uri, sha256 }]) => `  ${name.padEnd(11)} sha256 ${sha256.slice(0, 16)}  ${uri}`,
  );
  const claims = explanation.claims.map(claimLine);
  const room = MOST_LINES - head.length - foot.length - 2;
  const shown = claims.length <= room ? claims : claims.slice(0, room - 1);
  const rest = claims.length - shown.length;
  const more = rest === 0 ? [] : [`  … and ${rest} more in the artifact claims`];
  return [...head, 'claims', ...shown, ...more, 'artifacts', ...foot].join('\n');
}

function headOf({ run_id, decision, policy, changed_by, provenance, grounded_share, claims }: Explanation): string[] {
  const supported = claims.filter(({ status }) => status === 'supported').length;
  const grounded = grounded_share === undefined ? 'no number was stated' : `${supported} of ${claims.length} borne out`;
  return [
    `run       ${run_id}`,
    `decision  ${decision.action} (${decision.intent}), ${decision.current_position} → ${decision.target_position} of ` +
      `equity, confidence ${decision.confidence_score}, sha256 ${decision.sha256.slice(0, 16)}`,
    `policy    ${policy.action} to ${policy.target_position} at ${policy.confidence}`,
    ...(changed_by === undefined
      ? [`who       nobody changed it; reviewed by ${provenance}`]
      : [
          `who       ${changed_by.agent} changed it, message ${changed_by.message}; reviewed by ${provenance}`,
          ...changed_by.claims.map((claim) => cut(`  why     ${claim}`)),
        ]),
    `grounded  ${grounded}`,
  ];
}

function claimLine({
  status,
  text,
  source,
  message,
  field,
  path,
  fact,
  artifact,
}: Explanation['claims'][number]): string {
  const where = `${source}, message ${message}${field === undefined ? '' : `, ${field}`}`;
  const from = path === undefined ? 'no fact is about it' : `${path} = ${JSON.stringify(fact)} → ${artifact}`;
  return cut(`  ${MARKS[status]} ${text}  (${where}) → ${from}`);
}

function cut(line: string): string {
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1)}…`;
}
