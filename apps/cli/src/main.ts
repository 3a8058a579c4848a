import 'reflect-metadata';
import { readState } from '../../../stack/state-file';
import { CliConfig } from './cli.config';
import { runProgram } from './program';

const screen = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  err: (text: string) => void process.stderr.write(`${text}\n`),
};

void runProgram(process.argv.slice(2), new CliConfig(process.env, readState()?.env), screen).then((code) => {
  process.exitCode = code;
});
