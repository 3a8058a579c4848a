#!/usr/bin/env node
/** `npm run picture`: README's picture of the page, made anew from the sample run. */
const { main, prepare, run } = require('./bootstrap.cjs');

main(() => {
  prepare({ needsPython: true });
  run('stack/write-picture.js', process.argv.slice(2));
});
