import { authorization } from './authorization';

describe('who we are to an HTTP server', () => {
  it.each([
    [{}, {}],
    // RFC 7617, section 2: its own example
    [{ username: 'Aladdin', password: 'open sesame' }, { authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' }],
    // RFC 6750, section 2.1: its own example
    [{ token: 'mF_9.B5f-4.1JqM' }, { authorization: 'Bearer mF_9.B5f-4.1JqM' }],
  ])('given %j, when asked, then it is %j', (credentials, header) => {
    expect(authorization('MLFLOW_TRACKING', credentials)).toEqual(header);
  });

  it.each([
    ['MLFLOW_TRACKING_USERNAME', { password: 'x' }],
    ['MLFLOW_TRACKING_PASSWORD', { username: 'x' }],
    ['MLFLOW_TRACKING_TOKEN', { username: 'x', password: 'y', token: 'z' }],
  ])('given half of it or too much, when asked, then %s is refused by name', (field, credentials) => {
    expect(() => authorization('MLFLOW_TRACKING', credentials)).toThrow(
      expect.objectContaining({ code: 'environment_invalid', field }),
    );
  });
});
