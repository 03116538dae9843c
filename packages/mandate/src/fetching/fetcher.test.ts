import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { needs } from '../../../../scripts/debian/programs.ts'
import { certificateFor } from '../../../../test/guides/certificate.ts'
import { temporaryDirectory } from '../../test/command-line/mandate-process.ts'
import { allowedHostsProblem } from './allowed-hosts.ts'
import { createFetcher, type FetchRequest } from './fetcher.ts'
import { type FetchRefusal, FetchRefused, messageForOthers } from './refused.ts'

const refused = (code: FetchRefusal, message?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof FetchRefused, String(error))
  assert.equal(error.code, code, error.message)
  if (message !== undefined) assert.match(error.message, message)
  return true
}

/** A resolver with one name. */
const resolving = (...addresses: readonly string[]) => {
  return async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}

async function serveHttp(context: TestContext, listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that writes raw bytes to each connection. */
async function serveTcp(context: TestContext, speak: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => speak(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ask = (host: string, request?: FetchRequest) =>
  createFetcher({ allowedHosts: [host] })(`http://${host}/document`, request)

test('a URL on this machine or a private network is refused in every notation (SCENARIO 54)', async () => {
  const fetch = createFetcher({ allowedHosts: ['127.0.0.1:1'] })
  const hosts = [
    ...['localhost', '127.0.0.1', '127.1', '0x7f.1', '0177.0.0.1', '2130706433', '0'],
    ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '[fd00::1]'],
    ...['10.0.0.1', '169.254.169.254', '①②⑦.0.0.1', '%31%32%37.0.0.1'],
  ]
  for (const host of hosts) {
    await assert.rejects(
      fetch(`https://${host}/`),
      refused('special_address', /fetch_allowed_hosts/),
    )
  }
})

test('a name with a private address among public ones is refused (SCENARIO 54)', async () => {
  const fetch = createFetcher({ allowedHosts: [], lookup: resolving('1.1.1.1', '10.0.0.5') })
  await assert.rejects(
    fetch('https://idp.example/'),
    refused('special_address', /idp\.example is at 10\.0\.0\.5, an address for a private network/),
  )
})

test('whoever gave an address learns nothing of the network behind it', async () => {
  const fetch = createFetcher({ allowedHosts: [], lookup: resolving('10.0.0.5') })
  const error: unknown = await fetch('https://keys.example/').catch((given) => given)
  assert.match(messageForOthers(error), /does not call.*fetch_allowed_hosts/)
  assert.doesNotMatch(messageForOthers(error), /10\.0\.0\.5|private/)
  assert.equal(messageForOthers(new Error('It broke.')), 'It broke.')
})

test('a name is resolved once, so it cannot change between check and connection (SCENARIO 54, 82)', async (context) => {
  const host = await serveHttp(context, (request, response) => {
    response.end(`${request.socket.localAddress} ${request.headers.host}`)
  })
  const named = host.replace('127.0.0.1', 'rebinding.example')
  let asked = 0
  const lookup = async () => {
    asked += 1
    return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
  }
  const fetch = createFetcher({ allowedHosts: [named], lookup })
  const answer = await fetch(`http://${named}/`)
  assert.equal(await answer.text(), `127.0.0.1 ${named}`)
  assert.equal(asked, 1)
})

test('an allowed host is allowed only on its port and under its name', async (context) => {
  const host = await serveHttp(context, (_, response) => response.end('here'))
  const fetch = createFetcher({ allowedHosts: [host] })
  assert.equal(await (await fetch(`http://${host}/`)).text(), 'here')
  const [, port] = host.split(':')
  await assert.rejects(fetch(`http://localhost:${port}/`), refused('not_https'))
  await assert.rejects(fetch(`https://localhost:${port}/`), refused('special_address'))
  await assert.rejects(
    fetch(`https://127.0.0.1:${port === '1' ? 2 : 1}/`),
    refused('special_address'),
  )
})

test('anything but an https URL is refused, and the error shows no secrets', async () => {
  const fetch = createFetcher({ allowedHosts: [] })
  for (const address of [
    '',
    'idp.example',
    '//idp.example',
    'file:///etc/passwd',
    'ftp://a.example/',
  ]) {
    await assert.rejects(fetch(address), refused('bad_address'))
  }
  await assert.rejects(
    fetch('http://idp.example/?key=s3cret'),
    refused('not_https', /^(?!.*s3cret)/),
  )
  await assert.rejects(
    fetch('https://me:s3cret@idp.example/'),
    refused('bad_address', /^(?!.*s3cret)/),
  )
})

test('a redirect is refused and not followed (SCENARIO 82)', async (context) => {
  const seen: (string | undefined)[] = []
  const host = await serveHttp(context, (request, response) => {
    seen.push(request.url)
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  await assert.rejects(ask(host), refused('redirected', /Give the URL that it redirects to/))
  assert.deepEqual(seen, ['/document'])
})

test('a huge response is refused, declared or not, and not read to the end (SCENARIO 82)', async (context) => {
  let sent = 0
  const host = await serveHttp(context, (_, response) => {
    const chunk = Buffer.alloc(64 * 1024)
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length
    }
    response.on('drain', more)
    more()
  })
  await assert.rejects(ask(host, { maxBytes: 100_000 }), refused('too_large', /100000 bytes/))
  assert.ok(sent < 50_000_000)
})

test('a response that drips is cut off at the timeout, in the headers or the body (SCENARIO 82)', async (context) => {
  const drip = (start: string, drop: string) => (socket: Socket) => {
    socket.write(start)
    const timer = setInterval(() => socket.write(drop), 20)
    socket.on('close', () => clearInterval(timer))
  }
  for (const speak of [
    () => {},
    drip('HTTP/1.1 200 OK\r\n', 'a'),
    drip('', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
    drip('HTTP/1.1 200 OK\r\n\r\n', 'a'),
  ]) {
    const host = await serveTcp(context, speak)
    await assert.rejects(ask(host, { timeoutMs: 200 }), refused('too_slow', /within 0\.2 seconds/))
  }
})

test('a resolver that never answers runs into the timeout', async () => {
  const fetch = createFetcher({ allowedHosts: [], lookup: () => new Promise(() => {}) })
  await assert.rejects(fetch('https://idp.example/', { timeoutMs: 50 }), refused('too_slow'))
})

test('endless headers and responses that are not HTTP are refused (SCENARIO 82)', async (context) => {
  const endless = (socket: Socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const more = () => {
      while (!socket.destroyed && socket.write('x-more: of the same\r\n'));
    }
    socket.on('drain', more)
    more()
  }
  await assert.rejects(ask(await serveTcp(context, endless)), refused('too_large', /headers/))
  for (const text of ['SSH-2.0-OpenSSH\r\n', 'HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n']) {
    const host = await serveTcp(context, (socket) => socket.end(text))
    await assert.rejects(ask(host), refused('broken_answer'))
  }
  const switching = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'
  const host = await serveTcp(context, (socket) => socket.write(switching))
  await assert.rejects(ask(host), refused('broken_answer'))
})

test('a response that ends too early is refused', async (context) => {
  const short = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"issuer":'
  const host = await serveTcp(context, (socket) => socket.end(short))
  await assert.rejects(ask(host), refused('unreachable'))
})

test('a compressed response is refused, because unpacked it could exceed any limit (SCENARIO 82)', async (context) => {
  const asked: unknown[] = []
  const host = await serveHttp(context, (request, response) => {
    asked.push(request.headers['accept-encoding'])
    response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(1_000_000)))
  })
  await assert.rejects(ask(host), refused('broken_answer', /compress/))
  assert.deepEqual(asked, ['identity'])
})

test('the error says whether a host is down or has no address', async (context) => {
  const host = await serveTcp(context, (socket) => socket.resetAndDestroy())
  await assert.rejects(ask(host), refused('unreachable', /ECONNRESET/))
  await assert.rejects(
    createFetcher({ allowedHosts: [] })('https://nowhere.invalid/'),
    refused('no_such_host', /nowhere\.invalid/),
  )
})

test('a request is sent as given, and an error status resolves with its content type', async (context) => {
  const host = await serveHttp(context, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    response.writeHead(400, {
      'content-type': 'application/problem+json',
      'set-cookie': ['a=1', 'b=2'],
    })
    response.end(`${request.method} ${request.headers['x-asked']} ${Buffer.concat(chunks)}`)
  })
  const answer = await ask(host, { method: 'POST', headers: { 'x-asked': 'so' }, body: 'grüß' })
  assert.equal(answer.status, 400)
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2'])
  assert.equal(await answer.text(), 'POST so grüß')
})

test('a proxy in the environment is ignored', async (context) => {
  const through: (string | undefined)[] = []
  const proxy = await serveHttp(context, (request, response) => {
    through.push(request.url)
    response.end('from the proxy')
  })
  const host = await serveHttp(context, (_, response) => response.end('from the host'))
  for (const name of ['HTTP_PROXY', 'http_proxy', 'NODE_USE_ENV_PROXY']) {
    const before = process.env[name]
    process.env[name] = name.startsWith('NODE') ? '1' : `http://${proxy}`
    context.after(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
  }
  assert.equal(await (await ask(host)).text(), 'from the host')
  assert.deepEqual(through, [])
})

test(
  'the certificate must match the name in the URL, whatever the address and the environment',
  needs('openssl'),
  async (context) => {
    const files = certificateFor(['idp.example'], temporaryDirectory())
    const server = createHttpsServer(
      { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
      (_, response) => response.end('over TLS'),
    ).listen(0, '127.0.0.1')
    await once(server, 'listening')
    context.after(() => server.close())
    const { port } = server.address() as AddressInfo
    const fetch = createFetcher({
      allowedHosts: ['idp.example', 'other.example'],
      lookup: resolving('127.0.0.1'),
    })
    const unknown = refused('not_trusted', /NODE_EXTRA_CA_CERTS/)
    await assert.rejects(fetch(`https://idp.example:${port}/`), unknown)
    const { NODE_TLS_REJECT_UNAUTHORIZED: before } = process.env
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    await assert.rejects(fetch(`https://idp.example:${port}/`), unknown)
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    setDefaultCACertificates([...getCACertificates(), readFileSync(files.authority, 'utf8')])
    assert.equal(await (await fetch(`https://idp.example:${port}/`)).text(), 'over TLS')
    const wrongName = refused('not_trusted', /ERR_TLS_CERT_ALTNAME_INVALID/)
    await assert.rejects(fetch(`https://other.example:${port}/`), wrongName)
  },
)

test('an entry of fetch_allowed_hosts is a host as in a URL, with or without a port', () => {
  for (const fine of ['idp.internal', 'idp.internal:8443', '127.0.0.1:80', '[::1]', '[::1]:8080']) {
    assert.equal(allowedHostsProblem([fine]), undefined, fine)
  }
  for (const wrong of [
    'http://idp',
    'idp/path',
    'idp:',
    'idp:99999',
    'a b',
    '*',
    '',
    '::1',
    'me@idp',
  ]) {
    assert.match(allowedHostsProblem([wrong]) ?? '', /instead of/, wrong)
  }
  assert.equal(allowedHostsProblem(['127.1']), '127.0.0.1 instead of 127.1')
  assert.equal(allowedHostsProblem(['IdP.internal:1']), 'idp.internal instead of IdP.internal')
})
