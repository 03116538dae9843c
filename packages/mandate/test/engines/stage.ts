/**
 * The stage of the journeys: a server, and a client whose callback sends the browser on to two other
 * origins, as identity brokers and hops to a desktop app do. An optional proxy in front removes the
 * Fetch Metadata, so that the server sees what an old browser would send.
 */

import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Client } from '../../src/store/records.ts'
import { type RunningServer, startServer } from '../running-server.ts'

export interface Stage {
  /** The issuer, which is also where browsers find the server. */
  readonly issuer: string
  readonly server: RunningServer
  /** The client's callback: `answers` has what it received. */
  readonly callback: string
  readonly answers: readonly URLSearchParams[]
  /** Every `Referer` and `Origin` that the client's servers received. */
  readonly told: readonly string[]
  register(about: { readonly trusted: boolean }): Promise<Client>
  /** A page of another site with a button that posts a form to the server. */
  foreignForm(form: ForeignForm): string
  close(): Promise<void>
}

export interface ForeignForm {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  /** A referrer policy: under `no-referrer` a browser also hides its `Origin`. */
  readonly policy: 'no-referrer' | 'unsafe-url'
}

/** The text of the last page on the way. */
export const ARRIVED = /You have arrived/

export async function openStage(options: { readonly fetchMetadata: boolean }): Promise<Stage> {
  const answers: URLSearchParams[] = []
  const told: string[] = []
  const arrived = await listen(({ url = '' }, answer) => {
    const [, form] = url.split('?form=')
    page(answer, form === undefined ? '<p>You have arrived.</p>' : decodeURIComponent(form))
  })
  const hop = await listen((_asked, answer) => sendTo(answer, `${nameOf(arrived)}/arrived`))
  const app = await listen(async (asked, answer) => {
    const { pathname, search } = new URL(asked.url ?? '', 'http://app')
    if (pathname !== '/callback') return void answer.writeHead(404).end()
    answers.push(new URLSearchParams(asked.method === 'POST' ? await text(asked) : search))
    for (const name of ['referer', 'origin']) told.push(String(asked.headers[name] ?? ''))
    sendTo(answer, `${addressOf(hop)}/hop`)
  })
  let origin = ''
  const proxy = await listen((asked, answer) => pass(origin, asked, answer))
  const server = await startServer(
    options.fetchMetadata ? {} : { settings: { issuer: addressOf(proxy) } },
  )
  origin = server.issuer
  const callback = `${addressOf(app)}/callback`
  return {
    ...{ server, callback, answers, told },
    issuer: options.fetchMetadata ? server.issuer : addressOf(proxy),
    register: async ({ trusted }) =>
      (await server.register({ redirectUris: [callback], trusted })).client,
    foreignForm({ path, fields, policy }) {
      const inputs = Object.entries(fields).map(
        ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
      )
      const action = `${options.fetchMetadata ? server.issuer : addressOf(proxy)}${path}`
      const html = `<meta name="referrer" content="${policy}"><form method="post" action="${action}">
        ${inputs.join('')}<button id="foreign">Win a prize</button></form>`
      return `${nameOf(arrived)}/?form=${encodeURIComponent(html)}`
    },
    async close() {
      await server.close()
      for (const one of [proxy, app, hop, arrived]) {
        one.close()
        one.closeAllConnections()
      }
    },
  }
}

type Answer = (asked: IncomingMessage, answer: ServerResponse) => unknown

async function listen(answer: Answer): Promise<Server> {
  const server = createServer(answer)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return server
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The same server under a name that makes it another site. */
function nameOf(server: Server): string {
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

function sendTo(answer: ServerResponse, location: string): void {
  answer.writeHead(302, { location }).end()
}

function page(answer: ServerResponse, body: string): void {
  answer.writeHead(200, { 'content-type': 'text/html' }).end(`<!DOCTYPE html>${body}`)
}

function pass(origin: string, asked: IncomingMessage, answer: ServerResponse): void {
  const headers = Object.fromEntries(
    Object.entries(asked.headers).filter(([name]) => !name.startsWith('sec-fetch-')),
  )
  const { method, url = '/' } = asked
  const onwards = request(`${origin}${url}`, { method, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers)
    reply.pipe(answer)
  })
  onwards.on('error', () => answer.destroy())
  asked.pipe(onwards)
}
