import type { GrantId } from '../grants/grant.ts'
import type { Random } from '../time-and-chance.ts'

/**
 * The id of a new grant: the time first, so that new rows are adjacent in the index, then 80 random
 * bits. `now` in seconds since 1970.
 */
export function newGrantId(now: number, random: Random): GrantId {
  const time = (now * 1000).toString(16).padStart(12, '0')
  return (time + Buffer.from(random(10)).toString('hex')) as GrantId
}
