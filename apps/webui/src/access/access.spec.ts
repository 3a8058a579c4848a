import type { Request } from 'express';
import { loadServiceConfig } from '@trademaster/runtime';
import { Access } from './access';
import { isLoopback, refuseOpenListening } from './loopback';
import { SESSION_COOKIE, Sessions } from './sessions';

const TOKEN = 'a-token-of-the-webui';
const HOST = 'desk.example:8080';
const request = (method: string, headers: Record<string, string>) =>
  ({ method, headers: { host: HOST, ...headers } }) as unknown as Request;
const statusOf = (access: Access, method: string, headers: Record<string, string>) =>
  access.denialOf(request(method, headers))?.status ?? 200;

describe('who may use the API, when there is a token', () => {
  const access = new Access(TOKEN, ['https://other.example']);
  const cookie = `${SESSION_COOKIE}=${access.startSession()?.value}`;
  const bearer = `Bearer ${TOKEN}`;

  it.each([
    ['nobody', 'GET', {}, 401],
    ['a wrong token', 'GET', { authorization: 'Bearer nearly' }, 401],
    ['the token without its word', 'GET', { authorization: TOKEN }, 401],
    ['a cookie of another token', 'GET', { cookie: `${SESSION_COOKIE}=${new Sessions('other').issue(0).value}` }, 401],
    ['the token as the cookie', 'GET', { cookie: `${SESSION_COOKIE}=${TOKEN}` }, 401],
    ['the token', 'POST', { authorization: bearer }, 200],
    ['the token, from a listed page', 'POST', { authorization: bearer, origin: 'https://other.example' }, 200],
    ['a session that looks', 'GET', { cookie }, 200],
    ['a session that changes something from its page', 'POST', { cookie, 'sec-fetch-site': 'same-origin' }, 200],
    ['the same in a browser without Sec-Fetch', 'DELETE', { cookie, origin: `http://${HOST}` }, 200],
    ['a session that does not say from where', 'POST', { cookie }, 403],
    ['a session, from another page of this host', 'POST', { cookie, 'sec-fetch-site': 'same-site' }, 403],
    ['a session, from another port', 'POST', { cookie, origin: 'http://desk.example:3000' }, 403],
    ['a session, from a listed page', 'POST', { cookie, origin: 'https://other.example' }, 403],
    ['a session, from a page without origin', 'POST', { cookie, origin: 'null' }, 403],
  ])('given %s, when it asks to %s, then it is answered so', (_, method, headers, status) => {
    expect(statusOf(access, method, headers as Record<string, string>)).toBe(status);
  });
});

describe('who may use the API, when there is no token', () => {
  const access = new Access(undefined, ['https://other.example']);
  const host = '127.0.0.1:8080';

  it.each([
    ['a program of this machine', 'POST', { host }, 200],
    ['the page', 'POST', { host, 'sec-fetch-site': 'same-origin', origin: `http://${host}` }, 200],
    ['the page by its other name', 'POST', { host: '[::1]:8080', origin: 'http://[::1]:8080' }, 200],
    ["another site's form", 'POST', { host, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ["another site's form, in an old browser", 'POST', { host, origin: 'https://evil.example' }, 403],
    [
      'another page of this machine',
      'DELETE',
      { host, 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:9' },
      403,
    ],
    ['a listed page', 'POST', { host, 'sec-fetch-site': 'cross-site', origin: 'https://other.example' }, 200],
    ['a name that was bound to this machine', 'GET', { host: 'evil.example:8080' }, 403],
    ['the same, changing', 'POST', { host: 'evil.example:8080', 'sec-fetch-site': 'same-origin' }, 403],
    ['a name that begins like ours', 'GET', { host: '127.0.0.1.evil.example' }, 403],
  ])('given %s, when it asks to %s, then it is answered so', (_, method, headers, status) => {
    expect(statusOf(access, method, headers as Record<string, string>)).toBe(status);
  });
});

describe('a session', () => {
  const sessions = new Sessions(TOKEN);

  it('given its value, then it holds for twelve hours, and not a bit of it can be changed', () => {
    const { value } = sessions.issue(1_800_000_000_000);
    const almost = 1_800_000_000_000 + 12 * 3_600_000 - 1;
    expect(sessions.isValid(value, almost)).toBe(true);
    expect(sessions.isValid(value, almost + 1)).toBe(false);
    expect(sessions.isValid(value.replace(/^\d/, '9'), almost)).toBe(false);
    expect(
      sessions.isValid(
        value.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        almost,
      ),
    ).toBe(false);
    expect(value).not.toContain(TOKEN);
  });
});

describe('where the WebUI may listen', () => {
  it.each(['0.0.0.0', '::', '192.168.1.7', 'desk.example'])('given HOST=%s and no token, then it refuses', (HOST) => {
    const config = loadServiceConfig({ HOST, DATABASE_URL: 'postgres://u@h/d' });
    expect(() => refuseOpenListening(config)).toThrow(/HOST=.+WEBUI_TOKEN/);
    expect(() => refuseOpenListening({ ...config, webuiToken: TOKEN })).not.toThrow();
  });

  it('given the names of this machine, then it needs no token', () => {
    expect(['127.0.0.1', 'localhost', '::1', '127.8.8.8'].filter((host) => !isLoopback(host))).toEqual([]);
  });
});
