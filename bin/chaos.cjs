#!/usr/bin/env node
/** `npm run chaos -- --runs 500 --minutes 30`: the pipeline while things die around it, and what a checker found. */
const { main, prepare, run } = require('./bootstrap.cjs');

main(() => {
  prepare({ needsPython: true });
  run('chaos/run.js', process.argv.slice(2));
});
