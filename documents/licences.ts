import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../stack/paths';

interface LockedPackage {
  version: string;
  license?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

/** Packages whose manifests say their licence in an old form, which the lock file leaves out. */
const OLD_FORM: Record<string, string> = { busboy: 'MIT', streamsearch: 'MIT' };

/** Every package of the lock file: its name (the last part of its folder), what the lock file says of it. */
export function lockedPackages(): { name: string; locked: LockedPackage }[] {
  const { packages } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 13), locked }));
}

/** Licence → `name version` of the packages that run. */
export function licencesOfWhatRuns(): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const { name, locked } of lockedPackages().filter((one) => one.locked.dev !== true)) {
    const licence = locked.license ?? OLD_FORM[name] ?? 'UNKNOWN';
    all.set(licence, [...(all.get(licence) ?? []), `${name} ${locked.version}`]);
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The text of docs/licences.md. */
export function licencesPage(): string {
  const sections = [...licencesOfWhatRuns()].map(
    ([licence, names]) => `## ${licence} (${names.length})\n\n${[...new Set(names)].sort().join(', ')}\n`,
  );
  return `# Licences of what runs

Generated from the lock file (\`npm run documents\`; npm test fails when this page differs). Our own: Apache-2.0.

${sections.join('\n')}`;
}
