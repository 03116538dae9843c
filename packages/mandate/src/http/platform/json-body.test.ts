import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { Problem } from '../problem.ts'
import { jsonBody } from './json-body.ts'

async function read(body: string | Buffer, type = 'application/json'): Promise<unknown> {
  const server = Fastify()
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, sent, done) =>
    done(null, sent),
  )
  server.post('/', async (request) => {
    try {
      return jsonBody(request)
    } catch (error) {
      assert.ok(error instanceof Problem)
      return error.code
    }
  })
  const headers = { 'content-type': type }
  const response = await server.inject({ method: 'POST', url: '/', headers, body })
  return response.headers['content-type']?.startsWith('application/json')
    ? response.json()
    : response.body
}

test('a JSON object is read, whatever the parameters of its content type', async () => {
  assert.deepEqual(await read('{"id":"ü"}'), { id: 'ü' })
  assert.deepEqual(await read('{}', 'Application/JSON; charset=utf-8'), {})
})

test('anything else is refused', async () => {
  for (const body of ['', '[]', 'null', '"x"', '{"id":', Buffer.from([0x7b, 0x22, 0xff])]) {
    assert.equal(await read(body), 'not_json')
  }
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json5']) {
    assert.equal(await read('{}', type), 'wrong_content_type')
  }
})
