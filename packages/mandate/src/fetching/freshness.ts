/** How long a fetched answer may be used (RFC 9111 §4.2), within bounds of our own. */

/**
 * In seconds. `s-maxage` goes before `max-age`, as for every cache that serves several people; what
 * the answer's `Age` says is already over. `no-store`, `no-cache` and answers without a word get the
 * floor.
 */
export function freshSeconds(
  headers: Pick<Headers, 'get'>,
  { floor, ceiling }: { readonly floor: number; readonly ceiling: number },
): number {
  const control = headers.get('cache-control') ?? ''
  if (/(^|[\s,])no-(store|cache)([\s,=]|$)/i.test(control)) return floor
  const [, lifetime = '0'] =
    /(?:^|[\s,])s-maxage="?(\d{1,9})/i.exec(control) ??
    /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(control) ??
    []
  const [age = '0'] = /^\d{1,9}$/.exec(headers.get('age') ?? '') ?? []
  return Math.min(Math.max(Number(lifetime) - Number(age), floor), ceiling)
}
