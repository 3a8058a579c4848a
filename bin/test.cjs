#!/usr/bin/env node
/** `npm test`: everything that can be checked, on the real parts. */
const { main, prepare, run } = require('./bootstrap.cjs');

main(() => {
  prepare({ needsPython: true });
  run('stack/run-tests.js', process.argv.slice(2));
});
