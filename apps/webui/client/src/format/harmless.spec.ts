import fc from 'fast-check';
import { harmless } from './harmless';

const ESC = '\u001b';

describe('text that is not ours', () => {
  it.each([
    ['colours', `${ESC}[31mred${ESC}[0m`, 'red'],
    ['a cleared screen', `${ESC}[2J${ESC}[Hgone`, 'gone'],
    ['a window title', `${ESC}]0;owned\u0007text`, 'text'],
    ['a hidden link', `${ESC}]8;;http://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`, 'click'],
    ['an 8-bit sequence', '\u009b31mred', 'red'],
    ['a lone escape', `a${ESC}`, 'a⟨U+001B⟩'],
  ])('given %s of a terminal, when shown, then it is not obeyed', (_, text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  it.each([
    ['a right-to-left override', 'SELL \u202eYUB', 'SELL ⟨U+202E⟩YUB'],
    ['a zero width space', 'BU\u200bY', 'BU⟨U+200B⟩Y'],
    ['an isolate', '\u2067x\u2069', '⟨U+2067⟩x⟨U+2069⟩'],
    ['a tag character', 'a\u{e0041}', 'a⟨U+E0041⟩'],
    ['a NUL', 'a\0b', 'a⟨U+0000⟩b'],
    ['a lone carriage return, which overwrites', 'loss\rgain', 'loss⟨U+000D⟩gain'],
    ['half a surrogate pair', 'a\ud800b', 'a\ufffdb'],
  ])('given %s, when shown, then it stands there by its name', (_, text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '**bold** [x](javascript:alert(1))',
    '&lt;b&gt;',
  ])('given markup %s, when shown, then it is the same text: nothing reads it as markup', (text) => {
    expect(harmless(text)).toBe(text);
  });

  it('given Arabic, Chinese, emoji, tabs and lines, when shown, then they are as they were', () => {
    const text = 'سعر\t价格\n📈 −3.3 %';
    expect(harmless(text)).toBe(text);
  });

  it('given any text, when shown, then nothing is left in it that acts or hides', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const left = [...harmless(text)].filter(
          (character) => /[\p{Cc}]/u.test(character) && !/[\t\n]/.test(character),
        );
        expect(left).toEqual([]);
        expect(harmless(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
      }),
    );
  });
});
