/** One attack: an attacker, the owner in each situation, and other people who just want to sign in. */

import { type Attacker, attack, attackers, OWNER, OWNERS_BROWSER } from './attackers.ts'
import {
  type Owner,
  otherSignsIn,
  ownerSignsIn,
  owners,
  type SignInOfOther,
  type SignInOfOwner,
} from './people.ts'
import { createServer } from './server.ts'
import { createWorld } from './world.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

export interface Attacked {
  readonly attacker: Attacker
  readonly owners: readonly SignInOfOwner[]
  readonly others: readonly SignInOfOther[]
}

/** `minutes` of attack, in which the owner comes `times` in each situation. */
export async function simulate(
  attacker: Attacker,
  { seed, minutes, times }: { readonly seed: number; minutes: number; times: number },
): Promise<Attacked> {
  const world = createWorld(seed)
  const server = createServer(world)
  const until = minutes * MINUTE
  server.remember({ email: OWNER, network: '', secret: OWNERS_BROWSER })
  attack(world, server, { attacker, until })
  const ofOwners: SignInOfOwner[] = []
  const ofOthers: SignInOfOther[] = []
  for (const owner of Object.keys(owners) as Owner[]) {
    for (let number = 0; number < times; number++) {
      // After the attacker has used up what is there at the beginning.
      const comes = MINUTE + ((number + world.random()) / times) * (until - MINUTE)
      world.spawn(async () => {
        await world.sleep(comes)
        ofOwners.push(await ownerSignsIn(world, server, { owner, attacker, number }))
      })
    }
  }
  world.spawn(async () => {
    for (let number = 0; world.now() < until; number++) {
      world.spawn(async () => void ofOthers.push(await otherSignsIn(world, server, number)))
      await world.sleep(4 * world.random() * SECOND)
    }
  })
  await world.run(until + 60 * MINUTE)
  return { attacker, owners: ofOwners, others: ofOthers }
}

/** How many guesses at the owner's account are checked in a day, if nobody else signs in. */
async function guessesInADay(attacker: Attacker, seed: number): Promise<number> {
  const world = createWorld(seed)
  const server = createServer(world)
  server.remember({ email: OWNER, network: '', secret: OWNERS_BROWSER })
  // Often enough to miss nothing that leaks out.
  const patient = { ...attacker, rate: Math.min(attacker.rate, 0.3) }
  const { checked } = attack(world, server, { attacker: patient, until: DAY })
  await world.run(DAY)
  return checked()
}

/** What the document shows. */
export const whole = { minutes: 30, times: 10 } as const

export async function* simulateAll(seed: number): AsyncGenerator<Attacked & { guesses: number }> {
  for (const attacker of attackers) {
    const attacked = await simulate(attacker, { seed, ...whole })
    yield { ...attacked, guesses: await guessesInADay(attacker, seed) }
  }
}
