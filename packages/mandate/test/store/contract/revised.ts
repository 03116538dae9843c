import assert from 'node:assert/strict'

/** What was changed is as expected, but for its revision, which is another one after each change. */
export function assertRevised<Row extends { readonly revision: string }>(
  found: Row | undefined,
  expected: Row,
): void {
  assert.notEqual(found?.revision, expected.revision)
  assert.deepEqual({ ...found, revision: expected.revision }, expected)
}
