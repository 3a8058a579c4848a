import type { FactIndex } from '../facts/fact';
import type { Judgement } from './judge';
import type { Statement } from './statement';
import { digitsOf, fits } from './units';

/**
 * "22 cases under treatment versus 22": where one fact alone has a value, a sentence that states it of two things is
 * wrong of one of them. Which one cannot be told: none is supported.
 */
export function contradictRepeated(statements: readonly Statement[], judged: Judgement[], { facts }: FactIndex): void {
  statements.forEach(({ token, manner }, k) => {
    const own = judged[k];
    if (token.kind !== 'number' || own?.status !== 'supported' || digitsOf(token) < 2) return;
    const repeated = statements.flatMap(({ token: other }, i) =>
      judged[i]?.status === 'supported' && judged[i]?.path === own.path && other.text === token.text ? [i] : [],
    );
    if (repeated.length < 2 || facts.filter((fact) => fits(token, fact, manner, true)).length > 1) return;
    for (const i of repeated) judged[i] = { status: 'contradicted', ...(own.path !== undefined && { path: own.path }) };
  });
}
