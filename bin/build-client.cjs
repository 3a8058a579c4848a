/** Builds the page's client with Vite, unless nothing has changed since it was built. */
const { existsSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const CLIENT = join(ROOT, 'apps', 'webui', 'client');
const BUILT = join(ROOT, 'dist', 'apps', 'webui', 'client', 'index.html');

/** Folders count too: their time says that something in them was deleted. */
function lastChange() {
  const sources = readdirSync(CLIENT, { recursive: true }).map((path) => join(CLIENT, path));
  return Math.max(...[CLIENT, join(ROOT, 'package-lock.json'), ...sources].map((path) => statSync(path).mtimeMs));
}

async function main() {
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs > lastChange()) return;
  const { build } = await import('vite');
  await build({ root: CLIENT, configFile: join(CLIENT, 'vite.config.mjs') });
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
