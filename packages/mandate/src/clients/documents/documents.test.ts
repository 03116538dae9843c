import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DocumentHost, openDocumentHost } from '../../../test/document-host.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { createFetcher, type Fetcher } from '../../fetching/fetcher.ts'
import { createClientDocuments } from './documents.ts'

const notes = {
  client_name: 'Notes for Agents',
  redirect_uris: ['https://notes.example/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'none',
}

/** A clock that is set by hand, and documents through the real fetcher. */
function open({
  allowedHosts = [] as readonly string[],
  fetch = createFetcher({ allowedHosts }) as Fetcher,
} = {}) {
  const clock = { time: 1_800_000_000, now: () => clock.time }
  const settings = { fetchAllowedHosts: allowedHosts, clientDocumentSchemes: [] }
  const documents = createClientDocuments({ fetch, clock, settings })
  let networks = 0
  return {
    clock,
    documents,
    of: (url: string, network = `network ${networks++}`, isKnown = false) =>
      documents.of(url, { network, isKnown }),
  }
}

const refusedFor = (problem: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.reason, 'client_document_refused')
  assert.match(String(Object(error.details).problem), problem)
  return true
}

const busy = (error: unknown) =>
  error instanceof Refusal && error.reason === 'client_documents_busy'

const withHost =
  (act: (host: DocumentHost, opened: ReturnType<typeof open>) => Promise<void>) => async () => {
    const host = await openDocumentHost()
    try {
      await act(host, open({ allowedHosts: ['127.0.0.1'] }))
    } finally {
      host.close()
    }
  }

test(
  'a document that redirects, is giant, of another type or status, or no JSON is refused, and nothing is kept (SCENARIO 82)',
  withHost(async (host, { of }) => {
    const json = { 'content-type': 'application/json' }
    const bad: readonly (readonly [Parameters<DocumentHost['answer']>[1], RegExp])[] = [
      [(_, to) => to.writeHead(302, { location: '/good.json' }).end(), /redirect/],
      [(_, to) => to.writeHead(200, json).end(`{"a":"${'x'.repeat(6_000)}"}`), /5120 bytes/],
      [(_, to) => to.writeHead(200, { 'content-type': 'text/html' }).end('{}'), /media type/],
      [(_, to) => to.writeHead(200).end('{}'), /media type/],
      [(_, to) => to.writeHead(404, json).end('{}'), /status 404/],
      [(_, to) => to.writeHead(203, json).end('{}'), /status 203/],
      [(_, to) => to.writeHead(200, json).end('<html>'), /not valid JSON/],
      [(_, to) => to.writeHead(200, json).end('[]'), /not a JSON object/],
      [(_, to) => to.writeHead(200, json).end('null'), /not a JSON object/],
      [(_, to) => to.writeHead(200, json).end(Buffer.from([0xff, 0x7b])), /UTF-8/],
    ]
    for (const [place, [answer, problem]] of bad.entries()) {
      const url = host.answer(`/${place}.json`, answer)
      await assert.rejects(of(url), refusedFor(problem))
      await assert.rejects(of(url), refusedFor(problem))
      assert.equal(host.asked(`/${place}.json`), 2, `${place}: a failure must not be kept`)
      // Once it is good, it is used at once.
      host.put(`/${place}.json`, notes)
      assert.equal((await of(url)).client.name, 'Notes for Agents')
    }
    const typed = host.put('/typed.json', notes, { 'content-type': 'application/cimd+json' })
    assert.equal((await of(typed)).client.id, typed)
  }),
)

test('a slow document, and a name with a private address, are refused (SCENARIO 82)', async () => {
  const never = () => new Promise<never>(() => {})
  const slow = createFetcher({ allowedHosts: [], lookup: never })
  const hurried: Fetcher = (address, request) => slow(address, { ...request, timeoutMs: 50 })
  const url = 'https://agents.example/client.json'
  await assert.rejects(open({ fetch: hurried }).of(url), refusedFor(/within 0\.05 seconds/))
  for (const address of ['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', 'fd00::1']) {
    const family = address.includes(':') ? 6 : 4
    const fetch = createFetcher({ allowedHosts: [], lookup: async () => [{ address, family }] })
    await assert.rejects(open({ fetch }).of(url), (error) => {
      refusedFor(/does not call/)(error)
      // Whoever gave the URL learns nothing of the network behind it.
      assert.doesNotMatch(JSON.stringify(Object(error).details), /10\.0|127\.0|169\.254|private/)
      return true
    })
  }
})

