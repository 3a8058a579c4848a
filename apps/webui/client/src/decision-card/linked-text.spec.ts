import fc from 'fast-check';
import { linkNumbers, type Part } from './linked-text';

const textOf = (part: Part) => (typeof part === 'string' ? part : part.text);
const linked = (parts: Part[]) => parts.flatMap((part) => (typeof part === 'string' ? [] : [part.text]));

describe('a sentence with sources', () => {
  it('given signs, units, dates and brackets, when linked, then each number is a link with its unit, without punctuation', () => {
    const parts = linkNumbers(
      'Made −3.3\u00a0%, on 135 bars (2023-02-05 to 2023-06-19); probability 0.42. SMA_20 too.',
      '/runs/1#backtest',
      'metrics',
    );
    expect(linked(parts)).toEqual(['−3.3\u00a0%', '135', '2023-02-05', '2023-06-19', '0.42', 'SMA_20']);
  });

  it('given any text, when linked, then no digit stands outside a link, and the text is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a1 9.%(),-−\n', '\u00a0', '٣') }), (text) => {
        const parts = linkNumbers(text, '#', '');
        expect(parts.filter((part) => typeof part === 'string' && /[0-9]/.test(part))).toEqual([]);
        expect(parts.map(textOf).join('')).toBe(text);
      }),
    );
  });
});
