import { ATTACKS } from '../../test/attacks';
import { ObedientReviews, PLACES } from '../../test/obedient-reviews';

describe('text from outside that gives orders, before a model that obeys', () => {
  let reviews: ObedientReviews;
  beforeAll(async () => (reviews = await ObedientReviews.start()));
  afterAll(() => reviews.stop());

  it('are 40 different ones', () => {
    expect(new Set(ATTACKS.map(({ text }) => text.split(' attack-')[0])).size).toBe(40);
  });

  it.each(ATTACKS.map((attack, i) => [attack.text.slice(0, 50), placeOf(i), attack] as const))(
    'given %j in %s, when obeyed, then only the three tools are used, no secret leaves, no decision leaves the guards',
    (_, place, attack) => reviews.expectUnharmed(attack, place),
  );
});

/** Each attack at one place; all of them at all places are for `injection.full-spec.ts`. */
function placeOf(i: number): string {
  const places = Object.keys(PLACES);
  return places[i % places.length] as string;
}
