/** How the owner of the account, and other people, sign in meanwhile. */

import { type Attacker, OWNER, OWNERS_BROWSER } from './attackers.ts'
import type { Server, Visit } from './server.ts'
import type { World } from './world.ts'

export const owners = {
  known: 'at a known browser',
  new: 'at a new browser',
  near: 'at a new browser in a network of the attacker',
  first: 'at the first sign-in',
  lost: 'whose phone is lost',
} as const
export type Owner = keyof typeof owners

export interface SignInOfOwner {
  readonly owner: Owner
  /** Milliseconds; undefined for somebody who gave up. */
  readonly took: number | undefined
  readonly way: 'password' | 'link'
}

/** A person gives up after that. */
const PATIENCE_MS = 30 * 60_000
/** What the answer to "busy" says. */
const RETRY_MS = 5_000
const TYPING_MS = 10_000
const ASKS_AGAIN_AFTER_LOOKS = 12

/** Of a person who has nothing to do with anybody else. */
function freshNetwork(world: World): string {
  const part = () => Math.floor(world.random() * 65_536).toString(16)
  return `2001:db8:${part()}:${part()}::1`
}

/** Password and code, and whatever else it takes. */
export async function ownerSignsIn(
  world: World,
  server: Server,
  { owner, attacker, number }: { owner: Owner; attacker: Attacker; number: number },
): Promise<SignInOfOwner> {
  const began = world.now()
  const home = freshNetwork(world)
  let visit: Visit = {
    email: OWNER,
    network: owner === 'near' ? attacker.network(number) : home,
    secret: owner === 'known' ? OWNERS_BROWSER : `${owner} ${number}`,
  }
  let way = 'password' as SignInOfOwner['way']
  const isPatient = () => world.now() - began < PATIENCE_MS
  const letIn = () => {
    way = 'link'
    visit = { ...visit, secret: `let in: ${owner} ${number}` }
    server.remember(visit)
  }
  // The invitation is a link, too, and came long ago.
  if (owner === 'first') letIn()
  for (let tries = 1; isPatient(); tries++) {
    await world.sleep(TYPING_MS)
    const refused = await attempt(server, visit, { hasPhone: owner !== 'lost' })
    if (refused === undefined) {
      server.remember(visit)
      return { owner, way, took: world.now() - began }
    }
    if (way === 'link' || (refused <= RETRY_MS && tries < 3)) {
      await world.sleep(refused)
      continue
    }
    if (await findsLink(world, server, isPatient)) letIn()
  }
  return { owner, way, took: undefined }
}

/** Asks for a link, looks for it, and asks again each minute. */
async function findsLink(world: World, server: Server, isPatient: () => boolean): Promise<boolean> {
  for (let looks = 0; isPatient(); looks++) {
    if (looks % ASKS_AGAIN_AFTER_LOOKS === 0) world.spawn(() => server.askForLink(OWNER))
    if (await server.useLink(OWNER)) return true
    await world.sleep(RETRY_MS)
  }
  return false
}

/** Undefined if they are in; otherwise how long to wait. */
async function attempt(
  server: Server,
  visit: Visit,
  { hasPhone }: { readonly hasPhone: boolean },
): Promise<number | undefined> {
  const outcome = await server.signIn(visit, 'right')
  if (outcome.is === 'wait') return outcome.retryAfterSeconds * 1000
  if (outcome.is !== 'proven') return RETRY_MS
  // A recovery code is not guessed, so nobody has to wait with it.
  if (!hasPhone) return undefined
  const code = await server.enterCode(visit, 'right')
  return code.admitted ? undefined : code.retryAfterSeconds * 1000
}

export interface SignInOfOther {
  readonly isKnown: boolean
  readonly atOnce: boolean
  readonly inAMinute: boolean
}

/** Somebody else, with the right password, who tries again for a minute. */
export async function otherSignsIn(
  world: World,
  server: Server,
  number: number,
): Promise<SignInOfOther> {
  const isKnown = number % 2 === 0
  const email = `person-${number}@example.com`
  const visit = { email, network: freshNetwork(world), secret: `${email}’s` }
  if (isKnown) server.remember(visit)
  const began = world.now()
  for (let tries = 1; world.now() - began < 60_000; tries++) {
    const { is } = await server.signIn(visit, 'right')
    if (is === 'proven') return { isKnown, atOnce: tries === 1, inAMinute: true }
    await world.sleep(RETRY_MS)
  }
  return { isKnown, atOnce: false, inAMinute: false }
}
