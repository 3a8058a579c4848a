const { spawnSync } = require('node:child_process');
const { readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const engine = join(__dirname, '..', '..', 'libs', 'engine');

/** Tests run from the sources, without a build: the computing kernel alone has to be compiled before, if it changed. */
module.exports = () => {
  const sources = readdirSync(join(engine, 'assembly')).map((name) => join(engine, 'assembly', name));
  const newest = Math.max(...[...sources, join(engine, 'asconfig.json')].map(modifiedAt));
  if (modifiedAt(join(engine, 'src', 'kernel', 'kernel.wasm')) > newest) return;
  const asc = join(__dirname, '..', '..', 'node_modules', 'assemblyscript', 'bin', 'asc.js');
  const { status } = spawnSync(process.execPath, [asc, '--config', join(engine, 'asconfig.json')], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the computing kernel does not compile: see above');
};

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
