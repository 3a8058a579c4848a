#!/usr/bin/env node
/** `npm run demo:review`: the review team at work, before a scripted model. Needs neither Kafka nor MLflow. */
const { main, prepare, run } = require('./bootstrap.cjs');

main(() => {
  prepare({ needsPython: false });
  run('stack/demo-review.js', process.argv.slice(2));
});
