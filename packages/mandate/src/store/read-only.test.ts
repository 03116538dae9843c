import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { CommandData } from '../cli/data-directory.ts'
import type { HttpContext } from '../http/context.ts'
import { readOnly } from './read-only.ts'
import { openSqliteStore } from './sqlite/open.ts'

const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

test('a read-only view has no writing verb at run time either', () => {
  const reads =
    /^(find|list|read|search|walk|tally|count|sum|total|was|has|ping|version$|current$|acceptNewerUntil)/
  const view: object = readOnly(store)
  for (const [noun, verbs] of Object.entries(view)) {
    for (const verb of typeof verbs === 'function' ? [noun] : Object.keys(verbs)) {
      assert.match(verb, reads, `${noun}.${verb}`)
    }
  }
})

test('the compiler gives endpoints and commands such a view', () => {
  type Writes<Context extends { readonly store: { readonly clients: object } }> =
    'insert' extends keyof Context['store']['clients'] ? true : false
  const endpoints: Writes<HttpContext> = false
  const commands: Writes<CommandData> = false
  assert.deepEqual([endpoints, commands], [false, false])
})
