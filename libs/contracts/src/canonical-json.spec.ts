import { canonicalJson, sha256Hex } from './canonical-json';

describe('canonical JSON', () => {
  it('given the example of RFC 8785 section 3.2.2, when canonicalised, then it is the text of section 3.2.3', () => {
    const example = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('given keys outside ASCII, when canonicalised, then they are ordered by UTF-16 code units (RFC 8785, 3.2.3)', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text))).toHaveLength(7);
    const order = [...text.matchAll(/"((?:[^"\\]|\\.)*)":/g)].map((match) => JSON.parse(`"${match[1]}"`) as string);
    expect(order).toEqual(['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
  });

  it.each([[NaN], [Infinity], ['\ud800'], [() => 1]])('given %p, when canonicalised, then it is refused', (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });

  it('given the same facts in another order, when hashed, then the hash is the same', () => {
    expect(sha256Hex(canonicalJson({ a: 1, b: [2] }))).toBe(sha256Hex(canonicalJson({ b: [2], a: 1 })));
  });
});
