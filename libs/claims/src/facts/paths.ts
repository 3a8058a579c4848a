/** The last name of a path, `opens` for `arms[0].opens`: it says which figure, not of what. */
export function fieldOf(path: string): string {
  let end = path.length;
  while (path[end - 1] === ']') end = path.lastIndexOf('[', end - 1);
  const start = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1)) + 1;
  return path.slice(start, end);
}

/** `arms[0].opens` → `arms.*.opens`: the same figure of all that stand beside each other. */
export function siblingsOf(path: string): string {
  return path.replace(/\[\d+\]/g, '.[*]').replace(/(^|\.)[^.]+(\.[^.]+)$/, '$1*$2');
}

/** `costs.spread` → `costs`, `weights[2]` → `weights`. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(path.endsWith(']') ? '[' : '.')));
}
