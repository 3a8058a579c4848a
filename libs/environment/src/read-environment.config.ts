import type { ClassConstructor } from 'class-transformer';
import { parse } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { createRedact } from './redaction';
import { variablesOf } from './variable';

/**
 * Checks the environment against a class of `@Variable`s. An empty variable counts as absent, an absent one has its
 * default. Throws `environment_invalid` that names the first bad variable, with secrets taken out.
 */
export function readEnvironment<T extends object>(
  contract: ClassConstructor<T>,
  env: NodeJS.ProcessEnv = process.env,
): T {
  const texts = variablesOf(contract).map(({ name, default: absent }) => [name, env[name] || absent] as const);
  const given = Object.fromEntries(texts.filter(([, text]) => text !== undefined));
  try {
    return parse(contract, given, { code: 'environment_invalid' });
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const message = createRedact(secretsOf(env))(error.message);
    throw new PipelineError('environment_invalid', message, error.field === undefined ? {} : { field: error.field });
  }
}

/** Values of variables that are named like secrets, and passwords in URLs. */
export function secretsOf(env: NodeJS.ProcessEnv = process.env): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (/(_KEY|TOKEN|SECRET|PASSWORD|PASSWD)$/i.test(name)) return [value];
    const password = URL.canParse(value) ? new URL(value).password : '';
    return password === '' ? [] : [password, decodeURIComponent(password)];
  });
}
