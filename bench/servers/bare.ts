/**
 * The limit: `node:http` that reads the Basic header, parses the same form and sends a response of the
 * same size, and does nothing else. Mandate's cost is given as a multiple of this.
 *
 * It is told once, before any request, the size of the responses to the two paths.
 */

import { Buffer } from 'node:buffer'
import { serveParent } from './answering.ts'
import { listen } from './listening.ts'

export interface AnswerSizes {
  readonly [path: string]: number
}

const answers = new Map<string, string>()

const port = await listen(() => (request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    const form = new URLSearchParams(body)
    const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ')
    const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':')
    const isFine = scheme === 'Basic' && id !== '' && secret !== '' && form.size > 0
    const answer = answers.get(request.url ?? '') ?? '{}'
    response.writeHead(isFine ? 200 : 400, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(answer),
      'cache-control': 'no-store',
      pragma: 'no-cache',
    })
    response.end(answer)
  })
})

serveParent<AnswerSizes>({ port }, async (sizes) => {
  const frame = JSON.stringify({ filler: '' }).length
  for (const [path, bytes] of Object.entries(sizes)) {
    answers.set(path, JSON.stringify({ filler: 'x'.repeat(bytes - frame) }))
  }
})
