import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/paths';
import { licencesOfWhatRuns, lockedPackages } from './licences';

const textOf = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8');
const page = textOf('docs/dependencies.md');
const manifest = JSON.parse(textOf('package.json')) as Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>;
const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
/** Licences that ask for no more than their notice, or are a dedication to the public. */
const PERMISSIVE = [
  '(AFL-2.1 OR BSD-3-Clause)',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Python-2.0',
];

/** Package → licence, of the tables. */
const rows = new Map(
  [...page.matchAll(/^\| (`.+`) \| (\S+) \| .+ \|$/gm)].flatMap(([, names = '', licence = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => [name as string, licence] as const),
  ),
);

describe('the direct dependencies', () => {
  it('given package.json, when the page is read, then each is there, and nothing else', () => {
    expect([...rows.keys()].sort()).toEqual(Object.keys(direct).sort());
  });

  it('given a version, when it is read, then it is one version, not a range', () => {
    for (const [name, version] of Object.entries(direct))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)]);
  });

  it('given the lock file, when licences are compared, then the page says them right', () => {
    const licences = new Map(lockedPackages().map(({ name, locked }) => [name, locked.license]));
    const stated = [...rows].filter(([name]) => licences.get(name) !== undefined);
    expect(stated.length).toBeGreaterThan(30);
    for (const [name, licence] of stated) expect([name, licences.get(name)]).toEqual([name, licence]);
  });
});

describe('what comes with them', () => {
  it('given a package that runs, when its licence is read, then it is a permissive one', () => {
    expect([...licencesOfWhatRuns().keys()].filter((licence) => !PERMISSIVE.includes(licence))).toEqual([]);
  });

  it('given a package with an install script, when the page is read, then it is named; npm runs none', () => {
    expect(textOf('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const withScript = lockedPackages().filter(({ locked }) => locked.hasInstallScript === true);
    expect(withScript.length).toBeGreaterThan(3);
    const named = (name: string) => page.includes(`\`${name}\``) || page.includes(`\`${name.split('/')[0]}/*\``);
    expect(withScript.map(({ name }) => name).filter((name) => !named(name))).toEqual([]);
  });
});
