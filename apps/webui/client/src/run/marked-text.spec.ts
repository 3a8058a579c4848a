import type { MarkedClaim } from '../../../src/page/contract';
import { passagesOf, type Segment } from './marked-text';

const claim = (text: string, start: number, overrides: Partial<MarkedClaim> = {}): MarkedClaim => ({
  text,
  start,
  status: 'supported',
  field: null,
  path: 'market.indicators.rsi_14',
  fact: 61.5,
  artifact: 'facts',
  ...overrides,
});
const shown = (segments: Segment[]) =>
  segments.map((segment) => (typeof segment === 'string' ? segment : `[${segment.text} ${segment.status}]`)).join('');

describe('a message with its claims', () => {
  it('given claims in any order, when marked, then each stands where it was said', () => {
    const content = 'RSI is 61.5, support 91.7.';
    const claims = [claim('91.7', 21, { status: 'contradicted' }), claim('61.5', 7)];
    expect(passagesOf({ content, claims }).map(({ segments }) => shown(segments))).toEqual([
      'RSI is [61.5 supported], support [91.7 contradicted].',
    ]);
  });

  it('given the decider’s JSON, when marked, then claims count within their field', () => {
    const content = JSON.stringify({ stop: 94.1, reasoning: 'RSI is 61.5', key_factors: ['calm', 'close 100'] });
    const claims = [
      claim('94.1', 0, { field: 'stop' }),
      claim('61.5', 7, { field: 'reasoning' }),
      claim('100', 6, { field: 'key_factors[1]', status: 'unsupported' }),
    ];
    expect(passagesOf({ content, claims }).map(({ field, segments }) => [field, shown(segments)])).toEqual([
      ['stop', '[94.1 supported]'],
      ['reasoning', 'RSI is [61.5 supported]'],
      ['key_factors[0]', 'calm'],
      ['key_factors[1]', 'close [100 unsupported]'],
    ]);
  });

  it('given claims that overlap or point elsewhere, when marked, then the text is whole and nothing is marked wrongly', () => {
    const content = 'Lost 3.3 % twice';
    const claims = [claim('3.3 %', 5), claim('3 %', 7), claim('9', 99), claim('twice', 0)];
    expect(passagesOf({ content, claims }).map(({ segments }) => shown(segments))).toEqual([
      'Lost [3.3 % supported] twice',
    ]);
  });

  it('given an empty message, when marked, then there is an empty text', () => {
    expect(passagesOf({ content: '', claims: [] })).toEqual([{ field: null, segments: [''] }]);
  });
});
