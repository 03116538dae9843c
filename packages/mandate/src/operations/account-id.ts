import type { Random } from '../time-and-chance.ts'

/** 32 hexadecimal digits: six bytes of time in milliseconds, so that ids sort by age, and ten random ones. */
export function newAccountId(now: number, random: Random): string {
  const time = (now * 1000).toString(16).padStart(12, '0')
  return time + Buffer.from(random(10)).toString('hex')
}
