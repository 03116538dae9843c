/**
 * A new user's first program, with the packages from npm and `mandate demo`
 * running. The build type-checks this file against the published declarations and runs it; its
 * argument is the line that `mandate demo --json` printed.
 */

import assert from 'node:assert/strict'
import { argv } from 'node:process'
import { createClient, MandateError, memoryStore } from '@mandate/client'
import { createGuard, type Outcome } from '@mandate/guard'
import { type Change, createSignIn, SignInError } from '@mandate/sign-in'

interface Demo {
  readonly issuer: string
  readonly client_id: string
  readonly client_secret: string
  readonly redirect_uri: string
  readonly introspection_client_id: string
  readonly introspection_client_secret: string
  /** Only with --own-sign-in. */
  readonly platform_url?: string
}

const demo: Demo = JSON.parse(argv[2] ?? '')

const guard = createGuard({
  issuer: demo.issuer,
  clientId: demo.introspection_client_id,
  clientSecret: demo.introspection_client_secret,
})
const outcome: Outcome = await guard.check(
  new Request('https://api.test/', { headers: { authorization: 'Bearer forged' } }),
)
assert.equal(outcome.outcome, 'refused')
guard.close()

const client = createClient({
  issuer: demo.issuer,
  clientId: demo.client_id,
  clientSecret: demo.client_secret,
  redirectUri: demo.redirect_uri,
  store: memoryStore(),
})
const { url, pending } = await client.startLogin()
assert.ok(url.startsWith(`${demo.issuer}/oauth2/authorize?`), url)
await assert.rejects(
  client.finishLogin(`${demo.redirect_uri}/?error=access_denied&state=another`, pending),
  MandateError,
)

const signIn = createSignIn({ issuer: demo.issuer, key: 'mdt_pk_forged' })
const change: Change = { subject: 'ada', change: 'disable' }
await assert.rejects(signIn.users.change([change]), isKeyRefused)
await assert.rejects(signIn.read('forged'), isKeyRefused)

function isKeyRefused(error: unknown): boolean {
  return error instanceof SignInError && error.code === 'key_refused'
}

if (demo.platform_url !== undefined) {
  for (const path of ['/login', '/notewell.css']) {
    assert.equal((await fetch(demo.platform_url + path)).status, 200, path)
  }
}
