/** A host of client metadata documents for tests: a web server on this machine, over plain http. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Readonly<Record<string, unknown>>
/** What a path answers with: a document, or whatever a function sends. */
type Answer = Json | ((request: IncomingMessage, response: ServerResponse) => void)

export interface DocumentHost {
  /** `127.0.0.1:PORT`, for the settings `fetch_allowed_hosts` and `client_document_domains`. */
  readonly host: string
  /** Puts a document at a path; returns its URL. `client_id` is that URL unless it is named. */
  put(path: string, document: Json, headers?: Readonly<Record<string, string>>): string
  /** Answers a path in another way; returns its URL. */
  answer(path: string, answer: Extract<Answer, (...given: never) => unknown>): string
  /** How often a path was asked for. */
  asked(path: string): number
  close(): void
}

export async function openDocumentHost(): Promise<DocumentHost> {
  const answers = new Map<string, Extract<Answer, (...given: never) => unknown>>()
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    counts.set(path, (counts.get(path) ?? 0) + 1)
    const answer = answers.get(path)
    if (answer === undefined) response.writeHead(404).end()
    else answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const urlOf = (path: string) => `http://${host}${path}`
  return {
    host,
    put(path, document, headers = {}) {
      const text = JSON.stringify({ client_id: urlOf(path), ...document })
      const type = { 'content-type': 'application/json', ...headers }
      answers.set(path, (_, response) => response.writeHead(200, type).end(text))
      return urlOf(path)
    },
    answer(path, answer) {
      answers.set(path, answer)
      return urlOf(path)
    },
    asked: (path) => counts.get(path) ?? 0,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
