import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { asPipelineError, type ErrorCode } from '@trademaster/errors';
import { DEFAULT_PARTITIONS } from '@trademaster/messaging';
import type { CliConfig } from './cli.config';
import { type AuditListOptions, listAudit } from './commands/audit.command';
import { backtestCommand, type BacktestOptions } from './commands/backtest.command';
import { type ChampionOptions, promoteCommand, rollbackCommand } from './commands/champion.command';
import { claimsCommand, type ClaimsOptions } from './commands/claims.command';
import {
  type DeadLetterFilter,
  listDeadLetters,
  redriveDeadLetters,
  type RedriveOptions,
  showDeadLetter,
} from './commands/dlt.command';
import { doctorCommand } from './commands/doctor.command';
import { downCommand } from './commands/down.command';
import { explainCommand } from './commands/explain.command';
import { replayCommand, type ReplayOptions } from './commands/replay.command';
import { retryCommand, type RetryOptions } from './commands/retry.command';
import { runCommand, type RunOptions } from './commands/run.command';
import { statusCommand } from './commands/status.command';
import { addSymbol, type AddSymbolOptions, listSymbols, removeSymbol } from './commands/symbols.command';
import { applyTopicsCommand, diffTopics, type TopicsOptions } from './commands/topics.command';
import { verifyCommand } from './commands/verify.command';
import type { Screen } from './screen';

export const EXIT_BAD_CALL = 2;
const BAD_CALL: readonly ErrorCode[] = [
  'request_invalid',
  'config_invalid',
  'run_unknown',
  'run_not_failed',
  'model_not_found',
];

/** Runs one command line (without `node` and the script's name) and returns the exit code: 0, 1 failed, 2 bad call. */
export async function runProgram(args: string[], config: CliConfig, screen: Screen): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(config, screen, (code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_BAD_CALL;
    const { code, field, message } = asPipelineError(error);
    screen.err(`${code}${field === undefined ? '' : ` (${field})`}: ${message}`);
    return BAD_CALL.includes(code) ? EXIT_BAD_CALL : 1;
  }
}

function buildProgram(config: CliConfig, screen: Screen, end: (code: number) => void): Command {
  const program = new Command('trademaster')
    .description('Requests audited trading decisions and shows what came of them. Places no orders.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => screen.out(text.trimEnd()),
      writeErr: (text) => screen.err(text.trimEnd()),
    });
  addRun(program, config, screen, end);
  addRetry(program, config, screen, end);
  addSymbols(program, config, screen, end);
  addTopics(program, config, screen, end);
  addChampions(program, config, screen, end);
  addReplay(program, config, screen, end);
  addDeadLetters(program, config, screen, end);
  program
    .command('status [id]')
    .description('a request or run as the persister knows it; without an id: the services')
    .option('--json', 'one JSON object')
    .action(async (id: string | undefined, options: { json?: boolean }) =>
      end(await statusCommand(id, options, config, screen)),
    );
  program
    .command('verify <run>')
    .description('do a finished run again from what MLflow has stored, and compare, stage by stage')
    .option('--json', 'one JSON object')
    .action(async (run: string, options: { json?: boolean }) => end(await verifyCommand(run, options, config, screen)));
  program
    .command('explain <run>')
    .description('why it was decided so: decision, who, claims, facts, artifacts')
    .option('--json', 'one JSON object')
    .action(async (run: string, options: { json?: boolean }) =>
      end(await explainCommand(run, options, config, screen)),
    );
  program
    .command('down')
    .description('stop everything that npm start runs in this checkout')
    .action(async () => end(await downCommand(screen)));
  program
    .command('doctor')
    .description('look at every prerequisite and dependency, and say what to do')
    .option('--json', 'one JSON object')
    .action(async (options: { json?: boolean }) => end(await doctorCommand(options, config, screen)));
  program
    .command('claims')
    .description('match every number of a text to the facts that it may come from')
    .requiredOption('--facts <file>', 'JSON of any shape with named numbers')
    .requiredOption('--text <file>', 'what states the numbers')
    .option('--json', 'one JSON array: text, start, value, unit, status and path of each claim')
    .action((options: ClaimsOptions) => end(claimsCommand(options, screen)));
  program
    .command('backtest')
    .description("play given actions, or an agent trained as TradeMaster's, through TradeMaster's own environment")
    .requiredOption('--profile <profile>', 'trademaster')
    .requiredOption(
      '--data <file>',
      'csv with open, high, low and close by name; features that it has are taken from it',
    )
    .option('--actions <file>', 'JSON array, one of 0 (sell), 1 (hold) and 2 (buy) per call')
    .option('--train <file>', 'in place of actions: csv that an agent learns from')
    .option('--validation <file>', 'csv that its best epoch is chosen on')
    .option('--seeds <list>', 'an agent for each (default 1,2,3,4,5)')
    .option('--json', 'one JSON object: reward, cash, hold, asset and metrics in full precision; or seeds and spread')
    .action((options: BacktestOptions) => end(backtestCommand(options, screen)));
  return program;
}

type End = (code: number) => void;

function addRun(program: Command, config: CliConfig, screen: Screen, end: End): void {
  program
    .command('run')
    .description('request decisions')
    .option('--symbol <symbol>', 'only this one; without it every enabled symbol that is assigned')
    .option('--mode <mode>', 'both (default), train_backtest or inference')
    .option('--config <file|key=value>', 'configuration, repeatable, later over earlier', collect, [])
    .option('--as-of <date>', 'decide as if it were then: a date (its end, UTC) or an instant')
    .option('--request-id <id>', 'the same id is the same request: asking again returns the recorded outcome')
    .option('--dag-id <id>', 'whose assigned symbols')
    .option('--wait', 'show the stages as they pass, and the outcome')
    .option('--json', 'one JSON object on standard output and nothing else there')
    .action(async (options: RunOptions) => end(await runCommand(options, config, screen)));
}

