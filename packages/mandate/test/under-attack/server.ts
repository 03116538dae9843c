/**
 * A server's sign-in as it is, on virtual time: the limits, the shares, the hashing queue and the
 * order of `people/sign-in.ts`. Only the store is in memory, a hash is a pause, and the mail system
 * is a delay.
 */

import { BUSY } from '../../src/people/bounded-queue.ts'
import { createHashingQueue } from '../../src/people/hashing-queue.ts'
import { browserDigest, knownBrowser } from '../../src/people/known-browsers.ts'
import type { Passwords } from '../../src/people/password.ts'
import { createShares } from '../../src/people/shares.ts'
import { type SignInContext, type SignInOutcome, signIn } from '../../src/people/sign-in.ts'
import { type Admission, admitGuess, admitMail, mailWasUsed } from '../../src/people/throttle.ts'
import type { Account } from '../../src/store/records.ts'
import { accounts } from '../../src/store/tables/accounts.ts'
import { sampleOf } from '../store/contract/sample-of.ts'
import { memoryAttempts } from './memory.ts'
import type { World } from './world.ts'

/** What one password check takes on one of the two threads. */
const HASH_MS = 40
const PURPOSE = 'let_browser_in'
const BEGINNING = 1_800_000_000
const LINK_SECONDS = 30 * 60
/** From nearly at once to a mail system that lets new senders wait. */
const MAIL_MS = { from: 5_000, to: 300_000 }

export interface Visit {
  readonly email: string
  readonly network: string
  /** The secret of the browser. */
  readonly secret: string
}

export interface Server {
  signIn(visit: Visit, password: 'right' | 'wrong'): Promise<SignInOutcome>
  /** The code of an authenticator app, after the right password. */
  enterCode(visit: Visit, code: 'right' | 'wrong'): Promise<Admission>
  remember(visit: Visit): void
  askForLink(email: string): Promise<void>
  /** Whether there is a link in the mailbox that works; it is used up. */
  useLink(email: string): Promise<boolean>
}

export function createServer(world: World): Server {
  const queue = createHashingQueue()
  const now = () => BEGINNING + Math.floor(world.now() / 1000)
  const known = new Map<string, Set<string>>()
  const mailboxes = new Map<string, number[]>()
  const attempts = memoryAttempts()
  const passwords: Passwords = {
    async hash() {
      throw new Error('nothing is hashed here')
    },
    async verify(password, stored, { visitor = 'new' } = {}) {
      const matches = await queue.run(async () => {
        await world.sleep(HASH_MS)
        return password === stored
      }, visitor)
      if (matches === BUSY) return BUSY
      return matches ? 'match' : 'mismatch'
    },
    needsRehash: () => false,
    isBusy: (visitor = 'new') => queue.isFull(visitor),
    shares: createShares(),
  }
  const knownBrowsers = {
    listEmailKeysOf: async (browser: string) => [...(known.get(browser) ?? [])],
  }
  const store = { accounts: { findByEmailKey: async (key: string) => accountOf(key) }, attempts }
  const context = { store, clock: { now }, passwords } as unknown as SignInContext
  const browserOf = ({ secret, email }: Visit) => knownBrowser({ knownBrowsers }, secret, email)

  return {
    async signIn({ secret, ...visit }, password) {
      const browser = await browserOf({ ...visit, secret })
      return signIn(context as never, { ...visit, password, browser })
    },
    async enterCode(visit, code) {
      const { email: accountId, network } = visit
      const guess = { accountId, network, browser: await browserOf(visit) }
      const admission = await admitGuess(attempts, guess, now())
      if (admission.admitted && code === 'right') await admission.settle('right')
      return admission
    },
    remember({ secret, email }) {
      const browser = browserDigest(secret)
      known.set(browser, (known.get(browser) ?? new Set()).add(email))
    },
    async askForLink(email) {
      if (!(await admitMail(attempts, { email, purpose: PURPOSE }, now()))) return
      const expiresAt = now() + LINK_SECONDS
      await world.sleep(MAIL_MS.from + world.random() * (MAIL_MS.to - MAIL_MS.from))
      mailboxes.set(email, [...(mailboxes.get(email) ?? []), expiresAt])
    },
    async useLink(email) {
      const good = (mailboxes.get(email) ?? []).filter((expiresAt) => expiresAt > now())
      mailboxes.set(email, good.slice(0, -1))
      if (good.length > 0) await mailWasUsed(attempts, { email, purpose: PURPOSE })
      return good.length > 0
    },
  }
}

const sample = sampleOf(accounts)

/** Everybody with an address at example.com has an account. */
function accountOf(emailKey: string): Account | undefined {
  if (!emailKey.endsWith('@example.com')) return undefined
  const name = { id: emailKey, email: emailKey, emailKey }
  return { ...sample, ...name, passwordHash: 'right', disabledAt: null }
}
