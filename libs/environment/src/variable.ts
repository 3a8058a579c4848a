import { getMetadataStorage } from 'class-validator';

export interface VariableOptions {
  /** The text that stands in for an absent variable. */
  default?: string;
  /** For people, where the default is no text: `one per core`. */
  otherwise?: string;
  /** Its value never leaves the process. */
  secret?: true;
}

/** One environment variable as its users declare it. */
export interface DeclaredVariable extends VariableOptions {
  name: string;
  /** One sentence without its full stop. */
  meaning: string;
}

const DECLARED = new Map<object, DeclaredVariable[]>();

/**
 * Declares a property to be the environment variable of its name: what `readEnvironment` reads, and docs/configuration.md
 * shows. Its class-validator rules say which values are taken.
 */
export function Variable(meaning: string, options: VariableOptions = {}): PropertyDecorator {
  return ({ constructor }, name) => {
    DECLARED.set(constructor, [...(DECLARED.get(constructor) ?? []), { name: String(name), meaning, ...options }]);
  };
}

/** In the order of the class. Throws a TypeError for a rule on a property that nobody declared. */
export function variablesOf(contract: abstract new (...args: never[]) => object): DeclaredVariable[] {
  const declared = DECLARED.get(contract) ?? [];
  const names = new Set(declared.map(({ name }) => name));
  for (const { propertyName } of getMetadataStorage().getTargetValidationMetadatas(contract, '', true, false)) {
    if (!names.has(propertyName)) throw new TypeError(`${contract.name}.${propertyName} is no declared @Variable`);
  }
  return declared;
}
