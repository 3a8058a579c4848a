import type { FactIndex } from '../facts/fact';
import type { Judgement } from '../judging/judge';
import type { Statement } from '../judging/statement';
import type { NumberToken } from '../reading/token';
import { cuesOf } from './cues';
import { judgeDerived } from './derived';

/** Supports numbers that no fact has, but that follow from several. */
export function deriveOthers(statements: readonly Statement[], judged: Judgement[], index: FactIndex): void {
  const paths = new Set(judged.flatMap(({ status, path }) => (status === 'supported' && path ? [path] : [])));
  const stated = index.facts.filter(({ path, value }) => paths.has(path) && Number.isFinite(value));
  statements.forEach(({ token, near, manner, lead, before, after }, k) => {
    if (token.kind !== 'number' || judged[k]?.status === 'supported') return;
    judged[k] =
      besideIt(token, statements, judged) ??
      judgeDerived(token, manner, cuesOf(lead, before, after, token), near, stated, index) ??
      (judged[k] as Judgement);
  });
}

/** "Nearly half of them, 46 %", "34.6 %, half of holding's 65.8 %": a fraction in words of figures beside it. */
function besideIt(
  { text, unit, value, step }: NumberToken,
  statements: readonly Statement[],
  judged: readonly Judgement[],
): Judgement | undefined {
  if (unit !== 'percent' || !/^\p{L}/u.test(text)) return undefined;
  const figures = statements.flatMap(({ token }, k) =>
    judged[k]?.status === 'supported' && token.kind === 'number' ? [{ k, token }] : [],
  );
  const isIt = (percent: number): boolean => Math.abs(percent - value) <= step;
  const figure = figures.find(
    ({ token: part }) =>
      (part.unit === 'percent' && isIt(part.value)) ||
      figures.some(({ token: all }) => all !== part && all.unit === part.unit && isIt((100 * part.value) / all.value)),
  );
  return figure && judged[figure.k];
}
