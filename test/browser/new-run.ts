import type { PageUnderTest } from './page-under-test';

/** The form says what the server says, where it belongs. */
export function newRun(page: () => PageUnderTest): void {
  it('given values that the server refuses, when they are sent, then its messages stand at their fields; when mended, then the run begins', async () => {
    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open('/new', 'New run');
    const form = tab.getByRole('form', { name: 'New run' });
    const symbol = form.getByRole('textbox', { name: 'Symbol', exact: true });
    await symbol.fill('not a symbol');
    const answer = tab.waitForResponse((response) => response.url().endsWith('/api/page/requests'));
    await form.getByRole('button', { name: 'Start run' }).click();
    const { detail } = (await (await answer).json()) as { detail: { loc: string[]; msg: string }[] };
    await tab.getByRole('alert').getByText('The request was refused').waitFor();
    const { msg } = detail.find(({ loc }) => loc.at(-1) === 'symbol')!;
    expect(msg).toContain('symbol must be 1-20 of A-Z');
    expect(await symbol.getAttribute('aria-invalid')).toBe('true');
    const described = (await symbol.getAttribute('aria-describedby'))!.split(' ');
    const said = await Promise.all(described.map((id) => tab.locator(`[id="${id}"]`).innerText()));
    expect(said.join('\n')).toContain(msg);
    await visitor.picture('refused-request');

    await symbol.fill('NOMODEL');
    await form.getByRole('combobox', { name: 'Mode' }).selectOption('inference');
    await form.getByRole('button', { name: 'Start run' }).click();
    await tab.waitForURL(/\/runs\/[0-9a-f]{32}$/);
    await visitor.sees('Run NOMODEL');
    await tab.getByRole('region', { name: 'What failed' }).getByText('model not found').waitFor();
    expect(visitor.troubles({ but: [/status of 4\d\d .*api\/page\/requests/] })).toEqual([]);
  });
}
