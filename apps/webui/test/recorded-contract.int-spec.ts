import { comparable, recordedPairs, Replay } from './replay';
import { WebuiUnderTest } from './webui-under-test';

/**
 * Where we answer otherwise than the existing backend did, on purpose: each a mended defect of docs/webui-contract.md.
 * What is answered instead has its own tests in mended-defects.int-spec.ts.
 */
const MENDED: Record<string, { status: number; because: string }> = {
  // workflow symbols
  conid_over_int32: { status: 422, because: 'a conid over 2^31-1 was a 500' },
  patch_enabled_null: { status: 422, because: 'null for a column that has a value always was a 500' },
  patch_priority_null: { status: 422, because: 'a priority of null was stored' },
  list_after_priority_null: { status: 200, because: '… and broke every list' },
  // artifacts: what is refused
  post_name_null: { status: 400, because: 'a name of null was a 500' },
  post_confidence_gt1: { status: 422, because: 'confidence is 0..1' },
  post_confidence_negative: { status: 422, because: 'confidence is 0..1' },
  post_confidence_int_82: { status: 422, because: 'confidence is 0..1' },
  post_confidence_word: { status: 422, because: 'a word for a number was a 500' },
  post_confidence_bool: { status: 422, because: 'a boolean for a number was a 500' },
  post_unknown_field: { status: 422, because: 'an unknown field was a 500' },
  post_client_id: { status: 422, because: 'a client chose the id, and a later row got the same' },
  post_client_id_dup: { status: 422, because: '… which was a 500' },
  post_client_created_at_bad: { status: 422, because: '"yesterday" was a time' },
  post_symbol_object: { status: 422, because: 'an object for text was a 500' },
  post_nul_in_text: { status: 422, because: 'a NUL character was a 500' },
  post_lone_surrogate_text: { status: 422, because: 'half a surrogate pair was a 500' },
  post_lone_surrogate_json: { status: 422, because: '… which was stored all the same, and broke every list' },
  list_limit_negative: { status: 422, because: 'a negative limit was a 500' },
  patch_type_unvalidated: { status: 400, because: 'the type could be changed to anything' },
  patch_confidence_out_of_range: { status: 422, because: 'confidence is 0..1' },
  patch_name_null: { status: 422, because: 'a name of null was a 500' },
  // artifacts: what is answered
  post_signal_data_empty_obj: { status: 200, because: 'an empty object came back as null' },
  post_llm_prompt_null: { status: 200, because: 'a prompt of null was a 500' },
  list_type_order_with_null_signal_data: { status: 200, because: 'a type that does not exist was a 500' },
  list_unknown_filter_ignored: { status: 200, because: 'run_id filters' },
  list_offset_ignored: { status: 200, because: 'offset skips' },
  patch_to_dict_attr: { status: 200, because: 'an unknown field named like a method of the row was a 500' },
  patch_llm_response_length_stale: { status: 200, because: 'response_length is counted anew' },
  image_chart_regenerate: { status: 404, because: 'a missing image file was a 500' },
  // artifacts: other rows, because of the above
  list_symbol: { status: 200, because: 'the second of two same posts is no second row' },
  stats: { status: 200, because: 'fewer rows' },
  stats_after_banana: { status: 200, because: 'fewer rows' },
  get_after_patches: { status: 200, because: 'confidence was not patched' },
  list_type_banana: { status: 200, because: 'nothing has that type' },
};

describe('the recorded contract of the existing backend', () => {
  let webui: WebuiUnderTest;

  beforeAll(async () => {
    webui = await WebuiUnderTest.start(process.env);
  }, 60_000);

  afterAll(() => webui.stop());

  it.each(['workflow-symbols', 'artifacts'] as const)(
    'given the recorded requests about %s, when sent in order, then the answers are the recorded ones but for the mended',
    async (subject) => {
      const replay = new Replay(webui);
      const differences: Record<string, unknown> = {};
      for (const pair of recordedPairs(subject)) {
        const answer = await replay.send(pair);
        const mended = MENDED[pair.name];
        const said = { status: answer.status, body: comparable(answer.body) };
        const wanted = { status: pair.response.status, body: replay.expected(pair.response.body) };
        if (
          mended !== undefined
            ? said.status !== mended.status
            : JSON.stringify(sorted(said)) !== JSON.stringify(sorted(wanted))
        ) {
          differences[pair.name] = { said, wanted: mended ?? wanted };
        }
        expectHeaders(pair.name, answer.headers, pair.response);
      }
      expect(differences).toEqual({});
    },
    60_000,
  );

  it('given the list of mended defects, then each is a recorded request', () => {
    const recorded = new Set(
      [...recordedPairs('workflow-symbols'), ...recordedPairs('artifacts')].map(({ name }) => name),
    );
    expect(Object.keys(MENDED).filter((name) => !recorded.has(name))).toEqual([]);
  });
});

function expectHeaders(
  name: string,
  headers: Headers,
  recorded: { location?: string; content_disposition?: string },
): void {
  const location = headers.get('location');
  const said = { name, location: location === null ? undefined : location.replace(/^http:\/\/[^/]+/, '') };
  expect(said).toEqual({ name, location: recorded.location });
  if (recorded.content_disposition === undefined) return;
  const wanted = recorded.content_disposition.replace(/\d+/, '1');
  expect(headers.get('content-disposition')?.replace(/\d+/, '1')).toBe(wanted);
}

/** Keys in one order: what an object says does not depend on it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
