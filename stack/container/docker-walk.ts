import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PROJECT_ROOT } from '../paths';
import { runCommand } from '../processes/run-command';
import { type BuildStage, dockerStages, type Step } from './docker-file';

const RUN_WITHIN_MS = 600_000;

export interface WalkedStage {
  /** Stands for the image's `/`. */
  root: string;
  /** WORKDIR inside it. */
  workdir: string;
  /** Of ENV. */
  env: Record<string, string>;
}

/**
 * Does in folders what Docker would do in images: COPY takes only files that git knows, RUN runs with the machine's own
 * shell. The base images' programs have to be the machine's. Throws when a step fails.
 */
export async function walkDockerfile(names: string[], folder: string): Promise<Map<string, WalkedStage>> {
  const walked = new Map<string, WalkedStage>();
  for (const name of names) {
    const stage = dockerStages().find((candidate) => candidate.name === name);
    if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
    walked.set(name, await walkStage(stage, join(folder, name), walked));
  }
  return walked;
}

async function walkStage(stage: BuildStage, root: string, before: Map<string, WalkedStage>): Promise<WalkedStage> {
  const walked: WalkedStage = { root, workdir: root, env: {} };
  for (const step of stage.steps) {
    if (step.keyword === 'WORKDIR') mkdirSync((walked.workdir = join(root, step.text)), { recursive: true });
    if (step.keyword === 'ENV') for (const word of step.words) Object.assign(walked.env, pairOf(word));
    if (step.keyword === 'COPY') copy(step, walked, before);
    if (step.keyword === 'RUN') await run(step, walked);
  }
  return walked;
}

function pairOf(word: string): Record<string, string> {
  const [name = '', ...value] = word.split('=');
  return { [name]: value.join('=') };
}

function copy({ words, from }: Step, { workdir, root }: WalkedStage, before: Map<string, WalkedStage>): void {
  const sources = words.slice(0, -1);
  const target = words.at(-1) as string;
  const to = target.startsWith('/') ? join(root, target) : resolve(workdir, target);
  for (const source of sources) {
    const base = from === undefined ? PROJECT_ROOT : (before.get(from) as WalkedStage).root;
    const path = join(base, source);
    if (!existsSync(path)) throw new Error(`COPY ${source}: it is not there`);
    const isFolder = statSync(path).isDirectory();
    if (from !== undefined || !isFolder)
      cpSync(path, isFolder ? to : join(to, source.split('/').at(-1) as string), {
        recursive: true,
        verbatimSymlinks: true,
      });
    else for (const file of knownToGit(source)) copyFile(join(base, file), join(to, file.slice(source.length + 1)));
  }
}

function copyFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

function knownToGit(folder: string): string[] {
  return execFileSync('git', ['ls-files', '-z', folder], { cwd: PROJECT_ROOT, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
}

async function run({ text }: Step, { workdir, env }: WalkedStage): Promise<void> {
  const options = { cwd: workdir, env: { ...process.env, NODE_ENV: undefined, ...env }, timeoutMs: RUN_WITHIN_MS };
  const { code, stdout, stderr } = await runCommand('sh', ['-c', text], options);
  if (code !== 0) throw new Error(`RUN ${text}: ${stdout}${stderr}`);
}
