/** What a platform says about a user, as Mandate reads it. */

import { SignInError } from '../errors.ts'
import { checkSubject } from '../identity.ts'
import { isObject } from '../json.ts'

/** Whose account is changed: the platform's own id of the user, or the account's id at Mandate. */
type Target = { readonly subject: string } | { readonly accountId: string }

/**
 * `disable`: may not sign in, and no application may act for them; `enable` takes that back.
 * `sign_out`: ends their sessions at Mandate. `end_access`: also ends every application's access.
 * `delete`: removes the account, for good. `merge`: two users are one person, who signs in as `into`
 * (an id of the same kind) from now on.
 */
export type Change = Target &
  (
    | { readonly change: 'disable' | 'enable' | 'sign_out' | 'end_access' | 'delete' }
    | { readonly change: 'merge'; readonly into: string }
  )

export interface ChangeReport {
  readonly changed: number
  /** Were like that already. */
  readonly unchanged: number
  /** Users who have never come to Mandate, which is no mistake; the first thousand of each request. */
  readonly unknown: readonly string[]
  readonly unknownCount: number
  /** By position in what was passed, from 0; the first thousand of each request. */
  readonly refused: readonly {
    readonly index: number
    readonly code: string
    readonly detail: string
  }[]
  readonly refusedCount: number
}

/** Throws a `TypeError` that names what is wrong. */
export function toWire(change: Change): Readonly<Record<string, unknown>> {
  const target = targetOf(change)
  if (change.change !== 'merge') return { ...target, change: change.change }
  checkSubject('into', change.into)
  return { ...target, change: 'merge', into: change.into }
}

function targetOf(target: Target): Readonly<Record<string, string>> {
  if ('accountId' in target) {
    checkSubject('accountId', target.accountId)
    return { account_id: target.accountId }
  }
  checkSubject('subject', target.subject)
  return { subject: target.subject }
}

/** Throws a `SignInError` if it is not a report. */
export function parseReport(answer: unknown): ChangeReport {
  const members = isObject(answer) ? answer : {}
  const { unknown, refused } = members
  return {
    changed: count(members, 'changed'),
    unchanged: count(members, 'unchanged'),
    unknownCount: count(members, 'unknown_count'),
    refusedCount: count(members, 'refused_count'),
    unknown: listOf(unknown).filter((subject) => typeof subject === 'string'),
    refused: listOf(refused).flatMap((one) => {
      if (!isObject(one) || typeof one['index'] !== 'number') return []
      const { index, code, detail } = one
      return [{ index, code: String(code ?? 'refused'), detail: String(detail ?? '') }]
    }),
  }
}

function count(members: Readonly<Record<string, unknown>>, name: string): number {
  const value = members[name]
  if (typeof value === 'number') return value
  throw new SignInError('answer_unreadable', `the answer to changes of users has no ${name}`)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
