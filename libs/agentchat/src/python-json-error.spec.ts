import { pythonJsonError } from './python-json-error';

// Expected: what json.loads of Python 3.11.7 raised for each text.
const SAID_BY_PYTHON: [text: string, error: string][] = [
  ['', 'Expecting value: line 1 column 1 (char 0)'],
  ['   ', 'Expecting value: line 1 column 4 (char 3)'],
  ['{bad json', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ["{'a': 1}", 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['{"a":1,}', 'Expecting property name enclosed in double quotes: line 1 column 8 (char 7)'],
  ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
  ['{"a":', 'Expecting value: line 1 column 6 (char 5)'],
  ['{"a":01}', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
  ['{"a":1]', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
  ['{"symbol": BTC}', 'Expecting value: line 1 column 12 (char 11)'],
  ['\n{\n  "a": 1,\n  b: 2\n}', 'Expecting property name enclosed in double quotes: line 4 column 3 (char 15)'],
  ['[[[[', 'Expecting value: line 1 column 5 (char 4)'],
  ['[1,]', 'Expecting value: line 1 column 4 (char 3)'],
  ['{} {}', 'Extra data: line 1 column 4 (char 3)'],
  ['1.', 'Extra data: line 1 column 2 (char 1)'],
  ['{"é😀":"x" "y"}', "Expecting ',' delimiter: line 1 column 11 (char 10)"],
  ['"abc', 'Unterminated string starting at: line 1 column 1 (char 0)'],
  ['{"a":"x\ny"}', 'Invalid control character at: line 1 column 8 (char 7)'],
  ['"\\x"', 'Invalid \\escape: line 1 column 2 (char 1)'],
  ['"\\u12"', 'Invalid \\uXXXX escape: line 1 column 3 (char 2)'],
];

describe("Python's words for malformed JSON", () => {
  it.each(SAID_BY_PYTHON)('given %j, when explained, then as Python does', (text, error) => {
    expect(pythonJsonError(text)).toBe(error);
  });

  it('given ten thousand open brackets, when explained, then it still answers', () => {
    expect(pythonJsonError('['.repeat(10_000))).toBe('Expecting value: line 1 column 10001 (char 10000)');
  });
});
