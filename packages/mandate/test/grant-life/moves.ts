/** What can happen in a grant's life, as data that fast-check makes up. `life.ts` plays it. */

import fc from 'fast-check'

const ACTORS = ['worker', 'other worker', 'thief'] as const
export type Actor = (typeof ACTORS)[number]

const FORGERIES = [
  'with the database alone',
  'with the keys alone',
  'from a token of hers',
] as const

const PACES = ['at once', 'step by step', 'answer lost'] as const
/** Whether the request is served at once, or while other things happen, or its answer gets lost. */
export type Pace = (typeof PACES)[number]

export type Move =
  | { readonly move: 'connect'; readonly client: number }
  /** Present a known token, counted back from the newest. */
  | {
      readonly move: 'present'
      readonly grant: number
      readonly who: Actor
      readonly back: number
      readonly key: 'none' | 'new' | 'of the last request'
      readonly node: number
      readonly pace: Pace
    }
  /** Send the last request again, so many times, so many seconds apart. */
  | {
      readonly move: 'retry'
      readonly grant: number
      readonly who: Actor
      readonly node: number
      readonly times: number
      readonly every: number
    }
  | { readonly move: 'step'; readonly which: number }
  | { readonly move: 'lose'; readonly which: number }
  | { readonly move: 'copy'; readonly grant: number; readonly from: Actor; readonly to: Actor }
  | {
      readonly move: 'forge'
      readonly grant: number
      readonly how: (typeof FORGERIES)[number]
      readonly generation: number
    }
  | { readonly move: 'call the API'; readonly token: number; readonly node: number }
  | { readonly move: 'set the clock'; readonly node: number; readonly by: number }
  | { readonly move: 'rotate the keys' }
  | { readonly move: 'retire the oldest key' }
  | { readonly move: 'revoke'; readonly grant: number }
  | { readonly move: 'disable or enable'; readonly client: number }

const grant = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 2 }))
const client = fc.nat({ max: 1 })
const node = fc.nat({ max: 1 })
const who = fc.constantFrom(...ACTORS)
const which = fc.nat({ max: 5 })
const named = <Name extends Move['move']>(name: Name) => fc.constant(name)

/** Around every limit that there is: the windows, a code, an access token, a day, a year. */
const seconds = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1, 9, 29, 30, -1, -9, -29, -30) },
  { weight: 2, arbitrary: fc.constantFrom(59, 60, 299, 300, 599, 600, -60, -600) },
  { weight: 2, arbitrary: fc.constantFrom(86_399, 86_400, 86_400, 31_536_000, -86_400) },
)

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({
      move: named('present'),
      grant,
      who: fc.oneof({ weight: 3, arbitrary: fc.constant<Actor>('worker') }, who),
      back: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat({ max: 3 })),
      key: fc.constantFrom('none', 'new', 'of the last request'),
      node,
      pace: fc.constantFrom(...PACES),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      move: named('retry'),
      grant,
      who,
      node,
      times: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.constantFrom(2, 5)),
      every: fc.constantFrom(0, 1, 9, 29),
    }),
  },
  { weight: 12, arbitrary: fc.record({ move: named('step'), which }) },
  { weight: 2, arbitrary: fc.record({ move: named('lose'), which }) },
  { weight: 4, arbitrary: fc.record({ move: named('copy'), grant, from: who, to: who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      move: named('forge'),
      grant,
      how: fc.constantFrom(...FORGERIES),
      generation: fc.nat({ max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ move: named('call the API'), token: fc.nat(), node }) },
  { weight: 3, arbitrary: fc.record({ move: named('set the clock'), node, by: seconds }) },
  { weight: 1, arbitrary: fc.record({ move: named('connect'), client }) },
  { weight: 1, arbitrary: fc.record({ move: named('rotate the keys') }) },
  { weight: 1, arbitrary: fc.record({ move: named('retire the oldest key') }) },
  { weight: 1, arbitrary: fc.record({ move: named('revoke'), grant }) },
  { weight: 1, arbitrary: fc.record({ move: named('disable or enable'), client }) },
)

export const moves = fc.array(move, { minLength: 1, maxLength: 60, size: 'max' })
