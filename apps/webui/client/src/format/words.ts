/** `close_long` → `close long`. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}

/** `cost_bps` → `Cost bps`: a label. */
export function title(name: string): string {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is counted, in the right number: `1 run`, `2 runs`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
