#!/usr/bin/env node
/** `npm run airflow`: Airflow with the pipeline's DAG beside a running `npm start`. */
const { main, prepare, run } = require('./bootstrap.cjs');

main(() => {
  prepare({ needsPython: true });
  run('stack/airflow.js', process.argv.slice(2));
});
