/** Applies one operation to one path of a user (RFC 7644 §3.5.2.1 to §3.5.2.3). */

import { EMAIL_PARTS, NAME_PARTS, named } from './attributes.ts'
import type { Draft, Email } from './draft.ts'
import { ScimError } from './error.ts'
import { type Filter, matches } from './filter.ts'
import { invalidPath, type Place } from './path.ts'
import {
  booleanIn,
  emailPart,
  emailsIn,
  externalIdIn,
  invalidValue,
  isObject,
  textIn,
} from './values.ts'

export type Op = 'add' | 'remove' | 'replace'

/** More addresses than a person has. Only one is stored. */
const MOST_EMAILS = 20

/** Changes the draft. Throws `ScimError`. */
export function assign(draft: Draft, op: Op, { place, value }: { place: Place; value: unknown }) {
  const { attribute, part } = place
  if (attribute === 'name') return assignName(draft, op, { part, value })
  if (attribute === 'emails') {
    draft.emails = emailsAfter(draft.emails, op, { place, value })
    return
  }
  if (part !== undefined) throw invalidPath(`${attribute}.${part}`)
  if (op === 'remove' && (attribute === 'active' || attribute === 'userName')) {
    throw new ScimError(400, 'mutability', `${attribute} cannot be removed; replace it instead.`)
  }
  const next = op === 'remove' ? undefined : value
  if (attribute === 'active') draft.active = booleanIn(next, attribute)
  else if (attribute === 'externalId') draft.externalId = externalIdIn(next)
  else draft[attribute] = textIn(next, attribute)
}

function assignName(
  draft: Draft,
  op: Op,
  { part, value }: { part: string | undefined; value: unknown },
): void {
  if (part !== undefined) {
    const known = named(NAME_PARTS, part)
    if (known === undefined) throw invalidPath(`name.${part}`)
    const text = op === 'remove' ? undefined : textIn(value, `name.${known}`)
    if (text === undefined) delete draft.name[known]
    else draft.name[known] = text
    return
  }
  if (op === 'remove' || value === null) {
    draft.name = {}
    return
  }
  if (!isObject(value)) throw invalidValue('name must be an object.')
  // Parts that are not mentioned stay (§3.5.2.3).
  for (const [name, one] of Object.entries(value)) {
    if (named(NAME_PARTS, name) !== undefined) assignName(draft, op, { part: name, value: one })
  }
}

function emailsAfter(
  emails: readonly Email[],
  op: Op,
  { place: { where, part }, value }: { place: Place; value: unknown },
): Email[] {
  if (part !== undefined && named(EMAIL_PARTS, part) === undefined) {
    throw invalidPath(`emails.${part}`)
  }
  const isMeant = (email: Email) => where === undefined || matches(where, email)
  if (op === 'remove') return withoutValues(emails, { isMeant, part, value })
  if (part === undefined && where === undefined) {
    const sent = emailsIn(value)
    return limited(op === 'add' ? unitedWith(emails, sent) : sent)
  }
  const sent = part === undefined ? Object.assign({}, ...emailsIn(value)) : emailPart(part, value)
  if (emails.some(isMeant)) {
    const changed = emails.map((email) => (isMeant(email) ? { ...email, ...sent } : email))
    return sent.primary === true ? changed.map(onlyPrimary(isMeant, emails)) : changed
  }
  // Entra replaces values that it has never added. By RFC 7644 this would be noTarget every time.
  return limited(unitedWith(emails, [{ ...wantedBy(where), ...sent }]))
}

function withoutValues(
  emails: readonly Email[],
  {
    isMeant,
    part,
    value,
  }: { isMeant: (email: Email) => boolean; part: string | undefined; value: unknown },
): Email[] {
  if (part !== undefined) {
    const known = named(EMAIL_PARTS, part)
    return emails.map((email) => {
      if (!isMeant(email)) return email
      return Object.fromEntries(Object.entries(email).filter(([name]) => name !== known))
    })
  }
  // Some directories list the values to remove instead of using a filter.
  const removed = value === undefined || value === null ? null : emailsIn(value)
  return emails.filter(
    (email) =>
      !isMeant(email) ||
      (removed !== null &&
        !removed.some((one) => one.value === undefined || one.value === email.value)),
  )
}

/** A new primary address replaces the old one (RFC 7644 §3.5.2). */
function unitedWith(emails: readonly Email[], added: readonly Email[]): Email[] {
  const isReplaced = added.some(({ primary }) => primary === true)
  const others = emails.filter(
    ({ value, type }) => !added.some((one) => one.value === value && one.type === type),
  )
  return [...others.map((email) => (isReplaced ? { ...email, primary: false } : email)), ...added]
}

function onlyPrimary(isMeant: (email: Email) => boolean, before: readonly Email[]) {
  return (email: Email, index: number): Email => {
    const old = before[index]
    return old !== undefined && isMeant(old) ? email : { ...email, primary: false }
  }
}

/** The value described by a filter of `eq` comparisons. */
function wantedBy(where: Filter | undefined): Email {
  if (where === undefined) return {}
  if (where.is === 'all') return Object.assign({}, ...where.of.map(wantedBy))
  if (where.is === 'comparison' && where.op === 'eq') return emailPart(where.path, where.value)
  throw new ScimError(400, 'noTarget', 'No e-mail address of the user matches the filter.')
}

function limited(emails: Email[]): Email[] {
  if (emails.length > MOST_EMAILS) {
    throw invalidValue(`A user may have at most ${MOST_EMAILS} e-mail addresses.`)
  }
  return emails
}
