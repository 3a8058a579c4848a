import { markedText } from './marked-text';

it('given a text with claims in any order, when marked, then each number has its mark and no character is lost', () => {
  const text = 'RSI 61.5, support 91.7 and 80 % wins.';
  const claims = [
    { start: 27, text: '80 %', status: 'unsupported' as const },
    { start: 4, text: '61.5', status: 'supported' as const },
    { start: 18, text: '91.7', status: 'contradicted' as const },
  ];
  expect(markedText(text, claims)).toBe('RSI 61.5 ✓, support 91.7 ✗ and 80 % ? wins.');
});
