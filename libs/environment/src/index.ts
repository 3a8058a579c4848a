export { authorization } from './authorization';
export { readEnvironment, secretsOf } from './read-environment.config';
export { createRedact, type Redact } from './redaction';
export { type DeclaredVariable, Variable, variablesOf } from './variable';