test('a name is resolved once for each fetch, so it cannot rebind between check and connection (SCENARIO 82)', async () => {
  const host = await openDocumentHost()
  const named = host.host.replace('127.0.0.1', 'agents.example')
  const url = `http://${named}/client.json`
  host.put('/client.json', { ...notes, client_id: url })
  let asked = 0
  const lookup = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
  const allowedHosts = [named]
  const { of } = open({ allowedHosts, fetch: createFetcher({ allowedHosts, lookup }) })
  assert.equal((await of(url)).client.id, url)
  assert.equal(asked, 1)
  host.close()
})

test(
  'a document of another client, with a secret, or with another authentication is refused',
  withHost(async (host, { of }) => {
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ client_id: `http://${host.host}/other.json` }, /not the URL of the document/],
      [{ client_id: undefined }, /not the URL of the document/],
      [{ client_secret: 's' }, /contains client_secret/],
      [{ client_secret_expires_at: 0 }, /contains client_secret_expires_at/],
      [{ token_endpoint_auth_method: 'client_secret_basic' }, /none or private_key_jwt/],
      [{ token_endpoint_auth_method: 'client_secret_jwt' }, /none or private_key_jwt/],
      [{ token_endpoint_auth_method: 'tls_client_auth' }, /none or private_key_jwt/],
      [{ token_endpoint_auth_method: 'private_key_jwt' }, /needs its public keys/],
      [
        { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ kty: 'oct', k: 'a' }] } },
        /not a public key/,
      ],
      [{ client_name: undefined }, /client_name/],
      ...['A\u202eb', '\u3164', 'Ad\uffa0a', '\u2800 ', '\ufe0f', `Z${'\u0301'.repeat(30)}`].map(
        (name) => [{ client_name: name }, /visible characters/] as const,
      ),
      [{ redirect_uris: [] }, /redirect_uris/],
      [{ redirect_uris: ['javascript:alert(1)'] }, /Number 1/],
      [{ redirect_uris: ['http://agents.example/callback'] }, /loopback/],
      [{ redirect_uris: ['cursor://mcp/callback'] }, /scheme cursor/],
      [{ redirect_uris: 'https://notes.example/callback' }, /list/],
      [{ response_types: ['token'] }, /response_types/],
      [{ grant_types: ['client_credentials'] }, /grant_types/],
      [{ scope: ['read'] }, /scope/],
    ]
    for (const [place, [changed, problem]] of wrong.entries()) {
      const url = host.put(`/w${place}.json`, { ...notes, ...changed })
      await assert.rejects(of(url), refusedFor(problem), JSON.stringify(changed))
    }
  }),
)

test('a client_id that is no canonical https URL with a path is refused before anything is called', async () => {
  const fetch: Fetcher = () => assert.fail('nothing may be called')
  const { documents } = open({ fetch })
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['http://agents.example/client.json', /begin with https/],
    ['https://agents.example', /no path/],
    ['https://agents.example?client', /no path/],
    ['https://agents.example/a#b', /fragment/],
    ['https://agents.example/#', /fragment/],
    ['https://me:secret@agents.example/a', /user name/],
    ['https://agents.example/a/../b', /dot/],
    ['https://agents.example/a/%2e%2E/b', /dot/],
    ['https://agents.example/./b', /dot/],
    ['https://agents.example/.', /dot/],
    ['https://agents.example:443/a', /written as https:\/\/agents\.example\/a/],
    ['https://AGENTS.example/a', /written as/],
    ['https://agents.example/a b', /written as/],
    ['https://agents.example\\a', /no path|written as/],
    ['https://agents.example./a', /dot at its end/],
    ['https://аgents.example/a', /written as https:\/\/xn--/],
    ['https://*.example/a', /not a name/],
    ['https://93.184.216.34/a', /IP address/],
    ['https://[2606:4700::1]/a', /IP address/],
    ['https://127.1/a', /written as|IP address/],
    [`https://agents.example/${'a'.repeat(400)}`, /longer than 400/],
    ['https:agents.example/a', /no path|written as/],
  ]
  for (const [url, problem] of wrong) {
    assert.throws(() => documents.check(url), refusedFor(problem), url)
    await assert.rejects(
      documents.of(url, { network: '', isKnown: false }),
      refusedFor(problem),
      url,
    )
  }
})

