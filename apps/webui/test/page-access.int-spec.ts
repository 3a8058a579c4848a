import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEVER_CRASH } from '@trademaster/messaging';
import { loadServiceConfig, startService } from '@trademaster/runtime';
import { webSurface } from '../src/http/web-surface';
import { WebuiModule } from '../src/webui.module';
import { WebuiUnderTest } from './webui-under-test';

const TOKEN = 'a-token-of-the-webui';
const SESSION = '/api/page/session';

/** fetch sets some headers as it likes: Host is sent by hand. */
function statusAs(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = rawRequest(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('the WebUI with a token', () => {
  let webui: WebuiUnderTest;
  const bearer = { authorization: `Bearer ${TOKEN}` };
  const samePage = { 'sec-fetch-site': 'same-origin' };
  const signIn = (token: string, headers = {}) => webui.ask('POST', SESSION, { body: { token }, headers });

  beforeAll(async () => {
    webui = await WebuiUnderTest.start(process.env, TOKEN);
  }, 60_000);

  afterAll(() => webui.stop());

  it.each(['/api/artifacts/', '/api/page/overview', '/api/page/stream', '/api/workflow-symbols/'])(
    'given nobody, when %s is asked for, then it is not given; with the token it is',
    async (path) => {
      expect(await webui.ask('GET', path)).toMatchObject({ status: 401, body: { detail: 'Not authenticated' } });
      const abort = new AbortController();
      const { status } = await fetch(webui.url + path, { headers: bearer, signal: abort.signal });
      abort.abort();
      expect(status).toBe(200);
    },
  );

  it('given the token, when somebody signs in, then a cookie that no script can read stands for it, until they sign out', async () => {
    expect((await webui.ask('GET', SESSION)).body).toEqual({ token_needed: true, signed_in: false });
    const { status, headers } = await signIn(TOKEN, samePage);
    expect(status).toBe(200);
    const set = headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^trademaster_session=[\w.]+; Max-Age=43200; Path=\/; .*HttpOnly; SameSite=Strict$/);
    expect(set).not.toContain(TOKEN);
    const cookie = set.split(';')[0] as string;
    expect((await webui.ask('GET', SESSION, { headers: { cookie } })).body).toEqual({
      token_needed: true,
      signed_in: true,
    });
    expect((await webui.ask('GET', '/api/page/overview', { headers: { cookie } })).status).toBe(200);
    const change = (from: Record<string, string>) =>
      webui.ask('DELETE', '/api/workflow-symbols/NONE', { headers: { cookie, ...from } });
    expect((await change(samePage)).status).toBe(404); // it may, and there is none
    expect((await change({ origin: webui.url })).status).toBe(404);
    expect((await change({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await change({})).status).toBe(403);
    const out = await webui.ask('DELETE', SESSION, { headers: { cookie, ...samePage } });
    expect(out.headers.get('set-cookie')).toMatch(/^trademaster_session=; .*Expires=Thu, 01 Jan 1970/);
  });

  it('given a page that came over TLS, then so does its cookie', async () => {
    const host = { origin: webui.url.replace('http:', 'https:') };
    expect((await signIn(TOKEN, host)).headers.get('set-cookie')).toContain('; Secure');
  });

  it('given wrong tokens, then eleven of them within a minute are too many; services are not counted', async () => {
    const wrong = [];
    for (let i = 0; i < 10; i += 1) wrong.push((await signIn(`guess ${i}`)).status);
    expect(wrong).toEqual(Array(10).fill(401));
    expect((await signIn('guess 11')).status).toBe(429);
    expect((await webui.ask('POST', `${SESSION}/`, { body: { token: 'another way' } })).status).toBe(429);
    expect((await signIn(TOKEN)).status).toBe(429);
    const body = { name: 'n', type: 'llm' };
    const posted = await Promise.all(
      Array.from({ length: 100 }, () => webui.ask('POST', '/api/artifacts/', { body, headers: bearer })),
    );
    expect(new Set(posted.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it("given another site's page, then its browser is told nothing that would let it read", async () => {
    const origin = 'https://evil.example';
    const { headers } = await webui.ask('GET', '/api/artifacts/', { headers: { ...bearer, origin } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const preflight = { origin, 'access-control-request-method': 'POST' };
    expect((await webui.ask('OPTIONS', '/api/artifacts/', { headers: preflight })).status).toBe(403);
  });
});

describe('the WebUI of one machine, without a token', () => {
  let webui: WebuiUnderTest;
  const client = mkdtempSync(join(tmpdir(), 'webui-client-'));

  beforeAll(async () => {
    process.env.WEBUI_CORS_ORIGINS = 'https://desk.example,http://127.0.0.1:3000';
    process.env.WEBUI_CLIENT_DIR = client;
    webui = await WebuiUnderTest.start(process.env);
  }, 60_000);

  afterAll(async () => {
    delete process.env.WEBUI_CORS_ORIGINS;
    delete process.env.WEBUI_CLIENT_DIR;
    rmSync(client, { recursive: true, force: true });
    await webui.stop();
  });

  it('given nobody has to sign in, then the page says so', async () => {
    expect((await webui.ask('GET', SESSION)).body).toEqual({ token_needed: false, signed_in: true });
  });

  it("given another site's form or script, then nothing is changed; a name bound to this machine reads nothing", async () => {
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const path of ['/api/page/sample', '/api/page/requests', '/api/workflow-symbols/', '/api/artifacts/']) {
      const form = { rawBody: '{}', contentType: 'text/plain', headers: evil };
      expect([path, (await webui.ask('POST', path, form)).status]).toEqual([path, 403]);
    }
    const { port } = new URL(webui.url);
    expect(await statusAs(`${webui.url}/api/page/overview`, { host: `evil.example:${port}` })).toBe(403);
    expect(await statusAs(`${webui.url}/api/page/overview`, { host: `localhost:${port}` })).toBe(200);
  });

  it('given a listed origin, then its page may call, without cookies; given another one, then not', async () => {
    const preflight = (origin: string) =>
      webui.ask('OPTIONS', '/api/page/requests', { headers: { origin, 'access-control-request-method': 'POST' } });
    const listed = await preflight('https://desk.example');
    expect(listed.status).toBe(204);
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://desk.example');
    expect(listed.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await preflight('https://desk.example.evil')).status).toBe(403);
    expect((await preflight('http://127.0.0.1:3001')).status).toBe(403);
  });

  it('given a body that no form makes, then it is refused; an artifact may be as large as ever', async () => {
    const config = { data: { name: 'x'.repeat(70_000) } };
    expect((await webui.ask('POST', '/api/page/requests', { body: { config } })).status).toBe(413);
    const artifact = { name: 'large', type: 'llm', response: 'x'.repeat(1_000_000) };
    expect((await webui.ask('POST', '/api/artifacts/', { body: artifact })).status).toBe(200);
  });

  it('given the page was not built, then that is said, and not shown as an empty page', async () => {
    const { status, body } = await webui.ask('GET', '/');
    expect({ status, body }).toEqual({ status: 503, body: expect.stringContaining('npm run build') });
  });

  it('given the built page, then its addresses give the index, files their content, and everything else is not found', async () => {
    mkdirSync(join(client, 'assets'));
    writeFileSync(join(client, 'index.html'), '<title>page</title>');
    writeFileSync(join(client, 'assets/app-1a2b3c.js'), 'let page;');
    for (const path of ['/', '/runs/0123', '/new', '/symbols']) {
      const { status, body, headers } = await webui.ask('GET', path);
      expect([path, status, body]).toEqual([path, 200, '<title>page</title>']);
      expect(headers.get('cache-control')).toBe('no-cache');
    }
    const script = await webui.ask('GET', '/assets/app-1a2b3c.js');
    expect(script).toMatchObject({ status: 200, body: 'let page;' });
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-type')).toContain('javascript');
    for (const path of [
      '/assets/app-old.js',
      '/favicon.ico',
      '/api/none',
      '/assets/..%2f..%2fpackage.json',
      '/%ff.js',
    ]) {
      const { status, headers } = await webui.ask('GET', path);
      expect([path, status, headers.get('cache-control')]).toEqual([path, 404, null]);
    }
    for (const path of ['/docs', '/health/live', '/metrics', '/openapi.json'])
      expect([path, (await webui.ask('GET', path)).body]).not.toEqual([path, '<title>page</title>']);
  });

  it('given any answer, then browsers are told to run nothing but our files, and to show them nowhere else', async () => {
    for (const path of ['/', '/api/page/overview', '/api/none', '/health']) {
      const { headers } = await webui.ask('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy.split(';').sort()).toEqual(
        [
          "default-src 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "font-src 'self'",
          "connect-src 'self'",
          "manifest-src 'self'",
          "form-action 'self'",
        ].sort(),
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    const docs = await webui.ask('GET', '/docs');
    expect(docs.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(docs.body).not.toMatch(/<script>(?!<)/); // none that the policy would keep from running
  });

  it('given a browser, when it asks for views, then they come compressed; the stream does not, it would come late', async () => {
    const encodingOf = async (path: string) => {
      const abort = new AbortController();
      const { headers } = await fetch(webui.url + path, {
        headers: { 'accept-encoding': 'gzip' },
        signal: abort.signal,
      });
      abort.abort();
      return headers.get('content-encoding');
    };
    expect(await encodingOf('/api/page/request-form')).toBe('gzip');
    expect(await encodingOf('/api/page/stream')).toBeNull();
  });

  it('given more changes than a person makes within a minute, then they are refused', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 61; i += 1)
      statuses.add((await webui.ask('POST', `/api/page/runs/${'0'.repeat(32)}/retry`)).status);
    expect(statuses).toEqual(new Set([404, 429]));
    expect((await webui.ask('GET', '/api/page/overview')).status).toBe(200);
  });
});

describe('where the WebUI listens', () => {
  it('given an address that others reach and no token, then it does not start, and names both variables', async () => {
    const config = loadServiceConfig({ DATABASE_URL: process.env.DATABASE_URL, HOST: '0.0.0.0', LOG_LEVEL: 'silent' });
    const options = { service: 'webui', module: WebuiModule, configure: webSurface, port: 0 };
    const started = startService(options, { config, crashPoint: NEVER_CRASH, onFatal: () => undefined });
    await expect(started).rejects.toMatchObject({
      code: 'environment_invalid',
      message: expect.stringMatching(/HOST=0\.0\.0\.0.+WEBUI_TOKEN/),
    });
  });
});
