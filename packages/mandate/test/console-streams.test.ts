/** Clients' streams of security events in the console. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newOperator } from './console-visitor.ts'
import { startServer } from './running-server.ts'

test('an operator makes, tries, pauses and deletes the stream of a client', async () => {
  await using server = await startServer({ settings: { fetchAllowedHosts: ['127.0.0.1:9'] } })
  const owner = await newOperator(server, 'owner')
  const { client } = server
  const form = await owner.visitor.follow('/console/streams/new')
  const wrong = await owner.submit(form, { client: '<script>', url: '' })
  assert.equal(wrong.status, 400)
  assert.doesNotMatch(wrong.html, /<script>["<]/)
  const fields = {
    ...{ client: client.id, url: 'http://127.0.0.1:9/events', events: 'connection_ended' },
    authorization: 'Bearer of-the-client',
  }
  const again = await owner.visitor.follow('/console/streams/new')
  const made = await owner.submit(again, fields)
  assert.match(made.html, /It hears from now on/)
  assert.doesNotMatch(made.html, /Bearer of-/)
  const address = made.address.pathname
  const [stream] = await server.store.endpoints.listOfClient(client.id)
  assert.equal(address, `/console/streams/${stream?.id}`)
  assert.deepEqual(stream?.events, ['connection_ended'])
  const list = await owner.visitor.follow('/console/streams')
  assert.match(list.html, new RegExp(`href="${address}"`))

  const tried = await owner.submit(made, {}, `${address}/test`)
  assert.match(tried.html, /is on its way/)
  const paused = await owner.submit(tried, {}, `${address}/pause`)
  assert.match(paused.html, /The stream is paused\. What/)
  const none = await owner.submit(paused, {}, `${address}/test`)
  assert.match(none.html, /no test was sent/)
  const resumed = await owner.submit(none, {}, `${address}/resume`)
  assert.match(resumed.html, /The stream goes on/)

  const edit = await owner.visitor.follow(`${address}/edit`)
  assert.doesNotMatch(edit.html, /Bearer of-/)
  const other = { url: 'http://127.0.0.1:9/elsewhere', events: 'session_revoked' }
  const kept = await owner.submit(edit, other)
  assert.equal(kept.status, 400)
  assert.match(kept.html, /was agreed with the address before/)
  const changed = await owner.submit(kept, { ...other, no_header: 'yes' })
  assert.match(changed.html, /The changes are saved/)
  const [after] = await server.store.endpoints.listOfClient(client.id)
  assert.deepEqual([after?.url, after?.events], [other.url, ['session_revoked']])

  const question = await owner.visitor.follow(`${address}/delete`)
  const deleted = await owner.submit(question, { typed: client.name })
  assert.match(deleted.html, /is deleted/)
  assert.deepEqual(await server.store.endpoints.listOfClient(client.id), [])
})
