import type { PageUnderTest } from './page-under-test';

const NAME = '<img src=x onerror=alert(1)> Ether';

/** The workflow symbols, as the REST API has them afterwards. */
export function symbols(page: () => PageUnderTest): void {
  interface Stored {
    symbol: string;
    name: string | null;
    enabled: boolean;
    priority: number;
    workflows: { dag_id: string; is_active: boolean }[];
  }
  async function stored(symbol: string): Promise<Stored> {
    const response = await fetch(`${page().url}/api/workflow-symbols/${symbol}`);
    return (await response.json()) as Stored;
  }

  it('given the symbols, when one is added, edited and switched off, then the API has it so', async () => {
    const visitor = await page().visitor();
    const tab = visitor.page;
    await visitor.open('/symbols', 'Symbols');
    await tab.getByRole('button', { name: 'Add symbol' }).click();
    const adding = tab.getByRole('dialog', { name: 'Add symbol' });
    await adding.getByRole('textbox', { name: 'Symbol', exact: true }).fill('ETHER');
    await adding.getByRole('textbox', { name: 'Name' }).fill(NAME);
    await visitor.picture('add-symbol');
    await adding.getByRole('button', { name: 'Save' }).click();
    await adding.waitFor({ state: 'hidden' });
    const row = tab.getByRole('table', { name: 'Workflow symbols' }).getByRole('row').filter({ hasText: 'ETHER' });
    await row.getByText(NAME).waitFor();
    expect(await stored('ETHER')).toMatchObject({ name: NAME, enabled: true });

    await row.getByRole('button', { name: 'Edit ETHER' }).click();
    const editing = tab.getByRole('dialog', { name: 'Edit ETHER' });
    await editing.getByLabel('Priority').fill('7');
    await editing.getByRole('button', { name: 'Save' }).click();
    await editing.waitFor({ state: 'hidden' });
    await row.getByRole('switch', { name: 'ETHER enabled' }).click();
    await row.getByRole('switch', { name: 'ETHER enabled', checked: false }).waitFor();
    expect(await stored('ETHER')).toMatchObject({ name: NAME, enabled: false, priority: 7 });
    expect(visitor.troubles()).toEqual([]);
  });
}
