#!/usr/bin/env node
/** `npm run honesty`: noise gets no verdict, an edge is found, a leak is caught, books are right, bytes are the same. */
const { main, prepare, run } = require('./bootstrap.cjs');

main(() => {
  prepare({ needsPython: false });
  run('bench/honesty.js', process.argv.slice(2));
});
