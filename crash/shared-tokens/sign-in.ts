/** People connect a public client, and its first refresh token goes into the file of a fleet. */

import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '../journal.ts'
import type { Place } from '../place.ts'
import { openBrowser, type User } from '../sign-in.ts'
import { locate } from '../token-locator.ts'
import type { TokenFile } from './settings.ts'

export interface Joined {
  readonly grant: string
  readonly role: Role
  readonly file: string
}

const REDIRECT_URI = 'http://127.0.0.1/callback'

export async function connectFleet(
  { directory, vault, journal }: Place,
  client: { readonly issuer: string; readonly clientId: string },
  { user, role, number }: { readonly user: User; readonly role: Role; readonly number: number },
): Promise<Joined> {
  const { issuer, clientId } = client
  const verifier = randomBytes(32).toString('base64url')
  const request = {
    ...{ response_type: 'code', client_id: clientId, redirect_uri: REDIRECT_URI },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  const browse = openBrowser(issuer, user)
  const address = await browse(`${issuer}/oauth2/authorize?${new URLSearchParams(request)}`)
  const code = new URL(address).searchParams.get('code')
  if (code === null) throw new Error('the sign-in led to no code')
  const form = {
    ...{ grant_type: 'authorization_code', client_id: clientId, redirect_uri: REDIRECT_URI },
    ...{ code, code_verifier: verifier },
  }
  const response = await fetch(`${issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const body = (await response.json()) as Readonly<Record<string, unknown>>
  const refreshToken = String(body['refresh_token'])
  const { grant } = locate(refreshToken)
  for (const token of [refreshToken, String(body['access_token'])]) vault.keep(token)
  journal({ what: 'signed_in', grant, role })
  const file = join(directory, `fleet-${number}.json`)
  const kept: TokenFile = { refreshToken }
  writeFileSync(file, JSON.stringify(kept), { mode: 0o600 })
  return { grant, role, file }
}
