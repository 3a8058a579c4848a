import { canonicalJson, type Mode, sha256Hex } from '@trademaster/contracts';
import { type Verification, verifyRun } from '@trademaster/decision';
import { EXAMPLE_RUN_ID, quickConfig, walkingBars } from '@trademaster/testkit';
import { InlineEngine } from '../../../libs/decision/test/trainer-under-test';
import { computeStory } from '../test/computed-story';
import { PersisterUnderTest } from '../test/persister-under-test';

const ROOT = `mlflow-artifacts:/7/${EXAMPLE_RUN_ID}/artifacts`;

/** Trains what it has trained before in no time: here only what is compared differs, never what goes into training. */
class RememberingEngine extends InlineEngine {
  private readonly done = new Map<string, unknown>();

  override run: InlineEngine['run'] = async (job, hooks) => {
    const key = sha256Hex(canonicalJson(JSON.parse(JSON.stringify(job)) as unknown));
    if (!this.done.has(key)) this.done.set(key, await InlineEngine.prototype.run.call(this, job, hooks));
    return this.done.get(key) as never;
  };
}

const engine = new RememberingEngine();

/** A run that has ended, and all that lies in MLflow. */
async function storedRun(mode: Mode, options: Parameters<typeof computeStory>[2] = {}) {
  const { store, journal, events } = await computeStory(mode, engine, options);
  const persister = new PersisterUnderTest(store, undefined, undefined, journal).openRun(mode);
  for (const event of events) await persister.deliver(event);
  const { mlflow } = persister;
  const paths = new Map([...mlflow.files].map(([uri, base64]) => [uri, Buffer.from(base64, 'base64')]));
  const files = new Map([...store.kept, ...paths].map(([uri, bytes]) => [uri.replace(`${ROOT}/`, ''), bytes]));
  const artifacts = { get: (uri: string) => Promise.resolve(files.get(uri.replace(`${ROOT}/`, ''))) };
  const verify = () => verifyRun(EXAMPLE_RUN_ID, { mlflow, artifacts, engine });
  return { mlflow, files, verify };
}

const differing = ({ stages }: Verification) => stages.find(({ verdict }) => verdict === 'differs');

describe.each<[Mode, string[]]>([
  ['both', ['manifest', 'request', 'snapshot', 'features', 'training', 'backtest', 'signal', 'review', 'decision']],
  ['train_backtest', ['manifest', 'request', 'snapshot', 'features', 'training', 'backtest']],
  ['inference', ['manifest', 'request', 'snapshot', 'model', 'signal', 'review', 'decision']],
])('a run of mode %s', (mode, stages) => {
  it('given it is untouched, when verified, then every stage comes out the same', async () => {
    const verification = await (await storedRun(mode)).verify();
    expect(differing(verification)).toBeUndefined();
    expect(verification).toMatchObject({ verified: true, run_id: EXAMPLE_RUN_ID });
    expect(verification.stages.map(({ stage }) => stage)).toEqual(stages);
  });

  it('given one byte of any stored file is another one, when verified, then the stage that the file belongs to is named', async () => {
    const { files, verify } = await storedRun(mode);
    const named = new Map<string, string | undefined>();
    // in mode inference the model is another run's, whose own proof the rest of that run is
    const own = [...files].filter(([path]) => !path.includes('/facts/') || /\/(model|policy)-/.test(path));
    for (const [path, bytes] of own) {
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] as number) ^ 1;
      named.set(path, (await verify()).first_difference);
      bytes[middle] = bytes[middle] ^ 1;
    }
    const expected = own.map(([path]) => [path, stageOf(path, mode)]);
    expect([...named]).toEqual(expected);
    expect(named.size).toBeGreaterThanOrEqual(12);
    expect((await verify()).verified).toBe(true);
  });

  it('given a file is missing, when verified, then its stage is named, and the later ones are not checked', async () => {
    const { files, verify } = await storedRun(mode);
    const bars = [...files.keys()].find((path) => path.includes('bars')) as string;
    files.delete(bars);
    const verification = await verify();
    expect(differing(verification)).toMatchObject({ stage: 'snapshot', item: 'bars.json', got: 'missing' });
    expect(verification.stages.slice(3).map(({ verdict }) => verdict)).toEqual(
      stages.slice(3).map(() => 'not_checked'),
    );
  });
});

