import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extrasText, readExtras } from './extras.ts'
import type { ExtrasText } from './grant.ts'

test('extras are read as they were written, and none is null', () => {
  for (const nonce of ['n', '', ' "quoted" \\ é\u0000']) {
    assert.deepEqual(readExtras(extrasText({ nonce })), { nonce })
  }
  assert.equal(extrasText({}), null)
  assert.deepEqual(readExtras(null), {})
})

test('extras with a member that this version does not know are refused', () => {
  for (const text of [
    '{"nonce":"n","unheard_of":{}}',
    '{"claims":{"elsewhere":["name"]}}',
    '{"claims":{"userinfo":"name"}}',
    '{"claims":null}',
    '{"toString":"n"}',
    '{"__proto__":"n"}',
    '{"nonce":1}',
    '{"nonce":null}',
  ]) {
    assert.equal(readExtras(text as ExtrasText), undefined, text)
  }
})
