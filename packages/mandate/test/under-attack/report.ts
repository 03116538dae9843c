/** `docs/sign-in-under-attack.md`. */

import { type Owner, owners, type SignInOfOther } from './people.ts'
import type { Attacked } from './simulation.ts'

export interface Reported extends Attacked {
  readonly guesses: number
}

export interface Settings {
  readonly seed: number
  readonly minutes: number
  readonly times: number
}

/** The situations in which the owner did not get in; none is what is required. */
export function keptOut({ attacker, owners: ofOwners }: Attacked): readonly string[] {
  return ofOwners
    .filter(({ took }) => took === undefined)
    .map(({ owner }) => `${attacker.name}: the owner ${owners[owner]}`)
}

export function report(all: readonly Reported[], { seed, minutes, times }: Settings): string {
  const situations = Object.keys(owners) as Owner[]
  return `# Sign-in under attack

Written by \`npm run simulate:sign-in\`; do not edit. Seed ${seed}.

Someone attacks the sign-in for ${minutes} minutes, against one account or against everybody. Meanwhile the owner of that account signs in ${times} times in each of
${situations.length} situations, and about ${Math.round(minutes * 30)} other people sign in to their own accounts. The program runs the server's own code for limits, shares, queue and known browsers
([decision 45](decisions/0045-sign-in-under-attack.md)) on a clock of its own. Only the passwords' hashing (40 ms each, two at once, so 50 per second), the database
and the mail system (a mail takes 5 seconds to 5 minutes) are replaced.

## The owner always gets in

How often the owner got in, and how long it took: the median and the longest. Typing takes 10 seconds of it. **Link** means that the
password alone was not enough: the owner asked for a mailed link, which let the browser in, and then gave the password. The account has a second factor, too. The
owner whose phone is lost uses a recovery code. The first sign-in begins with a mailed invitation.

${table(
  ['attacker', ...situations.map((owner) => owners[owner])],
  all.map((one) => [one.attacker.name, ...situations.map((owner) => ofOwner(one, owner))]),
)}
## How many guesses that is

Guesses at the owner's account that were checked in 24 hours, if the attacker does nothing else. For whoever knows the password, they are codes of the second factor; three in
a million are right at any time. "The key file alone" and "a stolen secret" include what the same networks may do without it.

${table(
  ['attacker', 'guesses in a day'],
  all.map(({ attacker, guesses }) => [attacker.name, guesses.toLocaleString('en')]),
)}
## What other people notice

Other people who sign in to their own accounts with the right password: how many got in at the first try, and within a minute. Half of them have signed in with
that browser before.

${table(
  [
    'attacker',
    'known browser, first try',
    'within a minute',
    'new browser, first try',
    'within a minute',
  ],
  all.map((one) => [one.attacker.name, ...ofOthers(one, true), ...ofOthers(one, false)]),
)}
A server can check about 50 passwords per second on two threads. A botnet that sends three times as many fills the places for new browsers, until its networks have failed
three times each; then they make way for those that have not. Known browsers have places of their own, and a mailed link makes a new browser known.
More servers (\`docs/scaling.md\`) check more passwords.

## How to read this as an operator

- **Set \`mail_url\`.** Without mail, an owner with a new browser and no passkey depends on you while a botnet guesses at that account:
  \`mandate user unlock\` clears the limits once, and \`mandate user reset-password USER --link\` prints a link.
- **Offer passkeys.** They need none of this: there is nothing to guess, and nothing is hashed.
- A person who sees "too many attempts" should use the link on that page, not wait.
- Behind a proxy, set \`trusted_proxies\`. Otherwise everybody seems to come from one network.
`
}

function ofOwner({ owners: all }: Reported, owner: Owner): string {
  const ones = all.filter((one) => one.owner === owner)
  const times = ones.flatMap(({ took }) => took ?? []).sort((a, b) => a - b)
  const withLink = ones.filter(({ way, took }) => way === 'link' && took !== undefined).length
  const link = owner === 'first' || withLink === 0 ? '' : `, link${ofSome(withLink, ones.length)}`
  const median = times[Math.floor(times.length / 2)] ?? 0
  return `${percent(times.length, ones.length)}${link}: ${span(median, times.at(-1) ?? 0)}`
}

function ofSome(some: number, all: number): string {
  return some === all ? '' : ` ${some} of ${all}`
}

function span(median: number, longest: number): string {
  return said(median) === said(longest) ? said(median) : `${said(median)}, ${said(longest)}`
}

function said(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}

function ofOthers({ others }: Reported, isKnown: boolean): readonly string[] {
  const ones = others.filter((one) => one.isKnown === isKnown)
  const share = (is: (one: SignInOfOther) => boolean) =>
    percent(ones.filter(is).length, ones.length)
  return [share(({ atOnce }) => atOnce), share(({ inAMinute }) => inAMinute)]
}

/** Never 100 % if it is not all of them. */
function percent(some: number, all: number): string {
  return `${Math.floor((100 * some) / Math.max(1, all))} %`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}
