/** A change to a user, in the format that Mandate reads. */

import { SignInError } from '../errors.ts'
import { checkSubject } from '../identity.ts'
import { isObject } from '../json.ts'

/** The platform's own id of a user. */
interface Subject {
  readonly subject: string
}

/** The user: the platform's own id, or the account id at Mandate. */
type Target = Subject | { readonly accountId: string }

/**
 * `disable`: blocks sign-in and the access of applications; `enable` undoes that. `sign_out`: ends
 * their sessions at Mandate. `end_access`: also ends every application's access. `delete`: deletes
 * the account permanently. `merge`: both are one person, who signs in as `into` from now on; both
 * are named by the platform's own ids.
 */
export type Change =
  | (Target & { readonly change: 'disable' | 'enable' | 'sign_out' | 'end_access' | 'delete' })
  | (Subject & { readonly change: 'merge'; readonly into: string })

export interface ChangeReport {
  readonly changed: number
  /** Changes that had already been made. */
  readonly unchanged: number
  /**
   * Users who have never signed in to Mandate, which is not an error; the first thousand of each
   * request.
   */
  readonly unknown: readonly string[]
  readonly unknownCount: number
  /** With the index in the list, from 0; the first thousand of each request. */
  readonly refused: readonly {
    readonly index: number
    readonly code: string
    readonly detail: string
  }[]
  readonly refusedCount: number
}

/** Throws a `TypeError` that says what is wrong. */
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

/** Throws a `SignInError` if the response is not a report. */
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
  throw new SignInError('answer_unreadable', `the response to a list of changes has no ${name}`)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
