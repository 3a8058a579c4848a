import { answer } from '../../../test/proposals';
import { readAnswer } from './read-answer';

const refused = (text: string): unknown => {
  try {
    return readAnswer(text);
  } catch (thrown) {
    return thrown;
  }
};

describe('what the decider wrote', () => {
  it('given one JSON object, when read, then it is the answer', () => {
    expect(readAnswer(`\n${JSON.stringify(answer(), null, 2)}\n`)).toEqual(answer());
  });

  it.each([
    ['JSON inside prose', `Here it is: ${JSON.stringify(answer())}`, 'decision'],
    ['JSON followed by TERMINATE', `${JSON.stringify(answer())}\nTERMINATE`, 'decision'],
    ['half of an object', JSON.stringify(answer()).slice(0, 80), 'decision'],
    ['nothing', '', 'decision'],
    ['a list', '[]', 'decision'],
    ['a confidence in words', JSON.stringify({ ...answer(), confidence: 'high' }), 'decision.confidence'],
    ['no confidence', JSON.stringify({ ...answer(), confidence: undefined }), 'decision.confidence'],
    [
      'an infinite confidence',
      JSON.stringify(answer()).replace('"confidence":49', '"confidence":1e999'),
      'decision.confidence',
    ],
    ['an action of its own', JSON.stringify({ ...answer(), action: 'STRONG_BUY' }), 'decision.action'],
    ['a leverage nobody asked for', JSON.stringify({ ...answer(), leverage: 5 }), 'decision.leverage'],
    ['a position beyond equity', JSON.stringify({ ...answer(), target_position: 3 }), 'decision.target_position'],
    ['no reasons', JSON.stringify({ ...answer(), key_factors: [] }), 'decision.key_factors'],
  ])('given %s, when read, then it is refused by name and nothing is filled in', (_, text, field) => {
    expect(refused(text)).toMatchObject({ code: 'review_invalid', field });
  });

  it('given escapes for NUL and a lone surrogate, when read, then the text is fit to be stored', () => {
    const text = JSON.stringify(answer()).replace('All three', 'All\\u0000 \\ud800three');
    expect(readAnswer(text).reasoning).toMatch(/^All \ufffdthree members/);
  });
});
