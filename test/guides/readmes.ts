/**
 * The programs in the READMEs of the guard and the client. They are fragments, so each is completed
 * with what the README leaves to the reader; and each README continues
 * where a guide has set up a server and a login.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { blocksOf, readGuide, type Step } from './guide.ts'
import { repository } from './terminal.ts'

/** The guard's README, with a token that may read notes. */
export function guardReadme(): readonly Step[] {
  const [shell = '', define = '', node = '', express = '', fastify = '', web = ''] = piecesOf(
    'packages/guard/README.md',
  )
  const guard = "import { guard } from './guard.ts'\n"
  const notesOf = 'const notesOf = (subject: string) => ({ of: subject })\n'
  return [
    ...guideUntil('api-owner', 'TOKEN=$(new_token)'),
    run(modules),
    run(shell.replace('https://notes.example', 'https://more-notes.example')),
    run('npm install express fastify\nexport ISSUER API_CLIENT_ID API_CLIENT_SECRET\n'),
    save(
      'guard',
      `${define.replace("'https://mandate.example'", 'process.env.ISSUER')}export { guard }\n`,
    ),
    save('node', `import http from 'node:http'\n${guard}export const server =\n${node}`),
    save(
      'with-express',
      `import { createServer } from 'node:http'\nimport express from 'express'\n${guard}${notesOf}const app = express()\n${express}export const server = createServer(app)\n`,
    ),
    save(
      'with-fastify',
      `import Fastify from 'fastify'\n${guard}${notesOf}const app = Fastify()\n${fastify}await app.ready()\nexport const server = app.server\n`,
    ),
    save('web', `${guard}${notesOf}${web}`),
    save('try', tryTheGuard),
    run(
      'node try.ts "$TOKEN"\n',
      'node 401 401 200\nexpress 401 401 200\nfastify 401 401 200\nweb 401 401 200\n',
    ),
    run('kill $SERVER\nwait $SERVER\n'),
  ]
}

/** For each way to use the guard, prints the status without a token, with a wrong one, with a good one. */
const tryTheGuard = `import { once } from 'node:events'
import type { Server } from 'node:http'
import web from './web.ts'
import { server as express } from './with-express.ts'
import { server as fastify } from './with-fastify.ts'
import { server as node } from './node.ts'

const headers = [undefined, 'Bearer mdt_at_forged', \`Bearer \${process.argv[2]}\`].map((authorization) =>
  new Headers(authorization === undefined ? {} : { authorization }),
)

async function over(server: Server): Promise<number[]> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  const answers = headers.map((each) => fetch(\`http://127.0.0.1:\${port}/notes\`, { headers: each }))
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  server.closeAllConnections()
  server.close()
  return statuses
}

console.log('node', ...(await over(node)))
console.log('express', ...(await over(express)))
console.log('fastify', ...(await over(fastify)))
const answers = headers.map((each) => web.fetch(new Request('https://notes.example/', { headers: each })))
console.log('web', ...(await Promise.all(answers)).map(({ status }) => status))
`

/** The client's README: a login, using its grant, ending it, and the tests for a store. */
export function clientReadme(): readonly Step[] {
  const [shell = '', login = '', use = '', contract = ''] = piecesOf('packages/client/README.md')
  const [define = '', start = '', finish = ''] = login.split(/^(?=\/\/ When )/m)
  const client = "import { client } from './client.ts'\n"
  const here = (text: string) =>
    text
      .replaceAll("'https://login.example.com'", "process.env.ISSUER ?? ''")
      .replaceAll("'https://app.example.com/callback'", "process.env.REDIRECT_URI ?? ''")
      .replaceAll("'https://api.example.com'", "process.env.API ?? ''")
      .replaceAll(
        "await grant.fetch('https://api.example.com/notes')",
        "console.log((await grant.fetch(new URL('/notes', process.env.API))).status)",
      )
      .replaceAll('/var/lib/app/grants', 'grants')
  return [
    ...guideUntil('integrator', 'CODE=$(part "$BACK" code)'),
    run(modules),
    run(shell),
    save('client', `${here(define)}export { client }\n`),
    save(
      'start',
      `import { writeFileSync } from 'node:fs'\n${client}${start}writeFileSync('pending.json', JSON.stringify(pending))\nconsole.log(url)\n`,
    ),
    save(
      'finish',
      `import { readFileSync } from 'node:fs'\n${client}${whatIsThere}${finish}${here(use)}${whatCame}`,
    ),
    save('store.test', `${aPlaceToStore}${contract}`),
    run(
      'export ISSUER CLIENT_ID CLIENT_SECRET REDIRECT_URI API\nnode finish.ts "$(sign_in "$(node start.ts)")"\n',
      '200\nsigned_out unknown_grant\n',
    ),
    run('node --test store.test.ts\n'),
    run('kill $PLATFORM\nwait $PLATFORM\n'),
  ]
}

const whatIsThere = `const pending = JSON.parse(readFileSync('pending.json', 'utf8'))
const request = { url: process.argv[2] ?? '' }
`

const whatCame = `const status = await grant.status()
if (status.state === 'signed_out') console.log(status.state, status.because)
`

const aPlaceToStore = `import { rmSync } from 'node:fs'
import { fileStore } from '@mandate/client'
const openStore = () => fileStore('store')
const cleanUp = async () => rmSync('store', { recursive: true, force: true })
`

const modules = `echo '{ "type": "module" }' > package.json\n`

/** The shell and TypeScript blocks of a README. */
function piecesOf(path: string): readonly string[] {
  return blocksOf(read(path)).map(({ text }) => text)
}

/** The steps of a guide up to the one with these commands. */
function guideUntil(name: string, commands: string): readonly Step[] {
  const steps = readGuide(read(`docs/guides/${name}.md`))
  const last = steps.findIndex((step) => step.kind === 'run' && step.commands.includes(commands))
  if (last < 0) throw new Error(`docs/guides/${name}.md has no ${commands}`)
  return steps.slice(0, last + 1)
}

function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8')
}

function run(commands: string, shown?: string): Step {
  const shows = shown === undefined ? null : ({ language: 'text', text: shown } as const)
  return { kind: 'run', where: commands, commands, shows }
}

function save(name: string, text: string): Step {
  return { kind: 'save', where: name, name: `${name}.ts`, text }
}
