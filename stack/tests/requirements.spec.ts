import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gapsIn, requirementsPage, testsIn } from './requirements';
import { pageFile, readRequirements } from './requirements-files';

describe('the requirements', () => {
  it('given the specification and the tests, then each requirement has a test that shows it', () => {
    const { requirements, tests } = readRequirements();
    expect(requirements.length).toBeGreaterThan(0);
    expect(gapsIn(requirements, tests)).toEqual([]);
  });

  it('given the page, when made anew, then it is the same (else: npm run requirements)', () => {
    const { requirements, tests } = readRequirements();
    expect(readFileSync(join(pageFile), 'utf8')).toBe(requirementsPage(requirements, tests));
  });

  it('given a requirement without a test and a test without a requirement, then both are named', () => {
    const source = '@requirement("b")\n@pytest.mark.parametrize(\n    ("x"),\n)\ndef test_given_b(x) -> None:\n';
    const tests = testsIn('t.py', source);
    expect(tests).toEqual([{ requirement: 'b', file: 't.py', name: 'test_given_b' }]);
    expect(gapsIn([{ id: 'a', text: 'A' }], tests)).toEqual([
      'no test shows the requirement "a"',
      'test_given_b shows "b", which is no requirement',
    ]);
  });
});
