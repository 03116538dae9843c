/**
 * A way to sign in that tests answer themselves: it sends the browser to a URL that does not exist,
 * with its state, and accepts whatever comes back with that state.
 */

import assert from 'node:assert/strict'
import type { Onward, Proof, RefusedWith, Visit } from '../src/ways/way.ts'
import { wayKind } from '../src/ways/way.ts'
import type { Arrival, Visitor } from './visitor.ts'

/** The other side's answer; `{}` for a person who has just signed in there. */
export interface Answer extends Partial<Proof> {
  readonly refused?: RefusedWith
  readonly reason?: string
}

export const ELSEWHERE = 'https://elsewhere.example'

/** The visits so far, newest last; `begin` fails while `isDown`. */
export const begun: Visit[] = []
export const elsewhere = { isDown: false }

/** For the setting: `{door: DOOR}`. */
export const DOOR = {
  ...{ way: 'door', label: 'Acme', address: ELSEWHERE },
  ...{ accept: 'everybody', links: false },
} as const

export const door = wayKind({
  kind: 'door',
  meaning: 'Anybody who knocks.',
  members: {
    label: { schema: { type: 'string' }, required: true, meaning: 'Its name.', give: 'a name' },
    accept: {
      schema: {
        anyOf: [
          { type: 'string', enum: ['everybody', 'known'] },
          { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
        ],
      },
      ...{ required: true, meaning: 'Who may come.', give: 'everybody' },
    },
    address: {
      schema: { type: 'string' },
      ...{ required: true, meaning: 'Where it is.', give: 'an origin' },
    },
    links: { schema: { type: 'boolean' }, default: false, meaning: 'As asksToLink.', give: 'true' },
  },
  open({ name, settings, context }) {
    const provider = `${settings.address}/${name}`
    return {
      ...{ is: 'external', name, provider, label: settings.label, asksToLink: settings.links },
      accept:
        typeof settings.accept === 'string'
          ? settings.accept
          : { domains: settings.accept['domains'] ?? [] },
      async begin(visit) {
        begun.push(visit)
        if (elsewhere.isDown) return { is: 'failed', because: 'unreachable', detail: 'It is down.' }
        const state = visit.browser.seal(visit.onward)
        return { is: 'redirect', to: `${provider}?${new URLSearchParams({ state })}` }
      },
      async finish({ parameters, browser }) {
        const onward = browser.unseal(parameters.get('state') ?? undefined) as Onward | undefined
        if (onward === undefined) {
          return { onward: null, is: 'failed', because: 'not_begun_here', detail: 'No state.' }
        }
        const answer: Answer = JSON.parse(parameters.get('answer') ?? '{}')
        return { onward, ...outcomeOf(answer, { provider, now: context.clock.now() }) }
      },
      endSession: async (returnTo) => `${provider}/logout?${new URLSearchParams({ returnTo })}`,
    }
  },
})

function outcomeOf(
  { refused, reason, ...said }: Answer,
  { provider, now }: { readonly provider: string; readonly now: number },
) {
  if (refused !== undefined) {
    return { is: 'refused', error: refused, reason: reason ?? null } as const
  }
  const proof: Proof = {
    ...{ provider, subject: 'jo', email: null, emailVerified: false, name: null, profile: {} },
    ...{ authTime: now, amr: ['fpt'], acr: null, ...said },
  }
  return { is: 'proven', proof } as const
}

/** The URL that brings a browser back with this answer. */
export function wayBack(there: URL, answer: Answer = {}): string {
  assert.ok(there.searchParams.has('state'), String(there))
  const parameters = {
    state: there.searchParams.get('state') ?? '',
    answer: JSON.stringify(answer),
  }
  return `/sign-in/with${there.pathname}/callback?${new URLSearchParams(parameters)}`
}

/** Returns with this answer and follows redirects. */
export function comeBack(
  visitor: Visitor,
  { address }: Arrival,
  answer?: Answer,
): Promise<Arrival> {
  return visitor.follow(wayBack(address, answer))
}
