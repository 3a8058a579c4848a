/** A requirement of the specification, in docs/requirements.json. */
export interface Requirement {
  id: string;
  text: string;
}

/** A test that says which requirement it shows. */
export interface ShownBy {
  requirement: string;
  file: string;
  name: string;
}

const MARKED = /@(?:pytest\.mark\.)?requirement\("([\w-]+)"\)\n(?:@[^\n]*\n|[ )\]}][^\n]*\n)*def (test_\w+)/g;

/** The tests of one Python file that carry `@requirement("id")`. */
export function testsIn(file: string, source: string): ShownBy[] {
  return [...source.matchAll(MARKED)].map(([, requirement, name]) => ({
    requirement: requirement as string,
    file,
    name: name as string,
  }));
}

/** What is wrong: a requirement without a test, or a test of a requirement that is not there. */
export function gapsIn(requirements: readonly Requirement[], tests: readonly ShownBy[]): string[] {
  const shown = new Set(tests.map(({ requirement }) => requirement));
  const known = new Set(requirements.map(({ id }) => id));
  return [
    ...requirements.filter(({ id }) => !shown.has(id)).map(({ id }) => `no test shows the requirement "${id}"`),
    ...tests
      .filter(({ requirement }) => !known.has(requirement))
      .map(({ name, requirement }) => `${name} shows "${requirement}", which is no requirement`),
  ];
}

/** docs/requirements.md. */
export function requirementsPage(requirements: readonly Requirement[], tests: readonly ShownBy[]): string {
  const rows = requirements.map(({ id, text }) => {
    const own = tests.filter(({ requirement }) => requirement === id);
    return `| ${text} | ${own.map(({ name, file }) => `[${sentence(name)}](../${file})`).join('<br>')} |`;
  });
  return [
    '# Requirements and the tests that show them',
    '',
    'Each is executed through the DAG on a real Airflow against the real pipeline: `npm run test:airflow`, part of',
    '`npm test`. Made from docs/requirements.json and the tests by `npm run requirements`; `npm test` fails on a',
    'requirement without a test.',
    '',
    '| requirement | test |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function sentence(name: string): string {
  return name.replace(/^test_/, '').replaceAll('_', ' ');
}