function addRetry(program: Command, config: CliConfig, screen: Screen, end: End): void {
  program
    .command('retry <run>')
    .description('take a failed run up again from the stage that failed, in the same MLflow run')
    .option('--wait', 'show the stages as they pass, and the outcome')
    .option('--json', 'one JSON object on standard output and nothing else there')
    .action(async (run: string, options: RetryOptions) => end(await retryCommand(run, options, config, screen)));
}

function addReplay(program: Command, config: CliConfig, screen: Screen, end: End): void {
  program
    .command('replay')
    .description('publish stored events again, with their own bytes and ids; nothing happens twice')
    .option('--run <id>', 'the events of one run')
    .option('--request <id>', 'those of a request and all its runs')
    .option('--topic <topic>', 'those of a topic')
    .option('--all', 'everything that is kept')
    .option('--from <time|offset>', 'the first one; default: the oldest that is kept')
    .option('--to <time|offset>', 'the first one that is not meant; default: none')
    .option('--stage <stage>', 'only what this stage works on')
    .option('--as-new', 'with --run: a new run from its recorded snapshot with the code of today, and how they differ')
    .option('--commit', 'do it; without it, only say what would be published')
    .option('--why <reason>', 'for the audit record; needed with --commit')
    .option('--json', 'one JSON object')
    .action(async (options: ReplayOptions) => end(await replayCommand(options, config, screen)));
  program
    .command('audit')
    .description('what was replayed and redriven: by whom, when and why')
    .command('list')
    .option('--limit <number>', 'the newest ones', integer, 20)
    .option('--json', 'one JSON object')
    .action(async (options: AuditListOptions) => end(await listAudit(options, config, screen)));
}

function addDeadLetters(program: Command, config: CliConfig, screen: Screen, end: End): void {
  const letters = program.command('dlt').description('dead letters: messages that a stage could not work with');
  const filtered = (command: Command): Command =>
    command
      .option('--stage <stage>', 'of this stage')
      .option('--run <id>', 'about this run')
      .option('--code <code>', 'that failed with this code')
      .option('--type <event>', 'of this event, model.trained for example')
      .option('--since <time>', 'put there since')
      .option('--json', 'one JSON object');
  filtered(letters.command('list')).action(async (options: DeadLetterFilter) =>
    end(await listDeadLetters(options, config, screen)),
  );
  letters.command('show <id>').action(async (id: string) => end(await showDeadLetter(id, config, screen)));
  filtered(letters.command('redrive [ids...]'))
    .description('give messages back to their topics, and take failed runs up again')
    .option('--all', 'every dead letter')
    .option('--commit', 'do it; without it, only say what would happen')
    .option('--why <reason>', 'for the audit record; needed with --commit')
    .action(async (ids: string[], options: RedriveOptions) =>
      end(await redriveDeadLetters(ids, options, config, screen)),
    );
}

function addSymbols(program: Command, config: CliConfig, screen: Screen, end: End): void {
  const symbols = program.command('symbols').description('the symbols that a request without one runs');
  symbols
    .command('list')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => end(await listSymbols(options, config, screen)));
  symbols
    .command('add <symbol>')
    .option('--priority <number>', 'higher runs first', integer, 0)
    .option('--name <name>', 'for people')
    .option('--config <file|key=value>', "the link's configuration, repeatable", collect, [])
    .action(async (symbol: string, options: AddSymbolOptions) => end(await addSymbol(symbol, options, config, screen)));
  symbols.command('remove <symbol>').action(async (symbol: string) => end(await removeSymbol(symbol, config, screen)));
}

function addTopics(program: Command, config: CliConfig, screen: Screen, end: End): void {
  const topics = program.command('topics').description('the Kafka topics that the services need, as they are declared');
  const add = (name: string, description: string): Command =>
    topics
      .command(name)
      .description(description)
      .addOption(
        new Option('--partitions <number>', 'of each topic')
          .argParser(integer)
          .env('KAFKA_PARTITIONS')
          .default(DEFAULT_PARTITIONS),
      )
      .option('--json', 'one JSON object');
  add('diff', 'how the topics of the cluster differ; exit code 1 when they do').action(async (options: TopicsOptions) =>
    end(await diffTopics(options, config, screen)),
  );
  add('apply', 'create what is missing, set retention and size, add partitions; never takes any away').action(
    async (options: TopicsOptions) => end(await applyTopicsCommand(options, config, screen)),
  );
}

function addChampions(program: Command, config: CliConfig, screen: Screen, end: End): void {
  program
    .command('promote <run>')
    .description("make a finished run's model the champion of its symbol, whatever the contest said")
    .requiredOption('--why <text>', 'kept with the promotion, beside who and when')
    .option('--json', 'one JSON object')
    .action(async (run: string, options: ChampionOptions) => end(await promoteCommand(run, options, config, screen)));
  program
    .command('rollback <symbol>')
    .description('give the championship back to the model that had it before')
    .requiredOption('--why <text>', 'kept with the promotion, beside who and when')
    .option('--source <source>', 'the data source, where a symbol has champions of several')
    .option('--json', 'one JSON object')
    .action(async (symbol: string, options: ChampionOptions) =>
      end(await rollbackCommand(symbol, options, config, screen)),
    );
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

function integer(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('a whole number is needed');
  return value;
}
