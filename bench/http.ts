/**
 * What a token request costs: durable refreshes (chains of single-use tokens, rotated for real) and
 * introspections on the embedded default, as processor time of the server beside that of a bare
 * `node:http` server that parses the same form and sends as much.
 *
 *     node_modules/.bin/node bench/http.ts [seconds a round] [rounds] [connections]
 *
 * The servers run in processes of their own, one after the other in each round; the figures are
 * medians over the rounds. The ratio is what to look at: the times belong to the machine.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { type Served, serve } from './process.ts'

const [seconds = 4, rounds = 3, connections = 64] = process.argv.slice(2).map(Number)
const mandate = fileURLToPath(new URL('../packages/mandate/src/main.ts', import.meta.url))
const bare = fileURLToPath(new URL('bare-server.ts', import.meta.url))
const redirectUri = 'https://client.example/cb'
const email = 'bench@example.com'
const password = 'a password of the bench'

interface Credentials {
  readonly client_id: string
  readonly client_secret: string
}
interface Work {
  readonly path: string
  readonly as: Credentials
  /** The next form of one connection. */
  form(connection: number): Record<string, string>
  /** Looks at an answer; throws where it is not what it has to be. */
  check(connection: number, answer: Record<string, unknown>): void
}

const data = mkdtempSync(join(tmpdir(), 'mandate-bench-'))
try {
  const client = command<Credentials>(
    ...[
      'client',
      'create',
      '--init',
      '--name',
      'Bench',
      '--redirect-uri',
      redirectUri,
      '--trusted',
    ],
  )
  const api = command<Credentials>(
    ...['resource', 'create', '--init', '--name', 'API', '--uri', 'https://api.example'],
  )
  execFileSync(
    process.execPath,
    [mandate, 'user', 'create', '--init', email, '--password-stdin', '--data', data],
    { input: password, stdio: ['pipe', 'ignore', 'inherit'] },
  )

  const server = await serve(mandate, {
    args: ['serve', '--data', data, '--port', '0', '--log-level', 'error', '--json'],
    portFrom: (line) => Number(new URL(JSON.parse(line).issuer).port),
  })
  const refreshTokens = await chains(server.port, client)
  const accessTokens = new Array<string>(connections).fill('')

  const refresh: Work = {
    path: '/oauth2/token',
    as: client,
    form: (connection) => ({
      grant_type: 'refresh_token',
      refresh_token: refreshTokens[connection] ?? '',
    }),
    check: (connection, { refresh_token: next, access_token: access }) => {
      if (typeof next !== 'string' || typeof access !== 'string') throw new Error('not refreshed')
      if (next === refreshTokens[connection]) throw new Error('the same refresh token again')
      refreshTokens[connection] = next
      accessTokens[connection] = access
    },
  }
  const introspect: Work = {
    path: '/oauth2/introspect',
    as: api,
    form: (connection) => ({ token: accessTokens[connection] ?? '' }),
    check: (_connection, { active }) => {
      if (active !== true) throw new Error('not active')
    },
  }
  const limit = await serve(bare, {
    args: ['300'],
    portFrom: (line) => JSON.parse(line).port,
  })
  const same = (work: Work): Work => ({ ...work, check: () => {} })

  await run(server, refresh, 1)
  await run(server, introspect, 1)
  await run(limit, same(introspect), 1)
  const measured: Record<string, Measured[]> = {}
  for (let round = 0; round < rounds; round++) {
    for (const [name, served, work] of [
      ['bare node:http', limit, same(introspect)],
      ['refresh, durable, SQLite', server, refresh],
      ['introspection, SQLite', server, introspect],
    ] as const) {
      measured[name] = [...(measured[name] ?? []), await run(served, work, seconds)]
    }
  }
  report(measured, server.memory())
  await server.stop()
  await limit.stop()
} finally {
  rmSync(data, { recursive: true })
}

interface Measured {
  /** Processor time of the server for one request, in microseconds. */
  readonly cost: number
  /** Requests a second. */
  readonly rate: number
  /** The share of one core that the generator itself used. */
  readonly generator: number
}

async function run(served: Served, work: Work, duration: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const started = performance.now()
  const own = process.cpuUsage()
  const before = served.processorTime()
  let count = 0
  const lane = async (connection: number) => {
    while (performance.now() - started < duration * 1000) {
      work.check(connection, await post(served.port, { agent, ...work }, work.form(connection)))
      count++
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, connection) => lane(connection)))
  const elapsed = performance.now() - started
  const used = process.cpuUsage(own)
  agent.destroy()
  return {
    cost: (served.processorTime() - before) / count,
    rate: (count / elapsed) * 1000,
    generator: (used.user + used.system) / 1000 / elapsed,
  }
}

function post(
  port: number,
  { agent, path, as }: { readonly agent: Agent; readonly path: string; readonly as: Credentials },
  form: Record<string, string>,
): Promise<Record<string, unknown>> {
  const body = new URLSearchParams(form).toString()
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ host: '127.0.0.1', port, path, agent, method: 'POST' },
        auth: `${as.client_id}:${as.client_secret}`,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': body.length,
        },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text))
          else reject(new Error(`${path}: ${response.statusCode}`))
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** One sign-in, then as many grants as there are connections. */
async function chains(port: number, client: Credentials): Promise<string[]> {
  const issuer = `http://127.0.0.1:${port}`
  const cookies = new Map<string, string>()
  const visit = async (address: string, form?: Record<string, string>) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(address, issuer), {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return response.headers.get('location') ?? ''
  }
  const start = `/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
  })}`
  await visit(await visit(start), { email, password })

  const agent = new Agent({ keepAlive: true })
  const tokens: string[] = []
  while (tokens.length < connections) {
    const code = new URL(await visit(start)).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    const exchange = { agent, path: '/oauth2/token', as: client }
    tokens.push(String((await post(port, exchange, form))['refresh_token']))
  }
  agent.destroy()
  return tokens
}

function report(measured: Record<string, Measured[]>, memory: number): void {
  const limit = median((measured['bare node:http'] ?? []).map(({ cost }) => cost))
  console.log('                            µs of processor   × bare   requests/s   generator')
  for (const [name, all] of Object.entries(measured)) {
    const cost = median(all.map((one) => one.cost))
    console.log(
      [
        name.padEnd(28),
        cost.toFixed(0).padStart(15),
        (cost / limit).toFixed(1).padStart(9),
        median(all.map((one) => one.rate))
          .toFixed(0)
          .padStart(13),
        `${(100 * median(all.map((one) => one.generator))).toFixed(0)} %`.padStart(12),
      ].join(''),
    )
  }
  console.log(`\nresident memory of the server: ${memory.toFixed(0)} MB`)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function command<Answer>(...args: string[]): Answer {
  const output = execFileSync(process.execPath, [mandate, ...args, '--json', '--data', data])
  return JSON.parse(output.toString())
}