test(
  'a document is used for as long as it says, at least a minute and at most a day',
  withHost(async (host, { of, clock }) => {
    const lifetimes: readonly (readonly [string, number])[] = [
      ['no-store', 60],
      ['max-age=5', 60],
      ['private, max-age=600', 600],
      ['max-age=10, s-maxage=300', 300],
      ['max-age=999999999', 86_400],
      ['', 60],
    ]
    for (const [place, [control, seconds]] of lifetimes.entries()) {
      const path = `/c${place}.json`
      const url = host.put(path, notes, { 'cache-control': control })
      await of(url)
      clock.time += seconds - 1
      await of(url)
      assert.equal(host.asked(path), 1, control)
      clock.time += 1
      await of(url)
      assert.equal(host.asked(path), 2, control)
    }
  }),
)

test(
  'a document that is over and cannot be fetched again is not used any longer',
  withHost(async (host, { of, clock }) => {
    const url = host.put('/gone.json', notes)
    await of(url)
    host.answer('/gone.json', (_, to) => to.writeHead(500).end())
    clock.time += 60
    await assert.rejects(of(url), refusedFor(/status 500/))
  }),
)

test(
  'a hundred browsers at once cause one fetch; one network, or one host, cannot cause many',
  withHost(async (host, { of, clock }) => {
    const answers: (() => void)[] = []
    const url = host.answer('/slow.json', (_, to) => {
      const text = JSON.stringify({ client_id: url, ...notes })
      const type = { 'content-type': 'application/json' }
      answers.push(() => to.writeHead(200, type).end(text))
    })
    const flood = Promise.allSettled(Array.from({ length: 200 }, () => of(url, 'one network')))
    const others = Promise.allSettled(Array.from({ length: 90 }, () => of(url)))
    while (answers.length === 0) await new Promise((resolve) => setImmediate(resolve))
    for (const answer of answers) answer()
    const served = (all: Awaited<typeof flood>) => all.filter((one) => one.status === 'fulfilled')
    assert.deepEqual([served(await flood).length, served(await others).length], [20, 80])
    assert.equal(host.asked('/slow.json'), 1)

    clock.time += 60
    const fromOne = (number: number) => of(`http://${host.host}/n${number}.json`, 'one network')
    for (let number = 0; number < 30; number++) {
      await assert.rejects(fromOne(number), refusedFor(/status 404/))
    }
    await assert.rejects(fromOne(30), busy)
    for (let number = 30; number < 60; number++) {
      await assert.rejects(of(`http://${host.host}/n${number}.json`), refusedFor(/status 404/))
    }
    await assert.rejects(of(`http://${host.host}/n60.json`), busy)
    const otherPort = host.host.replace(/:\d+$/, ':1')
    await assert.rejects(of(`http://${otherPort}/n60.json`), busy)
    // Whoever has used the client before can go on.
    const known = `http://${host.host}/n61.json`
    await assert.rejects(of(known, undefined, true), refusedFor(/status 404/))
    // What is at hand needs no fetch.
    assert.equal((await of(url).catch((error) => error)) instanceof Refusal, true)
    clock.time += 60
    assert.equal((await fromOne(1).catch(busy)) as unknown, false)
  }),
)

test(
  'one document that fails is fetched six times a minute at most',
  withHost(async (host, { of }) => {
    const url = `http://${host.host}/nothing.json`
    for (let time = 0; time < 6; time++) await assert.rejects(of(url), refusedFor(/404/))
    await assert.rejects(of(url), busy)
    assert.equal(host.asked('/nothing.json'), 6)
  }),
)
