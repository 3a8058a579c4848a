import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reviewTeam } from './review-team';

const DEFAULT = JSON.parse(readFileSync(join(__dirname, 'default-team.json'), 'utf8')) as Record<string, unknown>;

describe('review team', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'review-team-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (content: unknown): string => {
    const path = join(folder, 'team.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  it('given no path, when loaded, then it is the four agents in round-robin order and the Executor decides', () => {
    const { team } = reviewTeam();
    expect(team.participants.map(({ name }) => name)).toEqual([
      'TechnicalAnalyst',
      'StrategyAnalyst',
      'RiskManager',
      'Executor',
    ]);
    expect(team.decider).toBe('Executor');
  });

  it('given the same team written in another layout and key order, when hashed, then the hash is the same', () => {
    const reordered = Object.fromEntries(Object.entries(DEFAULT).reverse());
    expect(reviewTeam(file(JSON.stringify(reordered, null, 8))).sha256).toBe(reviewTeam().sha256);
  });

  it('given one word of one prompt changed, when hashed, then the hash is another', () => {
    const changed = JSON.stringify(DEFAULT).replace('three to five sentences', 'two sentences');
    expect(reviewTeam(file(changed)).sha256).not.toBe(reviewTeam().sha256);
  });

  it.each([
    ['an unknown key', { ...DEFAULT, tools: [] }, 'REVIEW_TEAM.tools'],
    ['a decider who is no participant', { ...DEFAULT, decider: 'Trader' }, 'REVIEW_TEAM.decider'],
    ['nobody', { ...DEFAULT, participants: [] }, 'REVIEW_TEAM.participants'],
    ['no JSON', '{', 'REVIEW_TEAM'],
  ])('given a team file with %s, when loaded, then it is refused by name', (_, content, field) => {
    expect(() => reviewTeam(file(content))).toThrow(expect.objectContaining({ code: 'environment_invalid', field }));
  });
});
