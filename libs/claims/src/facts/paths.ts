/** The last name of a path, `opens` for `arms[0].opens`: it says which figure, not of what. */
export function fieldOf(path: string): string {
  return /([^.[]+)(?:\[\d+\])*$/.exec(path)?.[1] ?? path;
}

/** `arms[0].opens` → `arms.*.opens`: the same figure of all that stand beside each other. */
export function siblingsOf(path: string): string {
  return path.replace(/\[\d+\]/g, '.[*]').replace(/(^|\.)[^.]+(\.[^.]+)$/, '$1*$2');
}

/** `costs.spread` → `costs`, `weights[2]` → `weights`. */
export function parentOf(path: string): string {
  return path.replace(/(?:(?:^|\.)[^.[]+|\[\d+\])$/, '');
}
