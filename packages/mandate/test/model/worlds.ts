/** The bounds that are explored: small ones in each test run, large ones by `npm run model`. */

import { type Bound, TICK_SECONDS } from './world.ts'

export interface NamedBound {
  readonly name: string
  readonly bound: Bound
}

const alone = {
  processes: 1,
  shares: { seconds: 0, generations: 0 },
  ...{ isPublic: true, isBound: false },
}
const least: Bound = {
  generations: 2,
  inFlight: 2,
  ticks: 0,
  clockSetBack: false,
  client: { sendsKeys: true, retrySeconds: 0, hasty: false, ...alone },
  thief: 'none',
  otherClient: false,
  revocation: false,
  restore: false,
  olderNode: false,
}
const withWindow = { sendsKeys: false, retrySeconds: 600, hasty: false, ...alone }
/** Processes that never send keys; a window that one step of time fits into. */
const fleet = {
  ...{
    sendsKeys: false,
    retrySeconds: 0,
    hasty: true,
    processes: 2,
    isPublic: true,
    isBound: false,
  },
  shares: { seconds: TICK_SECONDS + 1, generations: 2 },
}
const longTime = { ...least, ticks: 3, clockSetBack: true } as const

export const worlds = {
  theft: {
    name: 'a thief with copies of tokens and keys, and a revocation',
    bound: { ...least, thief: 'tokens and keys', revocation: true },
  },
  chain: {
    name: 'a thief with copies of tokens, over three refresh tokens',
    bound: { ...least, generations: 3, thief: 'tokens' },
  },
  time: {
    name: 'a thief, time, and a clock set back',
    bound: { ...longTime, inFlight: 1, thief: 'tokens' },
  },
  overlap: {
    name: 'requests that overlap while time passes and a clock is set back',
    bound: { ...longTime, ticks: 2 },
  },
  window: {
    name: 'a client with a retry window and no keys, a thief, and time',
    bound: { ...longTime, inFlight: 1, ticks: 2, thief: 'tokens', client: withWindow },
  },
  overlapInWindow: {
    name: 'overlapping requests of a client with a retry window',
    bound: { ...longTime, ticks: 1, client: withWindow },
  },
  restore: {
    name: 'a backup and its restore, strict or accepting newer, and a thief',
    bound: { ...least, inFlight: 1, generations: 3, thief: 'tokens', restore: true },
  },
  restoreAndRace: {
    name: 'a restore while requests overlap, and a revocation',
    bound: { ...least, generations: 3, restore: true, revocation: true },
  },
  stranger: {
    name: 'another client with copies of tokens, and a revocation',
    bound: { ...least, otherClient: true, revocation: true, ticks: 1 },
  },
  fleet: {
    name: 'two processes that share tokens through a file',
    bound: { ...least, generations: 3, client: fleet },
  },
  fleetAndTime: {
    name: 'two processes that share tokens while time passes',
    bound: { ...least, inFlight: 1, generations: 3, ticks: 2, client: fleet },
  },
  fleetAndThief: {
    name: 'two processes that share tokens, and a thief, over four refresh tokens',
    bound: { ...least, inFlight: 1, generations: 4, thief: 'tokens', client: fleet },
  },
  fleetThiefAndTime: {
    name: 'a process that shares tokens, a thief, time, and a clock set back',
    bound: {
      ...{ ...longTime, ticks: 2, inFlight: 1, thief: 'tokens' },
      client: { ...fleet, processes: 1 },
    },
  },
  fleetAndOlderNode: {
    name: 'two processes that share tokens, a thief, and a node of an older version',
    bound: {
      ...{ ...least, inFlight: 1, generations: 3, thief: 'tokens', olderNode: true },
      client: fleet,
    },
  },
  boundFleet: {
    name: 'two processes that share bound tokens, time, and a thief without the key',
    bound: {
      ...{ ...least, inFlight: 1, generations: 3, ticks: 1, thief: 'tokens' },
      client: { ...fleet, isBound: true, shares: { ...fleet.shares, generations: 1 } },
    },
  },
  confidentialFleet: {
    name: 'two processes of a confidential client, and a thief',
    bound: {
      ...{ ...least, inFlight: 1, generations: 3, thief: 'tokens' },
      client: { ...fleet, isPublic: false },
    },
  },
  fleetAndRestore: {
    name: 'two processes that share tokens, and a restore',
    bound: { ...least, inFlight: 1, generations: 4, restore: true, client: fleet },
  },
} as const satisfies Record<string, NamedBound>

export const largeWorlds: readonly NamedBound[] = [
  {
    name: 'three processes that share tokens, with requests that overlap',
    bound: { ...worlds.fleet.bound, client: { ...fleet, processes: 3 } },
  },
  {
    name: 'two processes that share tokens, time, and a clock set back',
    bound: { ...worlds.fleetAndTime.bound, clockSetBack: true },
  },
  {
    name: 'a process that shares tokens, a thief, time, and a clock set back, over three refresh tokens',
    bound: { ...worlds.fleetThiefAndTime.bound, generations: 3 },
  },
  {
    name: 'two processes that share bound tokens, over more time, and a thief without the key',
    bound: { ...worlds.boundFleet.bound, ticks: 2 },
  },
  {
    name: 'three refresh tokens, a thief with tokens and keys, and a revocation',
    bound: { ...worlds.theft.bound, generations: 3 },
  },
  {
    name: 'three requests at once, and a thief',
    bound: { ...worlds.chain.bound, generations: 2, inFlight: 3 },
  },
  {
    name: 'a thief whose requests overlap the client’s while time passes',
    bound: { ...worlds.time.bound, inFlight: 2, ticks: 2, clockSetBack: false },
  },
  {
    name: 'the same within a retry window, with a clock set back',
    bound: { ...worlds.window.bound, inFlight: 2, ticks: 1 },
  },
  {
    name: 'four refresh tokens, a restore and a thief',
    bound: { ...worlds.restore.bound, generations: 4, inFlight: 1, revocation: true },
  },
  {
    name: 'a restore while a thief’s requests overlap the client’s',
    bound: { ...worlds.restore.bound, inFlight: 2 },
  },
]
