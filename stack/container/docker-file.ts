import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Copy, DockerfileParser } from 'dockerfile-ast';
import { PROJECT_ROOT } from '../paths';

export interface Step {
  /** FROM, COPY, RUN, CMD, … */
  keyword: string;
  /** The words of its JSON form, or the text after flags. */
  words: string[];
  text: string;
  /** COPY: the stage that it takes from. */
  from?: string;
}

export interface BuildStage {
  name: string;
  base: string;
  steps: Step[];
}

/** The stages of our Dockerfile, as its parser sees them. */
export function dockerStages(): BuildStage[] {
  const file = DockerfileParser.parse(readFileSync(join(PROJECT_ROOT, 'Dockerfile'), 'utf8'));
  const stages: BuildStage[] = [];
  for (const instruction of file.getInstructions()) {
    const keyword = instruction.getKeyword();
    const text = instruction.getArgumentsContent() ?? '';
    if (keyword === 'FROM') {
      const [base = '', , name = ''] = text.split(/\s+/);
      stages.push({ name, base, steps: [] });
    } else {
      const from = instruction instanceof Copy ? instruction.getFromFlag()?.getValue() : undefined;
      stages.at(-1)?.steps.push({ ...stepOf(keyword, text), ...(from ? { from } : {}) });
    }
  }
  return stages;
}

/** Split at spaces, but not inside double quotes, which go. */
function unquotedWords(text: string): string[] {
  return (text.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ''));
}

function stepOf(keyword: string, text: string): Step {
  const plain = text.replaceAll(/^(--\S+\s+)+(\\\n\s*)?/g, '').replaceAll(/\\\n\s*/g, ' ');
  const [, json] = /^(?:CMD\s+)?(\[[\s\S]*\])$/.exec(plain) ?? [];
  const words = json === undefined ? unquotedWords(plain) : (JSON.parse(json) as string[]);
  return { keyword, words, text: plain };
}
