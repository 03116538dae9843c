import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, ActorRefused, operation } from './operation.ts'

test('an operation is refused to every kind of actor that it does not name', async () => {
  const acts: string[] = []
  const act = operation(['operator', 'account'], async (_context: null, actor, input: string) => {
    acts.push(`${actor.kind} ${input}`)
    return { is: 'done' }
  })
  assert.deepEqual(await act(null, { kind: 'operator' }, 'one'), { is: 'done' })
  await act(null, { kind: 'account', id: 'ada' }, 'two')
  // As a caller that the types do not see, such as a document that was read as JSON.
  const client = JSON.parse('{ "kind": "client", "id": "acme" }')
  await assert.rejects(act(null, client, 'three'), ActorRefused)
  assert.deepEqual(acts, ['operator one', 'account two'])
  const kind: Actor['kind'] = client.kind
  assert.equal(kind, 'client')
})
