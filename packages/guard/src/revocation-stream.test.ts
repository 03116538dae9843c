import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { listen } from '../test/authorization-server.ts'
import type { Revoked } from './memory.ts'
import type { GuardProblem } from './problem.ts'
import { createRevocationStream } from './revocation-stream.ts'

const READY = 'id: 7.rules\nevent: ready\ndata: {"resumed":true,"heartbeat_seconds":0.25}\n\n'
const SECRET = 'Basic c2VjcmV0'

type Answer = (response: ServerResponse, request: IncomingMessage) => void

/** A server that answers each connection with the next of these, the last one again and again. */
async function setUp(t: TestContext, ...answers: readonly [Answer, ...Answer[]]) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)] ?? answers[0]
    requests.push(request)
    answer(response, request)
  })
  const origin = await listen(server)
  const heard: (Revoked | 'begin')[] = []
  const problems: GuardProblem[] = []
  const stream = createRevocationStream({
    locate: async () => new URL(`${origin}/stream`),
    authorization: SECRET,
    onRevoked: (revoked) => heard.push(revoked),
    onBegin: () => heard.push('begin'),
    onProblem: (problem) => problems.push(problem),
    tellAfterMs: 150,
  })
  t.after(() => {
    stream.close()
    server.closeAllConnections()
    server.close()
  })
  const until = async (holds: () => boolean) => {
    while (!holds()) await pause(2)
  }
  return { stream, heard, problems, requests, until }
}

const sends =
  (...pieces: readonly string[]): Answer =>
  async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    for (const piece of pieces) {
      response.write(piece)
      await pause(1)
    }
  }

test('a ready stream vouches and passes revocations on', async (t) => {
  const jti = 'event: revoked\ndata: {"jti":"x","at":1700000000}\n\n'
  const pair = 'event: revoked\ndata: {"client_id":"crm","sub":"jo"}\n\n'
  const { stream, heard, until } = await setUp(t, sends(READY, jti, pair))
  assert.deepEqual([stream.state(), stream.vouches()], ['off', false])
  stream.start()
  assert.deepEqual([stream.state(), stream.vouches()], ['connecting', false])
  await until(() => heard.length === 2)
  assert.deepEqual(heard, [
    { tokenId: 'x', clientId: undefined, subject: undefined, at: 1_700_000_000 },
    { tokenId: undefined, clientId: 'crm', subject: 'jo', at: undefined },
  ])
  assert.deepEqual([stream.state(), stream.vouches()], ['live', true])
})

test('what cannot be read may mean any token', async (t) => {
  const { stream, heard, until } = await setUp(
    t,
    sends(READY, 'event: revoked\ndata: nonsense\n\n'),
  )
  stream.start()
  await until(() => heard.length === 1)
  assert.deepEqual(heard, [
    { tokenId: undefined, clientId: undefined, subject: undefined, at: undefined },
  ])
})

test('without signs of life it vouches no longer, and with the next one again', async (t) => {
  const beat = READY.replace('0.25', '0.1')
  const answer: Answer = async (response) => {
    sends(beat)(response, {} as IncomingMessage)
    await pause(600)
    response.write('id: 8.rules\n\n')
  }
  const { stream, until, requests } = await setUp(t, answer)
  stream.start()
  await until(() => stream.vouches())
  await until(() => !stream.vouches())
  assert.equal(stream.state(), 'silent')
  await until(() => stream.vouches())
  assert.equal(requests.length, 1)
})

test('a stream that stays silent is given up and opened again with its last id', async (t) => {
  const beat = READY.replace('0.25', '0.01')
  const { stream, until, requests } = await setUp(t, sends(beat), sends(READY))
  stream.start()
  await until(() => requests.length === 2)
  const [first, second] = requests
  assert.equal(first?.headers['last-event-id'], undefined)
  assert.equal(second?.headers['last-event-id'], '7.rules')
  for (const { headers } of requests) {
    assert.deepEqual([headers.authorization, headers.accept], [SECRET, 'text/event-stream'])
  }
  await until(() => stream.vouches())
})

test('a stream that cannot resume says so before it vouches', async (t) => {
  const { stream, heard, until } = await setUp(t, sends(READY.replace('true', 'false')))
  stream.start()
  await until(() => stream.vouches())
  assert.deepEqual(heard, ['begin'])
})

const TROUBLE: readonly [string, Answer][] = [
  ['refuses the credentials', (response) => response.writeHead(401).end()],
  ['has no stream there', (response) => response.writeHead(404).end()],
  ['has too many already', (response) => response.writeHead(503).end()],
  ['leads elsewhere', (response) => response.writeHead(307, { location: '/other' }).end()],
  [
    'sends a page',
    (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
  ],
  ['sends a line without an end', sends(`data: ${'x'.repeat(100_000)}`)],
  ['breaks off', (_response, { socket }) => socket.destroy()],
  [
    'ends at once',
    (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(),
  ],
]
for (const [what, answer] of TROUBLE) {
  test(`a server that ${what} is tried again, and the operator hears of it once`, async (t) => {
    const { stream, until, problems, requests } = await setUp(t, answer)
    stream.start()
    await until(() => problems.length === 1)
    const tries = requests.length
    await until(() => requests.length > tries)
    assert.equal(stream.vouches(), false)
    assert.equal(problems.length, 1)
    assert.equal(problems[0]?.code, 'stream_lost')
    assert.match(problems[0]?.message ?? '', /each check asks the server: http:\/\/127\.0\.0\.1/)
    assert.equal(`${problems[0]?.stack}`.includes('c2VjcmV0'), false)
    for (const { url } of requests) assert.equal(url, '/stream')
  })
}

test('no stream is opened if the server has none', async (t) => {
  const { requests } = await setUp(t, sends(READY))
  const stream = createRevocationStream({
    locate: async () => undefined,
    authorization: SECRET,
    onRevoked: () => {},
    onBegin: () => {},
    onProblem: () => assert.fail('that is no problem'),
  })
  stream.start()
  while (stream.state() === 'connecting') await pause(1)
  assert.deepEqual([stream.state(), requests.length], ['off', 0])
})

test('once closed it ends its connection and opens none', async (t) => {
  const { stream, until, requests } = await setUp(t, sends(READY))
  stream.start()
  await until(() => stream.vouches())
  stream.close()
  await until(() => requests[0]?.socket.destroyed === true)
  stream.start()
  assert.deepEqual([stream.state(), stream.vouches(), requests.length], ['off', false, 1])
})
