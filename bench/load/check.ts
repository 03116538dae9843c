/** Reads the response of a server under load, and throws if it is not the expected one. */

import type { Answer } from './connection.ts'
import type { Expected } from './job.ts'

export interface Issued {
  readonly refreshToken: string
  readonly accessToken: string
}

/** The tokens issued if tokens are expected, else undefined. `presented` must not come back. */
export function checkAnswer(
  answer: Answer,
  expected: Expected,
  presented: string,
): Issued | undefined {
  const { status, head, body } = answer
  if (status !== (expected.is === 'signed in' ? expected.status : 200)) {
    throw wrong(answer, `expected ${expected.is}`)
  }
  switch (expected.is) {
    case 'tokens': {
      const { access_token: access, refresh_token: refresh, ...others } = readJson(answer)
      if (typeof access !== 'string' || typeof refresh !== 'string')
        throw wrong(answer, 'no tokens')
      const type = String(others['token_type']).toLowerCase()
      if (type !== (expected.bound ? 'dpop' : 'bearer')) throw wrong(answer, `a token for ${type}`)
      const hasIdToken = typeof others['id_token'] === 'string'
      if (hasIdToken !== (expected.idToken ?? false)) throw wrong(answer, 'ID token or not')
      if (refresh === presented) throw wrong(answer, 'the refresh token was not rotated')
      return { refreshToken: refresh, accessToken: access }
    }
    case 'access token': {
      const { access_token: access, refresh_token: refresh } = readJson(answer)
      if (typeof access !== 'string' || refresh !== undefined) throw wrong(answer, 'other tokens')
      return undefined
    }
    case 'introspection':
      if (readJson(answer)['active'] !== expected.active) throw wrong(answer, 'a wrong verdict')
      return undefined
    case 'filler':
      if (body.length !== expected.bytes) throw wrong(answer, 'another length')
      readJson(answer)
      return undefined
    case 'signed in':
      if (!/\r\nset-cookie: /i.test(head)) throw wrong(answer, 'no cookie')
      return undefined
    case 'done':
      return undefined
  }
}

function readJson(answer: Answer): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(answer.body)
  } catch {
    throw wrong(answer, 'no JSON')
  }
}

function wrong({ status, body }: Answer, what: string): Error {
  // Long strings may be tokens.
  return new Error(`${what}: ${status} ${body.slice(0, 300).replaceAll(/[\w-]{24,}/g, '…')}`)
}
