/** A method of any class, its types put aside. */
export type Method = (this: object, ...given: unknown[]) => unknown;

/** Puts another method in the place of a class's own. Throws where there is none of that name: nothing would be planted. */
export function instead(owner: { prototype: object; name: string }, name: string, make: (own: Method) => Method): void {
  const own: unknown = Reflect.get(owner.prototype, name);
  if (typeof own !== 'function')
    throw new Error(`${owner.name} has no method ${name}: this bug has to be planted anew`);
  Reflect.set(owner.prototype, name, make(own as Method));
}
