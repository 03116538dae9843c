/**
 * A stolen password of an operator: it opens neither the console nor the admin API, also where the account
 * has no second factor yet, or has other ways to sign in.
 */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { temporaryDirectory } from '../command-line/mandate-process.ts'
import { newOperator } from '../console-visitor.ts'
import { codesFor, newDeviceClient, poll, typeCode } from '../device.ts'
import { tokensOf } from '../integrator.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { call, newProgram } from './program.ts'

const STRICT = { consoleRequiresSecondFactor: true } as const
let server: RunningServer
let strict: string
before(async () => {
  server = await startServer({ database: join(temporaryDirectory(), 'mandate.db') })
  strict = await server.addNode(STRICT)
})
after(() => server.close())

/** The device of the attacker asks, and the stolen password allows it. */
async function connectDevice(server: RunningServer) {
  const scope = 'admin:users:read'
  const device = await newDeviceClient(server, { scope })
  const form = { scope, resource: `${server.issuer}/admin/v1` }
  const codes = await codesFor(server, device, { form })
  const { visitor } = await newOperator(server, 'owner')
  return { device, codes, visitor, scope }
}

test('attack: the password of an owner allows a device to use the admin API', async () => {
  await using own = await startServer({ settings: STRICT })
  const { codes, visitor } = await connectDevice(own)
  const asked = await typeCode(visitor, codes.userCode)
  assert.equal(asked.address.pathname, '/sign-in/set-up-factor')
})

test('attack: a token from a sign-in with one factor, after the server came to ask for two', async () => {
  const { device, codes, visitor } = await connectDevice(server)
  await visitor.decide(await typeCode(visitor, codes.userCode), 'allow')
  const { accessToken: token } = tokensOf(await poll(server, device, codes))
  const list = (origin: string) => call(origin, { method: 'GET', path: '/users', token })
  assert.equal((await list(server.issuer)).status, 200)
  const refused = await list(strict)
  assert.deepEqual([refused.status, refused.body['code']], [403, 'second_factor_required'])
  assert.match(refused.body['detail'], /second factor or a passkey/)
  // A program has no factors.
  const program = await newProgram(server)
  const ofProgram = { method: 'GET', path: '/users', token: program.token }
  assert.equal((await call(strict, ofProgram)).status, 200)
})
