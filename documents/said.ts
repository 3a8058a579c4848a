/** What a page tells people to type, whole: from its shell blocks, continued lines joined, and from its inline code. */
export function commandsIn(page: string): string[] {
  const blocks = [...page.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  const lines = blocks.flatMap((text) => text.replaceAll(/\\\n\s*/g, '').split('\n'));
  const typed = lines.map((line) => line.replace(/\s+# .*$/, '').trim()).filter((line) => line !== '');
  return [...new Set([...typed.map(withoutRule), ...spansIn(page).filter((span) => COMMAND.test(span))])];
}

/** Addresses that a page names: URLs, also with placeholders, and calls and paths of our own HTTP servers. Ids are RUN. */
export function addressesIn(page: string): string[] {
  const urls = [...page.matchAll(/https?:\/\/[^\s`'"<>)|,]+/g)].map(([url]) => url);
  const named = [...urls, ...spansIn(page).filter((span) => PATH.test(span))];
  return [...new Set(named.map((address) => address.replaceAll(/\b[0-9a-f]{32}\b/g, 'RUN')))];
}

const PROGRAMS = 'npm|npx|node|docker|airflow|kafka-acls\\.sh|cp|git|curl|python3?|pip|psql|pg_dump';
const COMMAND = new RegExp(`^(?:[A-Z_]+=\\S+ )*(?:${PROGRAMS}) \\S`);
const PATH = /^(?:(?:GET|POST|PATCH|PUT|DELETE) )?\/(?:api|health|metrics|docs|requests|runs|champions)\b/;

/** Inline code, outside of blocks; a bar in a table is escaped. */
function spansIn(page: string): string[] {
  const prose = page.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span.replaceAll('\\|', '|'));
}

/** The rules of docs/kafka-acls.md are arguments of one command, some hundred times. */
function withoutRule(line: string): string {
  return line.startsWith('--add --allow-principal ') ? '--add --allow-principal' : line;
}
