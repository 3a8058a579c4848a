import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import type { ClassConstructor } from 'class-transformer';
import fc from 'fast-check';
import { exampleEventData } from '@trademaster/testkit';
import { CONTRACT_OF } from '../contracts-by-event';
import { EVENT_TYPES, topicOf } from '../event-types';
import { DEFAULT_RUN_CONFIG } from '../resolved-config';
import { RunConfig } from '../run-config.dto';
import { parse } from '../validation';
import { contractSchemas } from './contract-schemas';

const SCHEMAS = contractSchemas();
const FOLDER = join(__dirname, '..', '..', 'schema');

interface Contract {
  name: string;
  of: ClassConstructor<object>;
  example: object;
  refuseUnknown: boolean;
  inputs: number;
}

const CONTRACTS: Contract[] = [
  ...EVENT_TYPES.map((type) => ({
    name: topicOf(type),
    of: CONTRACT_OF[type],
    example: exampleEventData(type),
    refuseUnknown: false,
    // 1,250 in all. signal.reviewed holds nearly every nested class; the others add what is their own.
    inputs: type === 'signal.reviewed' ? 400 : 50,
  })),
  {
    name: 'trademaster.run-config',
    of: RunConfig,
    example: {
      ...DEFAULT_RUN_CONFIG,
      data: { ...DEFAULT_RUN_CONFIG.data, ticker: 'BTC-USD', path: 'bars', name: 'B', exchange: 'X', currency: 'USD' },
      as_of: '2026-11-23',
      position: 0,
      model_uri: 'models:/a/1',
      best_model_path: 'models:/a/1',
    },
    refuseUnknown: true,
    inputs: 200,
  },
];

/** JSON values next to what fields allow: other types, empty ones, bounds and just beyond, lookalikes. */
const ODD_VALUES = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', 'x', ' ', 'both', 'BUY', 'btc', 'BTC', '24x7', '5', 'é', '😀'),
  fc.constantFrom<unknown>(-1, -1.5, 0, 0.5, 1, 1.5, 2, 99, 100, 100.1, 4294967295, 4294967296, 1e21, -0),
  fc.constantFrom<unknown>([], {}, [null], [[]], [{}], [1], ['x'], [1, 1], { a: 1 }, { a: null }, { a: 'x' }),
  fc.constantFrom<unknown>('2026-11-23', '2026-11-23T06:00:00Z', '2026-11-23T06:00', '2026-13-01T00:00:00Z', '2026W01'),
  fc.constantFrom<unknown>(
    'mlflow-artifacts:/a',
    'file:/a',
    'a'.repeat(64),
    'A'.repeat(64),
    'f'.repeat(32),
    'a'.repeat(2000),
  ),
  fc.constantFrom<unknown>('00000000-0000-0000-0000-000000000000', '886313e1-3b8a-5372-9b90-0c9aee199e5d'),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ maxLength: 12 }),
);

type Mutation = { at: number; how: 'replace' | 'remove' | 'add'; value: unknown };
const MUTATIONS = fc.array(
  fc.record({ at: fc.nat(), how: fc.constantFrom<Mutation['how']>('replace', 'remove', 'add'), value: ODD_VALUES }),
  { maxLength: 3 },
);

/** Where in a value something may be changed: every member and item, at every depth. */
function places(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

function mutated(example: object, mutations: Mutation[]): object {
  const copy = JSON.parse(JSON.stringify(example)) as object;
  for (const { at, how, value } of mutations) {
    const all = places(copy);
    const place = all[at % all.length];
    if (place === undefined) break;
    const { holder, key } = place;
    if (how === 'replace') holder[key] = structuredClone(value);
    else if (Array.isArray(holder)) holder.splice(Number(key), how === 'remove' ? 1 : 0, structuredClone(value));
    else if (how === 'remove') delete holder[key];
    else holder['an_unknown_key'] = structuredClone(value);
  }
  return copy;
}

describe("the contracts' JSON Schemas", () => {
  it('given the committed files, when generated anew, then they are the same (else: npm run schema)', () => {
    const committed = Object.fromEntries(
      readdirSync(FOLDER).map((name) => [name, JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as unknown]),
    );
    expect(committed).toEqual(Object.fromEntries(SCHEMAS));
  });

  it.each(CONTRACTS)(
    `given $inputs inputs near $name, when schema and validator judge, then they agree`,
    (contract) => {
      const schema = SCHEMAS.get(`${contract.name}.json`);
      const validate = new Ajv2020({ strict: true, allErrors: false }).compile(schema as object);
      const verdicts = { accepted: 0, refused: 0 };
      const accepts = (input: object) => {
        try {
          parse(contract.of, input, { refuseUnknown: contract.refuseUnknown });
          return true;
        } catch (error) {
          if ((error as { code?: string }).code !== 'message_invalid') throw error;
          return false;
        }
      };
      fc.assert(
        fc.property(MUTATIONS, (mutations) => {
          const input = mutated(contract.example, mutations);
          const bySchema = validate(input);
          const byValidator = accepts(structuredClone(input));
          verdicts[byValidator ? 'accepted' : 'refused'] += 1;
          if (bySchema !== byValidator) {
            throw new Error(
              `validator ${byValidator ? 'accepts' : 'refuses'}, schema ${JSON.stringify(validate.errors)}: ${JSON.stringify(mutations)}`,
            );
          }
        }),
        { seed: 20261123, numRuns: contract.inputs },
      );
      // Inputs that are all good or all bad would show little.
      expect(verdicts.accepted).toBeGreaterThan(contract.inputs / 10);
      expect(verdicts.refused).toBeGreaterThan(contract.inputs / 10);
    },
  );
});
