/** Checks a platform's answer about a sign-in, member by member. */

import type { RefusedThere, SignedInThere } from '../../operations/handed-sign-ins.ts'
import { isEmail } from '../../people/email.ts'
import { profileClaims, profileRules, profileTold } from '../../people/profile.ts'
import { refusals } from '../way.ts'

/** One member is wrong. `detail` says what to send instead. */
export interface WrongMember {
  readonly is: 'wrong'
  readonly field: string
  readonly detail: string
}

type Members = Readonly<Record<string, unknown>>

interface Rule {
  readonly fits: (value: unknown) => boolean
  readonly detail: string
}

const TOKEN = /^[\x21-\x7e]+$/
const LONGEST_NAME = 200
const LONGEST_REASON = 300
const MOST_AMR = 20

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most
const isToken = (value: unknown, most: number) => isText(value, most) && TOKEN.test(value)

const PROFILE: readonly (readonly [string, Rule])[] = profileClaims.map((name) => [
  name,
  {
    fits: (value) => profileRules[name].read(value) !== undefined,
    detail: `${profileRules[name].right}, or omit it`,
  },
])

const SIGNED_IN: Readonly<Record<string, Rule>> = {
  subject: {
    fits: (value) => isToken(value, 255),
    detail: '1 to 255 visible ASCII characters that identify this user and never change',
  },
  email: {
    fits: (value) => isText(value, 254) && isEmail(value.trim()),
    detail: 'an e-mail address, or omit it',
  },
  email_verified: { fits: (value) => typeof value === 'boolean', detail: 'true or false' },
  name: {
    fits: (value) =>
      isText(value, LONGEST_NAME) &&
      value.trim() !== '' &&
      !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(value),
    detail: `1 to ${LONGEST_NAME} characters on one line, or omit it`,
  },
  auth_time: {
    fits: (value) => Number.isInteger(value) && Number(value) > 0,
    detail: 'whole seconds since 1970, or omit it if the user has just signed in',
  },
  amr: {
    fits: (value) =>
      Array.isArray(value) && value.length <= MOST_AMR && value.every((one) => isToken(one, 64)),
    detail: 'a list of method names from RFC 8176, such as ["pwd", "otp"]',
  },
  acr: {
    fits: (value) => isToken(value, 255),
    detail: '1 to 255 visible ASCII characters, or omit it',
  },
  ...Object.fromEntries(PROFILE),
}

const REFUSED: Readonly<Record<string, Rule>> = {
  refused: {
    fits: (value) => refusals.some((known) => known === value),
    detail: `one of ${refusals.join(', ')}`,
  },
  reason: { fits: (value) => typeof value === 'string', detail: 'a text' },
}

/** Reads an answer. Null counts as absent; unknown members are refused. */
export function readAnswer(members: Members): SignedInThere | RefusedThere | WrongMember {
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))
  const isRefusal = 'refused' in given
  const rules = isRefusal ? REFUSED : SIGNED_IN
  for (const [field, value] of Object.entries(given)) {
    if (field === 'id') continue
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined
    if (rule === undefined) {
      const detail = `${field} is not a member of this answer; the members are id, ${Object.keys(rules).join(', ')}.`
      return { is: 'wrong', field, detail }
    }
    if (!rule.fits(value)) {
      return { is: 'wrong', field, detail: `${field} is invalid: send ${rule.detail}.` }
    }
  }
  if (isRefusal) return refusalIn(given)
  if (given['subject'] === undefined) {
    const detail = 'subject is missing: send subject, or send refused.'
    return { is: 'wrong', field: 'subject', detail }
  }
  return {
    is: 'signed_in',
    subject: String(given['subject']),
    email: textOrNull(given['email'])?.trim() ?? null,
    emailVerified: given['email_verified'] === true,
    name: textOrNull(given['name'])?.trim() ?? null,
    profile: profileTold(given),
    authTime: typeof given['auth_time'] === 'number' ? given['auth_time'] : null,
    amr: Array.isArray(given['amr']) ? given['amr'].map(String) : [],
    acr: textOrNull(given['acr']),
  }
}

function refusalIn(given: Members): RefusedThere {
  const error = refusals.find((known) => known === given['refused']) ?? 'access_denied'
  return { is: 'refused', error, reason: tidied(textOrNull(given['reason'])) }
}

/**
 * One line that can be shown and logged. A reason that is too long is cut rather than refused,
 * because the browser is waiting for the answer.
 */
function tidied(reason: string | null): string | null {
  const line = reason
    ?.slice(0, 4 * LONGEST_REASON)
    .replace(/[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  if (line === undefined || line === '') return null
  if (line.length <= LONGEST_REASON) return line
  // Not within a surrogate pair.
  return `${line
    .slice(0, LONGEST_REASON)
    .replace(/\p{Cs}$/u, '')
    .trim()}…`
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
