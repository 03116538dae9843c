/**
 * Handoff: the platform's own login page says who signed in.
 *
 *     begin ──▶ login_url?sign_in=ID                        no row
 *          the platform's back end reads and answers        http/platform/endpoints/sign-in.ts
 *          ──▶ continue_url                                 one row, for a minute
 *     finish ──▶ a proof, or the platform's refusal
 *
 * An answer works once, and only in the browser that started the sign-in: the ID contains the hash
 * of that browser's secret. A continuation that arrives in another browser is used up and refused,
 * because the user who signed in may not be the user of this browser (login CSRF).
 * `docs/decisions/0038-the-platforms-own-login-page.md` says what an attacker can do with each
 * part.
 *
 * Neighbours: `handoff/id.ts` is the ID, `handoff/answer.ts` checks the platform's answer,
 * `operations/handed-sign-ins.ts` stores it.
 */

import { hash, timingSafeEqual } from 'node:crypto'
import { useUpSignInAnswer } from '../operations/handed-sign-ins.ts'
import { isLoopbackHost } from '../settings/rules.ts'
import { type SettingValue, translated } from '../settings/schema.ts'
import type { SignInAnswer } from '../store/records.ts'
import { makeSignInId, type OpenedSignIn, openSignInId } from './handoff/id.ts'
import {
  type Failed,
  type FailedBecause,
  type Finished,
  type Lost,
  type Onward,
  type Return,
  refusals,
  type Visit,
  type WayContext,
  wayKind,
} from './way.ts'

const PAGE = 'an https:// URL without a fragment or user name (http:// on loopback only)'

export const handoff = wayKind({
  kind: 'handoff',
  meaning: 'Your own login page, which tells this server who signed in.',
  members: {
    label: {
      schema: translated,
      required: true,
      meaning: 'The name on the button: "Continue with LABEL".',
      give: 'a name, or a map with one name per language',
    },
    login_url: {
      schema: { type: 'string', minLength: 1 },
      required: true,
      meaning:
        'The URL of your login page. Browsers are sent there with the sign-in id in the query parameter `sign_in`.',
      give: PAGE,
      problem: pageProblem,
    },
    logout_url: {
      schema: { type: 'string', minLength: 1 },
      meaning:
        'The URL that signs the browser out of your platform, if there is one. Browsers are sent there with the query parameter `return_to`.',
      give: PAGE,
      problem: pageProblem,
    },
  },
  open: ({ name, settings, context }) => ({
    is: 'external',
    name,
    label: settings.label,
    provider: name,
    // The account is created when the platform answers, so it exists before the browser arrives.
    accept: 'known',
    asksToLink: false,
    begin: async (visit) => ({
      is: 'redirect',
      to: withParameter(settings.login_url, 'sign_in', idFor(context, name, visit)),
    }),
    finish: (back) => finish(context, name, back),
    ...(settings.logout_url !== undefined && {
      endSession: async (returnTo: string) =>
        withParameter(settings.logout_url ?? '', 'return_to', returnTo),
    }),
  }),
})

/** The URL to which the browser goes after an answer. */
export function continueUrl(
  issuer: string,
  { way, id, continuation }: Readonly<Record<'way' | 'id' | 'continuation', string>>,
): string {
  return `${issuer}/sign-in/with/${way}/callback?${new URLSearchParams({ id, continuation })}`
}

function idFor(context: WayContext, way: string, visit: Visit): string {
  const { onward, browser, accountId, interactive, prompt, authTimeAfter, locales } = visit
  return makeSignInId(context, {
    ...{ way, onward, accountId, interactive, prompt, authTimeAfter, locales },
    browser: browser.hash,
    startedAt: context.clock.now(),
  })
}

async function finish(
  context: WayContext,
  way: string,
  { parameters, browser }: Return,
): Promise<Finished | Lost> {
  const id = parameters.get('id') ?? ''
  const signIn = openSignInId(context.keys, id)
  if (signIn?.way !== way) return lost('not_begun_here', 'this server did not issue the id')
  const { answerId, onward } = signIn
  const answer = await context.store.signInAnswers.find(answerId)
  if (answer === undefined || !isContinuation(signIn, answer, parameters.get('continuation'))) {
    return lost('not_begun_here', 'the continuation does not match the answer')
  }
  if (signIn.browser !== browser.hash) {
    await useUpSignInAnswer(context, answerId)
    return {
      ...failed('not_begun_here', 'started in another browser'),
      onward: startedOver(context, onward),
    }
  }
  if (answer.usedBy !== null) return { ...failed('not_begun_here', 'used before'), onward }
  if (answer.expiresAt <= context.clock.now()) {
    return { ...failed('expired', 'the continuation has expired'), onward }
  }
  if (answer.subject === null) {
    // Only the first request gets the refusal.
    if (!(await useUpSignInAnswer(context, answerId))) {
      return { ...failed('not_begun_here', 'used before'), onward }
    }
    const error = refusals.find((known) => known === answer.refusal) ?? 'access_denied'
    return { is: 'refused', error, reason: answer.reason, onward }
  }
  return {
    is: 'proven',
    proof: await proofOf(context, way, { ...answer, subject: answer.subject }),
    onward,
  }
}

async function proofOf(
  { store, clock }: WayContext,
  provider: string,
  answer: SignInAnswer & { readonly subject: string },
) {
  const { subject, amr, acr, authTime, id } = answer
  // The answer has already updated the account; it may have been changed or deleted since.
  const account = await store.accounts.findByIdentity(provider, subject)
  return {
    ...{ provider, subject, amr, acr },
    email: account?.email ?? null,
    emailVerified: account?.emailVerified ?? false,
    name: account?.name ?? null,
    profile: account?.profile ?? {},
    authTime: authTime ?? clock.now(),
    spends: id,
  }
}

/** Compares in constant time. */
function isContinuation(
  signIn: OpenedSignIn,
  { answerHash }: SignInAnswer,
  continuation: string | null,
): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(signIn.continuationFor(answerHash)), digest(continuation ?? ''))
}

/**
 * Treats the request as if it came from a link: the person is asked before the app gets anything.
 */
function startedOver({ clock }: WayContext, { pending }: Onward): Onward {
  if (pending === null) return { pending: null, act: null }
  const { asked } = pending
  return { pending: { asked, startedAt: clock.now(), consent: { is: 'to_ask' } }, act: null }
}

function failed(because: FailedBecause, detail: string): Failed {
  return { is: 'failed', because, detail }
}

function lost(because: FailedBecause, detail: string): Lost {
  return { ...failed(because, detail), onward: null }
}

function withParameter(address: string, name: string, value: string): string {
  const url = new URL(address)
  url.searchParams.append(name, value)
  return url.href
}

function pageProblem(value: SettingValue): string | undefined {
  const text = String(value)
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname))
  const isPlain = url?.username === '' && url.password === '' && !text.includes('#')
  return isSafe && isPlain ? undefined : PAGE
}
