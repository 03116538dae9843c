/**
 * Whether the platform answers at `verify_url`. No real user is asked about: the e-mail address is in
 * a domain that cannot exist (RFC 2606 §2), and the password is random. A second request has a wrong
 * secret and must be refused.
 */

import type { Fetcher } from '../../fetching/fetcher.ts'
import { createPlatformPasswords, type PlatformAnswer } from '../../people/platform-passwords.ts'
import type { Clock, Random } from '../../time-and-chance.ts'
import type { Finding } from '../way.ts'

const NOBODY = 'mandate-provider-check@nobody.invalid'

interface CheckContext {
  readonly fetch: Fetcher
  readonly clock: Clock
  readonly random: Random
}

interface VerifySettings {
  readonly url: string
  readonly secret: string
  readonly provider: string
}

/** Two requests at most. Never rejects. */
export async function checkVerifyAddress(
  context: CheckContext,
  { url, secret, provider }: VerifySettings,
): Promise<readonly Finding[]> {
  const { fetch, clock, random } = context
  const invented = () => Buffer.from(random(32)).toString('base64url')
  const password = invented()
  const ask = (secret: string) =>
    createPlatformPasswords({ fetch, clock, url, secret, provider }).ask({
      email: NOBODY,
      password,
    })
  const answer = await ask(secret)
  if (answer.is !== 'no') return [answer.is === 'yes' ? acceptsAnything : inTrouble(answer)]
  const asked = `asked about ${NOBODY} with a random password, it answers {"verified": false}`
  const toStranger = await ask(invented())
  return [
    { name: 'answer', ok: true, message: asked },
    toStranger.is === 'trouble'
      ? { name: 'secret', ok: true, message: 'a request with a wrong secret is refused' }
      : acceptsAnySecret,
  ]
}

const acceptsAnything: Finding = {
  ...{ name: 'answer', ok: false },
  message: `it accepts a random password for ${NOBODY}, so anyone can sign in`,
  remedy: 'remove verify_url until the platform compares passwords',
}

const acceptsAnySecret: Finding = {
  ...{ name: 'secret', ok: false },
  message: 'it answers requests with any secret, so anyone can guess passwords there',
  remedy: 'make the platform compare the Authorization header and answer 401 if it is wrong',
}

function inTrouble(answer: Exclude<PlatformAnswer, { readonly is: 'yes' | 'no' }>): Finding {
  const detail = answer.is === 'trouble' ? answer.detail : 'there is no answer'
  const remedy = /status 40[13]/.test(detail)
    ? 'compare verify_secret with the secret that the platform expects'
    : 'look in the log of the platform'
  return { name: 'answer', ok: false, message: detail, remedy }
}
