import assert from 'node:assert/strict'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { run } from '../../src/cli/program.ts'
import { addOperator, removeOperator } from '../../src/operations/operators.ts'
import { everyPermission, scopeOf } from '../../src/operators/permissions.ts'
import { deviceGrants, typeCode } from '../device.ts'
import { startServer } from '../running-server.ts'
import { newVisitor } from '../visitor.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { commandContext, runCommand } from './run-command.ts'

const SHELL = { kind: 'operator', via: 'shell' } as const

test('an operator signs in from another machine, stays signed in, and is nobody once removed', async () => {
  await using server = await startServer()
  const accountId = server.account.id
  await addOperator(server, SHELL, { accountId, role: 'owner' })
  const { client } = await server.register({
    ...{ name: 'Mandate command line', isPublic: true, trusted: false, redirectUris: [] },
    ...{ grantTypes: deviceGrants, scope: everyPermission.map(scopeOf).join(' ') },
  })
  const home = temporaryDirectory()
  const surroundings = { clock: server.clock, environment: { HOME: home } }
  const elsewhere = (...args: string[]) =>
    runCommand([...args, '--server', server.issuer], surroundings)

  const login = commandContext(surroundings)
  const signedIn = run(['login', '--server', server.issuer, '--client-id', client.id], login)
  let shown = ''
  while (!/code ([A-Z-]+)/.test(shown)) {
    await new Promise(setImmediate)
    shown += login.written().errors
  }
  const [, code = ''] = /code ([A-Z-]+)/.exec(shown) ?? []
  const visitor = newVisitor(server)
  await visitor.decide(await typeCode(visitor, code), 'allow')
  assert.equal(await signedIn, 0, login.written().errors)

  const [file = ''] = globSync('.config/mandate/servers/*.json', { cwd: home })
  assert.equal(statSync(join(home, file)).mode & 0o777, 0o600)
  assert.match((await elsewhere('user', 'list')).output, /EMAIL/)
  // The access token is over: of many commands at once, one refreshes.
  server.clock.advance(600)
  const many = await Promise.all(
    Array.from({ length: 5 }, () => elsewhere('operator', 'list', '--json')),
  )
  assert.deepEqual(
    many.map(({ code: exit }) => exit),
    [0, 0, 0, 0, 0],
    many.map(({ errors }) => errors).join(''),
  )
  const eve = await server.createAccount('eve@example.com')
  await addOperator(server, SHELL, { accountId: eve.id, role: 'owner' })
  await removeOperator(server, SHELL, { accountId })
  const nobody = await elsewhere('user', 'list')
  assert.deepEqual([nobody.code, /not an operator/.test(nobody.errors)], [1, true], nobody.errors)

  assert.equal((await elsewhere('logout')).code, 0)
  assert.deepEqual(globSync('.config/mandate/servers/*.json', { cwd: home }), [])
  assert.match((await elsewhere('user', 'list')).errors, /not signed in/)
})
