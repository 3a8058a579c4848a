import { createRedact } from './redaction';

describe('redaction', () => {
  it.each([
    ['a key', 'Incorrect API key provided: sk-proj-abcdefghijkl', 'Incorrect API key provided: [secret]'],
    ['a header', 'authorization: Bearer eyJhbGciOi.eyJ', 'authorization: Bearer [secret]'],
    ['a password in a URL', 'postgres://app:hunter2@db:5432/x', 'postgres://app:[secret]@db:5432/x'],
    ['nothing secret', 'GET http://127.0.0.1:5000/api 503', 'GET http://127.0.0.1:5000/api 503'],
  ])('given %s, when redacted, then it cannot be read', (_, text, expected) => {
    expect(createRedact()(text)).toBe(expected);
  });

  it('given a secret of no known shape, when redacted, then it is hidden wherever it stands', () => {
    expect(createRedact(['correct horse'])('key=correct horse; again correct horse')).toBe(
      'key=[secret]; again [secret]',
    );
  });
});
