/** An authenticator app, for tests: it reads the key from the page and shows codes. */

import assert from 'node:assert/strict'
import { Secret, TOTP } from 'otpauth'
import { hiddenFields, type Visitor } from './visitor.ts'

export interface Authenticator {
  /** The code at this time, in seconds since 1970. */
  code(now: number): string
}

/** Reads the key that the set-up page spells. */
export function scan(html: string): Authenticator {
  const [, key] = /<code translate="no">([A-Z2-7 ]+)<\/code>/.exec(html) ?? []
  assert.ok(key, 'no key on the page')
  const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) })
  return { code: (now) => totp.generate({ timestamp: now * 1000 }) }
}

/** The recovery codes on the page. */
export function recoveryCodesIn(html: string): readonly string[] {
  return [...html.matchAll(/<li><code>([0-9a-z-]{19})<\/code><\/li>/g)].map(([, code = '']) => code)
}

/** Sets up an app on the page that asks for one; returns it with the recovery codes. */
export async function setUpApp(
  visitor: Visitor,
  page: { readonly address: URL; readonly html: string },
  now: number,
) {
  const app = scan(page.html)
  const form = { ...hiddenFields(page.html), code: app.code(now) }
  const saved = await visitor.send(page.address.href, form)
  return { app, codes: recoveryCodesIn(saved.html), saved }
}
