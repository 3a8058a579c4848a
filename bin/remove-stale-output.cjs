/**
 * The last step of the build: takes out of dist what has no source any more (a file that was moved, renamed or deleted).
 * Not by emptying dist before it: services that run from there load parts of it later.
 */
const { existsSync, readdirSync, rmSync } = require('node:fs');
const { join, sep } = require('node:path');

/** Vite empties it itself when it builds. */
const CLIENT = ['apps', 'webui', 'client', ''].join(sep);

/** Removes the files below `dist` that come from nothing below `root`; returns their paths in it. */
function removeStaleOutput(root, dist) {
  const stale = readdirSync(dist, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dist.length + 1))
    .filter((path) => !path.startsWith(CLIENT) && !sourcesOf(path).some((source) => existsSync(join(root, source))));
  for (const path of stale) rmSync(join(dist, path));
  return stale;
}

/** What a file of dist can have been made from: compiled, or copied as it is. */
function sourcesOf(path) {
  return [path, path.replace(/\.js(\.map)?$/, '.ts')];
}

if (require.main === module) removeStaleOutput(join(__dirname, '..'), join(__dirname, '..', 'dist'));

module.exports = { removeStaleOutput };
