import type { PageUnderTest } from './page-under-test';

const TOKEN = 'a-token-of-this-test';

/** What the server tells the browser to forbid, and who may do what. */
export function safety(page: () => PageUnderTest): void {
  it('given the page, when its headers are read, then its own files are all that it may load and nobody may frame it', async () => {
    const { headers } = await fetch(page().url);
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split(';').map((directive) => {
        const [name = '', ...sources] = directive.trim().split(/\s+/);
        return [name, sources.join(' ')];
      }),
    );
    expect(policy.get('default-src')).toMatch(/^'(none|self)'$/);
    expect([policy.get('script-src'), policy.get('style-src'), policy.get('connect-src')]).toEqual([
      "'self'",
      "'self'",
      "'self'",
    ]);
    expect([policy.get('base-uri'), policy.get('frame-ancestors')]).toEqual(["'none'", "'none'"]);
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('given WEBUI_TOKEN, when nobody has signed in, then nothing is shown; a wrong token is refused; the right one opens it', async () => {
    await page().pipeline.restart(['webui'], { webui: { WEBUI_TOKEN: TOKEN } });
    const visitor = await page().visitor();
    const tab = visitor.page;
    await tab.goto('/symbols');
    const signIn = tab.getByRole('region', { name: 'Sign in' });
    await signIn.getByLabel('Access token').fill('another token');
    await signIn.getByRole('button', { name: 'Sign in' }).click();
    await signIn.getByRole('alert').waitFor();
    expect(await tab.getByText('SIMA').count()).toBe(0);
    await visitor.picture('sign-in');
    await signIn.getByLabel('Access token').fill(TOKEN);
    await signIn.getByRole('button', { name: 'Sign in' }).click();
    await visitor.sees('Symbols');
    await signIn.waitFor({ state: 'hidden' });
    const [cookie] = await tab.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(cookie!.value).not.toContain(TOKEN);
    expect(
      await tab.evaluate('document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })'),
    ).not.toContain(TOKEN);

    const isOn = tab.getByRole('switch', { name: 'SIMA enabled' });
    const before = await isOn.getAttribute('aria-checked');
    const changed = tab.waitForResponse((response) => response.request().method() !== 'GET');
    await isOn.click();
    expect((await changed).status()).toBe(200);
    await tab.reload();
    await visitor.sees('Symbols');
    expect(await isOn.getAttribute('aria-checked')).not.toBe(before);

    await tab.getByRole('button', { name: 'Sign out' }).click();
    await signIn.waitFor();
    expect(visitor.troubles({ but: [/status of 401/] })).toEqual([]);
  });
}
