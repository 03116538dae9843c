/** Who attacks, and how often. */

import type { Server, Visit } from './server.ts'
import type { World } from './world.ts'

export const OWNER = 'owner@example.com'
/** The browser that the owner has used for long. */
export const OWNERS_BROWSER = 'the secret of the owner’s browser'

export interface Attacker {
  readonly name: string
  /** Attempts in a second. */
  readonly rate: number
  /** Where they come from, by the number of the attempt. */
  readonly network: (i: number) => string
  /** What they try; resolves with whether a guess at the owner's account was checked. */
  readonly act: (server: Server, from: string, i: number) => Promise<boolean>
}

const oneAddress = () => '192.0.2.66'
const site = (i: number) => `2001:db8:66:${(i % 65_536).toString(16)}::1`
/** Ten thousand networks that have nothing in common. */
const botnet = (i: number) => `${11 + (i % 100)}.${Math.floor(i / 100) % 100}.3.4`
const PEOPLE = 1_000

async function guess(server: Server, visit: Visit): Promise<boolean> {
  const { is } = await server.signIn(visit, 'wrong')
  return is === 'wrong_credentials' && visit.email === OWNER
}

const atOwner: Attacker['act'] = (server, network) =>
  guess(server, { email: OWNER, network, secret: 'new' })
const atAnybody: Attacker['act'] = (server, network, i) => {
  const email = i % 5 === 0 ? OWNER : `person-${(i * 7919) % PEOPLE}@example.com`
  return guess(server, { email, network, secret: 'new' })
}
const withForgedSecret: Attacker['act'] = (server, network, i) =>
  guess(server, { email: OWNER, network, secret: `forged ${i}` })
const withCopiedSecret: Attacker['act'] = (server, network) =>
  guess(server, { email: OWNER, network, secret: OWNERS_BROWSER })
const atSecondFactor: Attacker['act'] = async (server, network) => {
  const visit = { email: OWNER, network, secret: 'new' }
  if ((await server.signIn(visit, 'right')).is !== 'proven') return false
  return (await server.enterCode(visit, 'wrong')).admitted
}
const asksForLinks: Attacker['act'] = async (server) => {
  await server.askForLink(OWNER)
  return false
}

/** Takes turns. */
function all(...acts: readonly Attacker['act'][]): Attacker['act'] {
  return async (server, network, i) => {
    const act = acts[i % acts.length]
    return act === undefined ? false : act(server, network, i)
  }
}

export const attackers: readonly Attacker[] = [
  { name: 'nobody', rate: 0, network: oneAddress, act: atOwner },
  { name: 'one address, one account', rate: 2, network: oneAddress, act: atOwner },
  { name: 'one address, any accounts', rate: 10, network: oneAddress, act: atAnybody },
  { name: 'one /48, one account', rate: 20, network: site, act: atOwner },
  { name: 'one /48, any accounts', rate: 50, network: site, act: atAnybody },
  { name: 'a botnet of 10,000 networks, one account', rate: 30, network: botnet, act: atOwner },
  { name: 'the same, any accounts', rate: 180, network: botnet, act: atAnybody },
  {
    name: 'the key file alone: forged browsers',
    rate: 10,
    network: botnet,
    act: withForgedSecret,
  },
  {
    name: 'a stolen secret of a known browser',
    rate: 10,
    network: (i) => botnet(i % 100),
    act: withCopiedSecret,
  },
  { name: 'knows the password, not the code', rate: 5, network: botnet, act: atSecondFactor },
  {
    name: 'asks for links, while a botnet guesses',
    rate: 30,
    network: botnet,
    act: all(asksForLinks, atOwner),
  },
  {
    name: 'all of these at once',
    rate: 100,
    network: botnet,
    act: all(atOwner, atAnybody, withCopiedSecret, atSecondFactor, asksForLinks),
  },
]

/** Attacks until that time; returns how many guesses at the owner's account were checked. */
export function attack(
  world: World,
  server: Server,
  { attacker, until }: { readonly attacker: Attacker; readonly until: number },
): { readonly checked: () => number } {
  const { rate, network, act } = attacker
  let checked = 0
  if (rate > 0) {
    world.spawn(async () => {
      for (let i = 0; world.now() < until; i++) {
        world.spawn(async () => {
          if (await act(server, network(i), i)) checked += 1
        })
        await world.sleep((2 * world.random() * 1000) / rate)
      }
    })
  }
  return { checked: () => checked }
}
