/**
 * E-mail address and password, on our own page (`people/sign-in.ts`). With `verify_url`, the
 * platform verifies the passwords of users who have no password here yet
 * (`people/platform-passwords.ts`).
 */

import { createPlatformPasswords } from '../people/platform-passwords.ts'
import { signIn } from '../people/sign-in.ts'
import { wayKind } from './way.ts'

const MIN_SECRET_CHARACTERS = 32
const VERIFY_URL = 'an https:// URL without a user name, password or fragment'
const VERIFY_PROVIDER = 'platform, or the name of the handoff way'

export const password = wayKind({
  kind: 'password',
  isSingle: true,
  meaning: 'E-mail address and password, on the sign-in page.',
  members: {
    verify_url: {
      schema: { type: 'string', minLength: 1 },
      meaning:
        'The URL at which the platform verifies passwords of users who have no password here. After their first sign-in it is not asked again.',
      give: VERIFY_URL,
      problem: (value) => (isAddress(String(value)) ? undefined : VERIFY_URL),
    },
    verify_secret: {
      schema: { type: 'string', minLength: 1 },
      meaning: 'The bearer token for verify_url, so that only this server gets an answer.',
      give: 'the secret that the platform expects',
      problem: (value) => {
        const isLong =
          /^[\x21-\x7e]+$/.test(String(value)) && String(value).length >= MIN_SECRET_CHARACTERS
        return isLong
          ? undefined
          : `at least ${MIN_SECRET_CHARACTERS} visible ASCII characters without spaces, such as the output of openssl rand -hex 32`
      },
      confidential: true,
    },
    verify_provider: {
      schema: { type: 'string', minLength: 1 },
      meaning:
        "The provider name under which accounts are linked to the platform's users; by default platform.",
      give: VERIFY_PROVIDER,
      problem: (value) =>
        /^[a-z][a-z0-9-]{0,31}$/.test(String(value)) ? undefined : VERIFY_PROVIDER,
    },
  },
  problems: ({ verify_url: url, verify_secret: secret }) => {
    if (url !== undefined && secret === undefined) {
      return [
        { member: 'verify_secret', give: 'the secret that the platform expects at verify_url' },
      ]
    }
    if (url === undefined && secret !== undefined) {
      return [{ member: 'verify_url', give: 'the URL that the secret is for' }]
    }
    return []
  },
  open: ({ name, settings, context: { fetch, clock } }) => {
    const { verify_url: url, verify_secret: secret } = settings
    const provider = verifyProvider(settings)
    if (url === undefined || secret === undefined || provider === undefined) {
      return { is: 'form', name, signIn }
    }
    const platform = createPlatformPasswords({ fetch, clock, url, secret, provider })
    return {
      is: 'form',
      name,
      provider,
      signIn: (context, request) => signIn({ ...context, platform }, request),
    }
  },
})

/** The provider name of the platform's users; undefined if the platform is never asked. */
export function verifyProvider({
  verify_url: url,
  verify_provider: provider,
}: {
  readonly verify_url?: unknown
  readonly verify_provider?: unknown
}): string | undefined {
  return url === undefined ? undefined : String(provider ?? 'platform')
}

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    !text.includes('#')
  )
}
