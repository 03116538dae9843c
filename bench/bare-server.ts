/**
 * The limit: `node:http` that parses the same form and sends an answer of the same size, and does
 * nothing else. What Mandate costs is said as a multiple of this.
 */

import { createServer } from 'node:http'

const answer = JSON.stringify({ filler: 'x'.repeat(Number(process.argv[2] ?? 300)) })

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    response.writeHead(form.size > 0 ? 200 : 400, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(answer),
      'cache-control': 'no-store',
      pragma: 'no-cache',
    })
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  console.log(JSON.stringify({ port: address.port }))
})
process.on('SIGTERM', () => process.exit(0))
