import { complaintsByField, defaultAt, readEntries } from './request-body';
import type { Field } from './schema-fields';

const field = (name: string, rest: Partial<Field> & Pick<Field, 'kind'>) =>
  ({ path: name.split('.'), label: name, required: false, hint: '', ...rest }) as Field;
const FIELDS = [
  field('symbol', { kind: 'text' }),
  field('config.training.epochs', { kind: 'number', hint: 'whole number, 1 to 1000' }),
  field('config.training.seeds', { kind: 'numbers' }),
  field('config.environment.allow_short', { kind: 'yes-no' }),
  field('extra', { kind: 'json', hint: 'JSON' }),
];

describe('what a form says', () => {
  it('given some entries, when read, then the request has these and nothing for what was left empty', () => {
    const entries = {
      symbol: ' SIMA ',
      'config.training.epochs': '4',
      'config.training.seeds': '11, 23 47',
      'config.environment.allow_short': 'no',
      extra: '',
    };
    expect(readEntries(FIELDS, entries)).toEqual({
      body: {
        symbol: 'SIMA',
        config: { training: { epochs: 4, seeds: [11, 23, 47] }, environment: { allow_short: false } },
      },
    });
  });

  it('given what cannot be sent, when read, then the field is told what it must be', () => {
    const entries = { 'config.training.epochs': 'many', 'config.training.seeds': '1,x', extra: '{' };
    expect(readEntries(FIELDS, entries)).toEqual({
      complaints: {
        'config.training.epochs': 'must be: whole number, 1 to 1000',
        'config.training.seeds': 'must be: numbers',
        extra: 'must be: JSON',
      },
    });
  });

  it('given a value out of range, when read, then it is sent: the server says what is allowed', () => {
    expect(readEntries(FIELDS, { 'config.training.epochs': '-1' })).toEqual({
      body: { config: { training: { epochs: -1 } } },
    });
  });
});

describe('what the server says of it', () => {
  it('given complaints, when sorted, then each is at its field, one about an item at its list, others apart', () => {
    const complaints = [
      { loc: ['body', 'symbol'], msg: 'symbol must be 1-20 of A-Z' },
      { loc: ['body', 'config', 'training', 'seeds', 2], msg: 'must be at least 0' },
      { loc: ['body', 'config', 'trainign'], msg: 'unknown key' },
      { loc: ['body'], msg: 'too large' },
    ];
    expect(complaintsByField(complaints, FIELDS)).toEqual({
      byField: { symbol: 'symbol must be 1-20 of A-Z', 'config.training.seeds': 'must be at least 0' },
      rest: ['config.trainign: unknown key', 'too large'],
    });
  });
});

describe('what applies when nothing is given', () => {
  it.each([
    [['mode'], 'both'],
    [['config', 'training', 'epochs'], '12'],
    [['config', 'training', 'seeds'], '11, 23'],
    [['config', 'environment', 'allow_short'], 'no'],
    [['config', 'data', 'path'], ''],
  ])('given %j, when shown, then %j', (path, shown) => {
    const config = { training: { epochs: 12, seeds: [11, 23] }, environment: { allow_short: false } };
    const defaults = { mode: 'both', config };
    expect(defaultAt(defaults, path)).toBe(shown);
  });
});
