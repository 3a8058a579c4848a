/**
 * As Promise.all, but when it throws, nothing goes on any more: the lock that this is done under may then be given back.
 * Throws the first error in the order of the list.
 */
export async function allEnded<Results extends unknown[]>(
  work: readonly [...{ [K in keyof Results]: Promise<Results[K]> }],
): Promise<Results> {
  const ends = await Promise.allSettled(work as readonly Promise<unknown>[]);
  const failed = ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
  if (failed) throw failed.reason;
  return ends.map((end) => (end as PromiseFulfilledResult<unknown>).value) as Results;
}
