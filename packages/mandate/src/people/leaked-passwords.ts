/**
 * Asks a service of leaked passwords by k-anonymity: it is told the first five hexadecimal digits of
 * the password's SHA-1, and answers with the rest of every hash that begins so, a line each. It does
 * not learn which one was meant, or whether it was among them. With padding, the size of the answer
 * says nothing either.
 *
 * If the service cannot be asked, the password counts as not leaked: the other rules still hold, and
 * nobody should be unable to replace a password because of it.
 */

import { hash } from 'node:crypto'

export interface LeakedPasswords {
  /** `password` is normalized. Never rejects. */
  includes(password: string): Promise<boolean>
}

export interface LeakSource {
  /** The address to which the five digits are added, as its last part; null for no service. */
  readonly address: string | null
  readonly fetch: (
    address: string,
    request: { readonly headers: Readonly<Record<string, string>>; readonly timeoutMs: number },
  ) => Promise<Response>
  /** Is told why the service could not be asked; without the password or its hash. */
  readonly warn: (message: string) => void
}

const DIGITS = 5
const TIMEOUT_MS = 2_000

/** Undefined without a service. */
export function createLeakedPasswords({
  address,
  fetch,
  warn,
}: LeakSource): LeakedPasswords | undefined {
  if (address === null) return undefined
  return {
    async includes(password) {
      const digest = hash('sha1', password, 'hex').toUpperCase()
      const place = `${address.replace(/\/$/, '')}/${digest.slice(0, DIGITS)}`
      try {
        const headers = { 'add-padding': 'true', accept: 'text/plain' }
        const response = await fetch(place, { headers, timeoutMs: TIMEOUT_MS })
        if (response.status !== 200) throw new Error(`it answered with status ${response.status}`)
        return isListed(await response.text(), digest.slice(DIGITS))
      } catch (error) {
        const because = error instanceof Error ? error.message : String(error)
        warn(`A new password was not compared with leaked ones: ${because}`)
        return false
      }
    },
  }
}

/** Padding lines have the count 0. */
function isListed(body: string, rest: string): boolean {
  return body.split('\n').some((line) => {
    const [suffix = '', count = ''] = line.trim().split(':')
    return suffix.toUpperCase() === rest && Number(count) > 0
  })
}
