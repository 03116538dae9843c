import assert from 'node:assert/strict'

import { after, test } from 'node:test'
import type { RemoteOperator } from '../facts/actor.ts'
import { permissionsOf } from '../operators/roles.ts'
import type { Store } from '../store/port.ts'
import { readOnly } from '../store/read-only.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { writes } from '../store/write-access.ts'
import { ActorRefused, operation } from './operation.ts'
import { isPermitted, NotPermitted } from './permitted.ts'

const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

interface Context {
  readonly store: Store
}

test('an operation is refused to every kind of actor that it does not name', async () => {
  const acts: string[] = []
  const act = operation(
    { by: ['operator', 'account'], needs: 'users:write' },
    async (_: Context, actor, input: string) => {
      acts.push(`${actor.kind} ${input}`)
      return { is: 'done' }
    },
  )
  assert.deepEqual(await act({ store }, { kind: 'operator', via: 'shell' }, 'one'), { is: 'done' })
  await act({ store }, { kind: 'account', id: 'ada' }, 'two')
  // As a caller that the types do not see, such as a document that was read as JSON.
  const client = JSON.parse('{ "kind": "client", "id": "acme" }')
  await assert.rejects(act({ store }, client, 'three'), ActorRefused)
  assert.deepEqual(acts, ['operator one', 'account two'])
})

test('an operation, and an act that says it writes, opens the store behind a view', async () => {
  const contexts: Context[] = []
  const act = operation(
    { by: ['operator'], needs: 'users:write' },
    async (context: Context) => void contexts.push(context),
  )
  const enter = writes(async (context: Context) => void contexts.push(context))
  const view = { store: readOnly(store) }
  await act(view, { kind: 'operator', via: 'shell' }, null)
  await enter(view)
  await enter({ store })
  for (const context of contexts) assert.equal(context.store, store)
  assert.equal(contexts[0], contexts[1], 'opened once')
})

test('an operator without the permission is refused before the act, whatever else they may do', async () => {
  const acts: string[] = []
  const rotate = operation(
    { by: ['operator'], needs: 'clients:write' },
    async (_: Context, { via }, input: string) => void acts.push(`${via} ${input}`),
  )
  const auditor = remote(permissionsOf('auditor'))
  await assert.rejects(rotate({ store }, auditor, 'one'), NotPermitted)
  await assert.rejects(rotate({ store }, remote(new Set()), 'two'), { permission: 'clients:write' })
  assert.ok(!isPermitted(auditor, 'clients:write') && isPermitted(auditor, 'clients:read'))
  await rotate({ store }, remote(permissionsOf('operator')), 'three')
  await rotate({ store }, { kind: 'operator', via: 'shell' }, 'four')
  assert.deepEqual(acts, ['console three', 'shell four'])
})

test('an operator from outside the types, who names no door, may do nothing', async () => {
  const act = operation({ by: ['operator'], needs: 'users:write' }, async (_: Context) => {})
  for (const said of ['{ "kind": "operator" }', '{ "kind": "operator", "via": "Shell" }']) {
    await assert.rejects(act({ store }, JSON.parse(said), null))
  }
})

test('an act that operators may ask for does not compile without a permission', () => {
  // @ts-expect-error: `needs` is missing.
  operation({ by: ['operator'] }, async () => {})
  // @ts-expect-error: no operator may ask, so there is nothing to permit.
  operation({ by: ['account'], needs: 'users:write' }, async () => {})
})

function remote(permissions: RemoteOperator['permissions']): RemoteOperator {
  return { kind: 'operator', via: 'console', id: 'account:ada', permissions }
}