/** Which stage a stored file belongs to, by its name alone. */
function stageOf(path: string, mode: Mode): string | undefined {
  const name = path.replace(/^.*\/facts\//, '').replace(/^facts\//, '');
  const model = mode === 'inference' ? 'model' : undefined;
  const owners: [RegExp, string][] = [
    [/^manifest\.json$/, 'manifest'],
    [/^symbol\.requested-/, 'request'],
    [/^(bars|symbol\.resolved)-/, 'snapshot'],
    [/^model\/policy\.json$/, model ?? 'backtest'],
    [/^(policy|backtest|report|model\.trained)-|^backtest\/|^report\.html$/, model ?? 'backtest'],
    [/^(model|training-curve)-|^model\/|^training\//, model ?? 'training'],
    [/^(facts|signal\.inferred)-|^review\/facts/, 'signal'],
    [/^(team|journal|prompt|transcript|claims)-|^review\//, 'review'],
    [/^signal\.reviewed-|^signal\.json$/, 'decision'],
  ];
  return owners.find(([pattern]) => pattern.test(name))?.[1];
}

it('given a run by walk-forward, untouched, when verified, then every stage comes out the same', async () => {
  const config = { ...quickConfig(), evaluation: { method: 'walk_forward' as const, folds: 3 } };
  const verification = await (await storedRun('both', { config, bars: walkingBars(420) })).verify();
  expect(differing(verification)).toBeUndefined();
});

describe('a run of which not only bytes were touched', () => {
  it.each([
    ['manifest_sha256', 'manifest'],
    ['decision_sha256', 'decision'],
  ])('given another tag %s, when verified, then %s is named', async (tag, stage) => {
    const { mlflow, verify } = await storedRun('both');
    await mlflow.logBatch(EXAMPLE_RUN_ID, { tags: { [tag]: sha256Hex('another') } });
    expect((await verify()).first_difference).toBe(stage);
  });

  it('given a journal with another reply whose hashes all fit, when verified, then the review is named', async () => {
    const { mlflow, files, verify } = await storedRun('both');
    const [path, bytes] = [...files].find(([name]) => name.startsWith('facts/journal-')) as [string, Buffer];
    const forged = Buffer.from(bytes.toString().replace('No objection', 'No opposition'));
    expect(forged.equals(bytes)).toBe(false);
    files.set(path, forged);
    const manifest = (files.get('manifest.json') as Buffer).toString().replaceAll(sha256Hex(bytes), sha256Hex(forged));
    files.set('manifest.json', Buffer.from(manifest));
    await mlflow.logBatch(EXAMPLE_RUN_ID, { tags: { manifest_sha256: sha256Hex(manifest) } });
    expect(differing(await verify())).toMatchObject({ stage: 'review' });
  });

  it('given a run that nobody knows or that goes on, when verified, then it says so', async () => {
    const { mlflow, verify } = await storedRun('both');
    const artifacts = { get: () => Promise.resolve(undefined) };
    const unknown = { getRun: () => Promise.resolve(undefined) };
    await expect(verifyRun(EXAMPLE_RUN_ID, { mlflow: unknown, artifacts, engine })).rejects.toMatchObject({
      code: 'run_unknown',
    });
    const run = mlflow.runs.get(EXAMPLE_RUN_ID);
    Object.assign(run ?? {}, { status: 'RUNNING', tags: {} });
    await expect(verify()).rejects.toMatchObject({ code: 'artifact_not_found' });
  });
});
