#!/usr/bin/env node
/** `npx trademaster …`: the command line. It installs nothing. */
const { isInstalled, main, prepare, run, Stop } = require('./bootstrap.cjs');

main(() => {
  if (!isInstalled()) throw new Stop('nothing is installed yet: npm start installs and starts everything');
  prepare({ needsPython: false });
  run('apps/cli/src/main.js', process.argv.slice(2));
});
