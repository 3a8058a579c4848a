/** For long-lived Python programs: they may keep what they compiled, or each start compiles thousands of files anew. */
export function pythonEnv(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, PYTHONDONTWRITEBYTECODE: undefined };
}
