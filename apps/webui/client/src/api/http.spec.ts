import { refusalOf } from './http';

describe('what the server refuses', () => {
  it.each([
    [{ detail: 'Not authenticated' }, 'Not authenticated'],
    [{ detail: [{ loc: ['body', 'config', 'epochs'], msg: 'too many', type: 'x' }] }, 'config.epochs: too many'],
    ['<html>', 'The server answered 502'],
    [undefined, 'The server answered 502'],
  ])('given the answer %j, when told, then in its own words', (answer, message) => {
    expect(refusalOf(502, answer)).toMatchObject({ status: 502, message });
  });
});
