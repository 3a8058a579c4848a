import { tagFilter } from './tag-filter';

describe("MLflow's search expressions", () => {
  it('given several tags, when a filter is made, then all of them have to match', () => {
    const filter = tagFilter({ 'trademaster.request_id': 'r-1', 'trademaster.symbol': 'BTC' });
    expect(filter).toBe("tags.`trademaster.request_id` = 'r-1' AND tags.`trademaster.symbol` = 'BTC'");
  });

  it('given a value with a quote, when a filter is made, then the other quote encloses it', () => {
    expect(tagFilter({ name: "it's" })).toBe('tags.`name` = "it\'s"');
  });

  it('given a value with both quotes, when a filter is made, then it is refused: MLflow has no escapes', () => {
    expect(() => tagFilter({ name: `it's "x"` })).toThrow(expect.objectContaining({ code: 'mlflow_rejected' }));
  });
});
