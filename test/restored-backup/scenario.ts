/** SCENARIO 16, for a database of either engine. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { createClient, type GrantHandle, memoryStore } from '../../packages/client/src/index.ts'
import { temporaryDirectory } from '../../packages/mandate/test/command-line/mandate-process.ts'
import {
  assertError,
  introspect,
  obtainTokens,
  refresh,
  revoke,
  tokensOf,
} from '../../packages/mandate/test/integrator.ts'
import { REDIRECT_URI } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'
import { openStage, type Stage } from './stage.ts'

export function restoredBackupScenario(
  engine: string,
  newPlace: (data: string) => Promise<string>,
): void {
  test(`SCENARIO 16 on ${engine}: a backup is restored, and nobody is signed out unless the operator wants it`, async (t) => {
    const folder = temporaryDirectory()
    const [data, backup] = [join(folder, 'data'), join(folder, 'backup.db')]
    const stage = await openStage(data, () => newPlace(data))
    t.after(stage.stop)
    const { site, clock } = stage

    const early = await obtainTokens(site)
    const ended = await obtainTokens(site)
    const absent = await obtainTokens(site)
    const kept = await keptGrant(stage)
    await succeed(stage, ['backup', backup])

    // The period that will be lost.
    // In total too short for a server to doubt its clock: the database's own does not move with it.
    clock.advance(60)
    const second = tokensOf(await refresh(site, early.refreshToken))
    const third = tokensOf(await refresh(site, second.refreshToken))
    const away = tokensOf(await refresh(site, absent.refreshToken))
    await kept.refresh()
    const accessToken = await kept.getAccessToken()
    assert.equal((await revoke(site, ended.refreshToken)).status, 200)
    const unknown = await obtainTokens(site)

    await stage.loseDatabase()
    const told = await succeed(stage, ['restore', backup])
    assert.match(told, /restore --accept-newer-generations 24h/)
    await stage.start()
    const refused = await refresh(site, third.refreshToken)
    assertError(refused, 'invalid_grant')
    assert.deepEqual((await introspect(site, third.accessToken)).body, { active: false })
    assertError(await refresh(site, unknown.refreshToken), 'invalid_grant')
    // The server flushes what it has not written yet when it stops.
    await stage.stop()
    const why = await succeed(stage, ['error', 'show', String(refused.body['error_uri'])])
    assert.match(why, /newer than what the database knows.*--accept-newer-generations/s)
    const grants = JSON.parse(await succeed(stage, ['grant', 'list', '--json']))
    assert.deepEqual(
      grants.map((grant: { readonly active: boolean }) => grant.active),
      [true, true, true, true],
    )

    await stage.loseDatabase()
    await succeed(stage, ['restore', backup, '--accept-newer-generations', '2m'])
    await stage.start()
    assert.equal((await introspect(site, third.accessToken)).body['active'], true)
    assert.equal((await introspect(site, accessToken)).body['active'], true)
    await kept.refresh()
    await kept.refresh()
    const fourth = tokensOf(await refresh(site, third.refreshToken))
    assert.equal((await refresh(site, fourth.refreshToken)).status, 200)
    // What no backup can know: this one was ended, and used tokens of the lost period look unused …
    assert.equal((await refresh(site, ended.refreshToken)).status, 200)
    // … until their grant has moved on: then an older one raises the alarm as usual.
    assertError(await refresh(site, second.refreshToken), 'invalid_grant')
    assert.deepEqual((await introspect(site, fourth.accessToken)).body, { active: false })

    clock.advance(120)
    assertError(await refresh(site, away.refreshToken), 'invalid_grant')
    await kept.refresh()
    await succeed(stage, ['restore', '--accept-newer-generations', '90m'])
    assert.equal((await refresh(site, away.refreshToken)).status, 200)
  })
}

/** A grant whose tokens `@mandate/client` keeps. */
async function keptGrant(stage: Stage): Promise<GrantHandle> {
  const { id, secret } = await stage.addClient('Tidewater')
  const client = createClient({
    ...{ issuer: stage.site.issuer, clientId: id, clientSecret: secret },
    ...{ redirectUri: REDIRECT_URI, store: memoryStore() },
  })
  const { url, pending } = await client.startLogin()
  const visitor = newVisitor(stage.site)
  const asked = Object.fromEntries(new URL(url).searchParams)
  const { address } = await visitor.signIn(await visitor.open(asked))
  return client.grant((await client.finishLogin(address.href, pending)).grantKey)
}

async function succeed(stage: Stage, args: readonly string[]): Promise<string> {
  const { code, output, errors } = await stage.command(args)
  assert.equal(code, 0, errors)
  return output
}
