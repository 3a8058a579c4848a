#!/usr/bin/env node
/** `npm start`: from a clone to an audited decision. */
const { main, prepare, run } = require('./bootstrap.cjs');

main(() => {
  prepare({ needsPython: true });
  run('stack/start.js', process.argv.slice(2));
});
