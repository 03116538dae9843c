/**
 * The programs in the READMEs of the guard, the client and the sign-in package. They are fragments, so each is completed
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

/** The README of the sign-in package, with a sign-in that is handed to the demo's platform. */
export function signInReadme(): readonly Step[] {
  const [, , main = '', loginPage = '', fastify = '', node = '', web = '', parts = '', ...more] =
    piecesOf('packages/sign-in/README.md')
  const [one = '', many = '', signOut = ''] = more
  const [define = '', express = ''] = main.split(/^(?=app\.get)/m)
  const signIn = "import { signIn } from './sign-in.ts'\n"
  const here = define.replace("'https://mandate.example'", "process.env.ISSUER ?? ''")
  return [
    run(modules),
    run(aHandedSignIn),
    run('npm install @mandate/sign-in express fastify\n'),
    save('sign-in', `${here}export { signIn, localPath }\n`),
    save('user', userOf),
    save(
      'with-express',
      `import { createServer } from 'node:http'\nimport express, { type Request } from 'express'\nimport { localPath, signIn } from './sign-in.ts'\n${expressSession}${express}app.post('/login', (request, response) => {\n${loginPage}})\napp.get('/logout', (request, response) => {\n${signOut}})\nexport const server = createServer(app)\n`,
    ),
    save(
      'with-fastify',
      `import Fastify, { type FastifyRequest } from 'fastify'\n${signIn}import { userOf } from './user.ts'\ndeclare module 'fastify' {\n  interface FastifyRequest {\n    session: string\n  }\n}\nconst app = Fastify()\napp.decorateRequest('session', 'session=1')\n${fastify}await app.ready()\nexport const server = app.server\n`,
    ),
    save(
      'node',
      `import http from 'node:http'\n${signIn}import { userOf } from './user.ts'\n${node.replace('http.createServer(', 'export const server = http.createServer(')}`,
    ),
    save('web', `${signIn}import { userOf } from './user.ts'\n${web}`),
    save(
      'parts',
      `${signIn}const id = process.argv[2] ?? ''\nconst [subject, email, authTime] = ['ben', 'ben@acme.example', new Date()]\n${parts.split('\n').slice(0, 2).join('\n')}\nconsole.log(asked.client?.name, continueUrl.startsWith(process.env.ISSUER ?? '?'))\n`,
    ),
    save(
      'users',
      `${signIn}const user = { id: '42' }\nconst old = { id: '41' }\nconst rows = [user, old]\n${one}${many}`,
    ),
    save('try', tryToSignIn),
    run(
      'node try.ts "$ID"\nnode parts.ts "$OTHER"\nnode users.ts\n',
      'node 303 true\nexpress 303 true\nfastify 303 true\nweb 303 true\nlogin 302 /\nlogout 302 /\ncurl true\n0 0 2 []\n',
    ),
    run('kill $PLATFORM\nwait $PLATFORM\n'),
  ]
}

const aHandedSignIn = `PORT=9400
mandate demo --own-sign-in --json --port $PORT --data practice > platform.json &
PLATFORM=$!
while kill -0 $PLATFORM && ! [ -s platform.json ]; do sleep 0.1; done
field() { node -p "JSON.parse(fs.readFileSync(0)).$1"; }
export ISSUER=$(field issuer < platform.json)
export MANDATE_PLATFORM_KEY=$(field platform.key < practice/demo.json)
LOGIN="$ISSUER/oauth2/authorize?response_type=code&client_id=$(field client_id < platform.json)&redirect_uri=https%3A%2F%2Furltoclient%3A4443"
handed() { curl -sS -L -b '' -o /dev/null -w '%{url_effective}' "$LOGIN" | sed 's/.*sign_in%3D//; s/.*sign_in=//'; }
ID=$(handed)
OTHER=$(handed)
`

const userOf = `const authTime = new Date()
export const userOf = (session: string | null | undefined) =>
  session === 'session=1' ? { subject: '42', email: 'ada@acme.example', emailVerified: true, name: 'Ada', authTime } : null
export const loggedInAt = authTime
`

const expressSession = `import { loggedInAt } from './user.ts'
declare global {
  namespace Express {
    interface Request {
      session: { userId: string; loggedInAt: Date }
    }
  }
}
const ada = { id: '42', email: 'ada@acme.example', name: 'Ada', suspended: false }
const findUser = async (id: string) => (id === ada.id ? ada : null)
const app = express()
app.use((request, _response, next) => {
  request.session = { userId: '42', loggedInAt }
  next()
})
`

/** For each way to use the package, prints the status, and whether it leads back to Mandate. */
const tryToSignIn = `import { once } from 'node:events'
import type { Server } from 'node:http'
import { server as node } from './node.ts'
import { GET } from './web.ts'
import { server as express } from './with-express.ts'
import { server as fastify } from './with-fastify.ts'

const path = \`/sign-in/mandate?sign_in=\${process.argv[2]}\`
const headers = { cookie: 'session=1' }
const to = (answer: Response) => String(answer.headers.get('location'))
const leadsBack = (answer: Response) => to(answer).startsWith(\`\${process.env.ISSUER}/sign-in/with/\`)

async function over(server: Server, path: string, method = 'GET'): Promise<Response> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  const answer = await fetch(\`http://127.0.0.1:\${port}\${path}\`, { headers, method, redirect: 'manual' })
  server.closeAllConnections()
  server.close()
  return answer
}

for (const [name, server] of Object.entries({ node, express, fastify })) {
  const answer = await over(server, path)
  console.log(name, answer.status, leadsBack(answer))
}
const answer = await GET(new Request(\`https://acme.example\${path}\`, { headers }))
console.log('web', answer.status, leadsBack(answer))
const login = await over(express, '/login?return_to=//evil.example', 'POST')
console.log('login', login.status, to(login))
const logout = await over(express, '/logout?return_to=https://evil.example')
console.log('logout', logout.status, to(logout))
`

/** The client's README: a login, using its grant, ending it, and the tests for a store. */
export function clientReadme(): readonly Step[] {
  // The fourth and the fifth piece only show one option each of the first; a guide runs the sixth.
  const [shell = '', login = '', use = '', , , , stepUp = '', contract = ''] = piecesOf(
    'packages/client/README.md',
  )
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
    // Only type-checked: the platform of the guide has no API that asks for more.
    save(
      'step-up',
      `${whatIsGiven}${client}export async function pay(${grantAndBody}) {\n${stepUp}}\n`,
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

const whatIsGiven = "import { MandateError } from '@mandate/client'\n"
const grantAndBody = 'grant: ReturnType<typeof client.grant>, body: string'

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
