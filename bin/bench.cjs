#!/usr/bin/env node
/** `npm run bench -- NAME`: the one way to measure. */
const { main, prepare, run } = require('./bootstrap.cjs');

main(() => {
  prepare({ needsPython: false });
  run('bench/run.js', process.argv.slice(2));
});
