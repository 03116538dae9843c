/** Which token the next request carries, and what happens to the tokens that were issued for it. */

import type { Issued } from './check.ts'
import type { Job, JobDone } from './job.ts'

export interface Supply {
  /** The token for the next request of a connection; undefined if all are used up. */
  next(lane: number): string | undefined
  issued(lane: number, issued: Issued): void
  left(): Pick<JobDone, 'refreshTokens' | 'accessTokens'>
}

export function createSupply({ tokens, use, connections }: Job): Supply {
  if (use === 'chain') return createChains(tokens.slice(0, connections))
  if (tokens.length === 0) throw new Error('a job without tokens')
  let place = 0
  const all: Issued[] = []
  return {
    next() {
      if (use === 'once') return tokens[place++]
      return tokens[place++ % tokens.length]
    },
    issued(_lane, issued) {
      all.push(issued)
    },
    left: () => split(all),
  }
}

function createChains(tokens: readonly string[]): Supply {
  const live: Issued[] = tokens.map((refreshToken) => ({ refreshToken, accessToken: '' }))
  return {
    next: (lane) => live[lane]?.refreshToken,
    issued(lane, issued) {
      live[lane] = issued
    },
    left: () => split(live),
  }
}

function split(all: readonly Issued[]): Pick<JobDone, 'refreshTokens' | 'accessTokens'> {
  return {
    refreshTokens: all.map(({ refreshToken }) => refreshToken),
    accessTokens: all.map(({ accessToken }) => accessToken).filter((token) => token !== ''),
  }
}
