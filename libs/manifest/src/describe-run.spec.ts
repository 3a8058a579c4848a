import { artifactOwner, decisionSha256, type EventData, type PipelineEvent, sha256Hex } from '@trademaster/contracts';
import { exampleEvent, InMemoryArtifactStore } from '@trademaster/testkit';
import { chainSha256 } from './chain';
import { readManifest } from './manifest.dto';
import { describeRun } from './describe-run';

const REQUEST = { source: '/airflow/example', client_id: 'monday', payload_sha256: sha256Hex('payload') };
const JOURNAL = [{ call: 0, request_sha256: sha256Hex('request'), reply: '{"content":"HOLD"}' }];

describe('the manifest of a run', () => {
  let store: InMemoryArtifactStore;
  let lineage: PipelineEvent[];

  beforeEach(async () => {
    store = new InMemoryArtifactStore();
    const policy = await store.put(
      { experimentId: '7', runId: 'policy' },
      'policy.json',
      '{"engine_version":"1.0.0","observation":{"features":["return_1"]}}',
    );
    const types = [
      'symbol.requested',
      'symbol.resolved',
      'model.trained',
      'signal.inferred',
      'signal.reviewed',
    ] as const;
    lineage = types.map((type) => exampleEvent(type));
    (lineage[3]?.data as EventData['signal.inferred']).inference.model.policy = policy;
  });
  const described = (journal = JOURNAL) => describeRun({ lineage, request: REQUEST, journal }, store);

  it('given a lineage, when described twice, then the bytes are the same and read back as a valid manifest', async () => {
    const { manifest, bytes, sha256 } = await described();
    expect(await described()).toMatchObject({ manifest, bytes, sha256 });
    expect(sha256).toBe(sha256Hex(bytes));
    expect(readManifest(bytes)).toEqual(manifest);
  });

  it('given its events, then each is kept as the bytes of its hash and chained to its cause, the first to the request', async () => {
    const { manifest, run, kept } = await described();
    for (const { name, bytes } of kept) await store.put(artifactOwner(run), name, bytes);
    let chain = REQUEST.payload_sha256;
    for (const [index, { artifact, chain_sha256, id }] of manifest.events.entries()) {
      const bytes = store.kept.get(artifact.uri);
      expect(JSON.parse(String(bytes))).toEqual(lineage[index]);
      expect(artifact.sha256).toBe(sha256Hex(bytes as Buffer));
      expect(id).toBe(lineage[index]?.id);
      chain = chainSha256(chain, artifact.sha256);
      expect(chain_sha256).toBe(chain);
    }
  });

  it('given another first event, then the chain hash of the last one is another', async () => {
    const before = (await described()).manifest.events.at(-1)?.chain_sha256;
    lineage[0] = { ...(lineage[0] as PipelineEvent), subject: 'SIMB' };
    expect((await described()).manifest.events.at(-1)?.chain_sha256).not.toBe(before);
  });

  it('given the signal with the hash of its manifest, then the decision is still the same one', async () => {
    const { manifest, sha256 } = await described();
    const { signal } = lineage[4]?.data as EventData['signal.reviewed'];
    expect(decisionSha256({ ...signal, manifest_sha256: sha256 })).toBe(manifest.decision_sha256);
  });

  it('given a review by rules, then there is no journal among the inputs', async () => {
    const names = (await described([])).manifest.inputs.map(({ name }) => name);
    expect(names).toEqual(['bars.json', 'team.json']);
    expect((await described()).manifest.inputs.map(({ name }) => name)).toContain('journal.json');
  });

  it('given bytes that are no manifest, when read, then the field at fault is named', async () => {
    const { manifest } = await described();
    const broken = JSON.stringify({ ...manifest, attempt: 'first' });
    expect(() => readManifest(Buffer.from(broken))).toThrow(
      expect.objectContaining({ code: 'artifact_corrupt', field: 'manifest.json.attempt' }),
    );
    expect(() => readManifest(Buffer.from('{'))).toThrow(expect.objectContaining({ code: 'artifact_corrupt' }));
  });
});
