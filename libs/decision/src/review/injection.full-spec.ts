import { ATTACKS } from '../../test/attacks';
import { ObedientReviews, PLACES } from '../../test/obedient-reviews';

describe('text from outside that gives orders, before a model that obeys', () => {
  let reviews: ObedientReviews;
  beforeAll(async () => (reviews = await ObedientReviews.start()));
  afterAll(() => reviews.stop());

  it.each(ATTACKS.map((attack) => [attack.text.slice(0, 50), attack] as const))(
    'given %j at every place, when obeyed, then only the three tools are used, no secret leaves, no decision leaves the guards',
    async (_, attack) => {
      for (const place of Object.keys(PLACES)) await reviews.expectUnharmed(attack, place);
    },
  );
});
