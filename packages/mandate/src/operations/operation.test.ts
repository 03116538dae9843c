import assert from 'node:assert/strict'

import { after, test } from 'node:test'
import type { Store } from '../store/port.ts'
import { readOnly } from '../store/read-only.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { writes } from '../store/write-access.ts'
import { ActorRefused, operation } from './operation.ts'

const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

interface Context {
  readonly store: Store
}

test('an operation is refused to every kind of actor that it does not name', async () => {
  const acts: string[] = []
  const act = operation(['operator', 'account'], async (_: Context, actor, input: string) => {
    acts.push(`${actor.kind} ${input}`)
    return { is: 'done' }
  })
  assert.deepEqual(await act({ store }, { kind: 'operator' }, 'one'), { is: 'done' })
  await act({ store }, { kind: 'account', id: 'ada' }, 'two')
  // As a caller that the types do not see, such as a document that was read as JSON.
  const client = JSON.parse('{ "kind": "client", "id": "acme" }')
  await assert.rejects(act({ store }, client, 'three'), ActorRefused)
  assert.deepEqual(acts, ['operator one', 'account two'])
})

test('an operation, and an act that says it writes, opens the store behind a view', async () => {
  const contexts: Context[] = []
  const act = operation(['operator'], async (context: Context) => void contexts.push(context))
  const enter = writes(async (context: Context) => void contexts.push(context))
  const view = { store: readOnly(store) }
  await act(view, { kind: 'operator' }, null)
  await enter(view)
  await enter({ store })
  for (const context of contexts) assert.equal(context.store, store)
  assert.equal(contexts[0], contexts[1], 'opened once')
})
