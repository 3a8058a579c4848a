import type { Page } from 'playwright-core';
import type { PageUnderTest } from './page-under-test';

/** More Tab stops than any view has before its form. */
const MOST_STOPS = 60;

/** Presses Tab until the element that has the focus is the one; says where it was on its way when it never comes. */
async function tabTo(page: Page, role: string, name: string): Promise<void> {
  const wanted = page.getByRole(role as 'link', { name, exact: true });
  const passed: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
    passed.push(await page.evaluate<string>('document.activeElement.outerHTML.slice(0, 80)'));
  }
  throw new Error(`Tab never comes to ${role} "${name}"; it came to ${passed.join(', ')}`);
}

const FOCUS_IS_SEEN = `(() => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
})()`;

/** Everything that matters, without a mouse. */
export function keyboard(page: () => PageUnderTest): void {
  it('given no mouse, when a run is asked for and a symbol is looked at, then keys are enough, and the focus is always seen', async () => {
    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open('/', 'Overview');
    await tab.keyboard.press('Tab');
    expect(await tab.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await tab.keyboard.press('Enter');
    expect(await tab.evaluate('document.activeElement.closest("main") !== null')).toBe(true);

    await visitor.open('/', 'Overview');
    await tabTo(tab, 'link', 'New run');
    expect(await tab.evaluate(FOCUS_IS_SEEN)).toBe(true);
    await tab.keyboard.press('Enter');
    await visitor.sees('New run');
    await tabTo(tab, 'textbox', 'Symbol');
    await tab.keyboard.type('KEYS');
    await tabTo(tab, 'combobox', 'Mode');
    await tab.keyboard.type('inference');
    expect(await tab.evaluate(FOCUS_IS_SEEN)).toBe(true);
    await tab.keyboard.press('Enter');
    await tabTo(tab, 'button', 'Start run');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/\/runs\/[0-9a-f]{32}$/);
    await visitor.sees('Run KEYS');

    await visitor.open('/symbols', 'Symbols');
    await tabTo(tab, 'button', 'Add symbol');
    await tab.keyboard.press('Enter');
    const dialog = tab.getByRole('dialog', { name: 'Add symbol' });
    await dialog.waitFor();
    expect(await tab.evaluate('document.activeElement.closest("dialog, [role=dialog]") !== null')).toBe(true);
    await tab.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await tab.evaluate('document.activeElement.textContent.trim()')).toBe('Add symbol');
    expect(visitor.troubles()).toEqual([]);
  });
}
