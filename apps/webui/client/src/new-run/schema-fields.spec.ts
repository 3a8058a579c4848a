import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Field, fieldGroups, type JsonSchema } from './schema-fields';

const SCHEMAS = join(__dirname, '../../../../../libs/contracts/schema');
const schemaOf = (name: string) =>
  JSON.parse(readFileSync(join(SCHEMAS, `trademaster.${name}.json`), 'utf8')) as JsonSchema;
const groups = fieldGroups(schemaOf('run.requested.v1'), { config: schemaOf('run-config') });
const fields = groups.flatMap((group) => group.fields);
const fieldAt = (name: string) => fields.find(({ path }) => path.join('.') === name) as Field;

describe('the form of a request', () => {
  it('given the contracts’ schemas, when made into fields, then there is one group an object', () => {
    expect(groups.map(({ label }) => label)).toEqual([
      '',
      'Config',
      'Data',
      'Split',
      'Environment',
      'Training',
      'Evaluation',
      'Review',
    ]);
  });

  it.each([
    ['symbol', { kind: 'text', label: 'Symbol', required: false }],
    ['mode', { kind: 'choice', options: ['both', 'train_backtest', 'inference'] }],
    ['as_of', { kind: 'text', hint: 'YYYY-MM-DD, or an RFC 3339 instant' }],
    ['config.training.epochs', { kind: 'number', whole: true, hint: 'whole number, 1 to 1000' }],
    ['config.training.seeds', { kind: 'numbers', whole: true }],
    ['config.environment.allow_short', { kind: 'yes-no' }],
    ['config.environment.cost_bps', { kind: 'number', whole: false, minimum: 0, maximum: 1000, label: 'Cost bps' }],
  ])('given the field %s, when made, then it is as its schema says', (name, expected) => {
    expect(fieldAt(name)).toMatchObject(expected);
  });

  it('given the contracts as they are, when made, then no field is left to raw JSON', () => {
    expect(fields.length).toBeGreaterThan(40);
    expect(fields.filter(({ kind }) => kind === 'json')).toEqual([]);
  });

  it.each([
    ['an open object', { type: 'object' }],
    ['a choice of kinds', { anyOf: [{ type: 'string' }, { type: 'number' }] }],
    ['a list of texts', { type: 'array', items: { type: 'string' } }],
    ['an unknown reference', { $ref: 'https://example.org/schema' }],
  ])('given %s, when made, then it is a JSON field', (_, schema) => {
    expect(fieldGroups({ properties: { x: schema } })).toMatchObject([{ fields: [{ kind: 'json', path: ['x'] }] }]);
  });
});
