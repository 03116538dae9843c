/** A directory's user while a request is applied to it. */

import { isName, tidyName } from '../people/account-properties.ts'
import { isEmail, tidyEmail } from '../people/email.ts'
import { profileTold } from '../people/profile.ts'
import { userNameKey } from '../people/user-name.ts'
import type { Profile as Told } from '../store/tables/profile.ts'
import { type NamePart, TEXTS } from './attributes.ts'
import { ScimError } from './error.ts'

export interface Email {
  value?: string
  type?: string
  primary?: boolean
}

type Texts = { [Name in (typeof TEXTS)[number]]: string | undefined }

export interface Draft extends Texts {
  userName: string | undefined
  externalId: string | undefined
  /** Undefined if the request does not set it. */
  active: boolean | undefined
  name: Partial<Record<NamePart, string>>
  emails: Email[]
}

export function emptyDraft(): Draft {
  return {
    ...{ userName: undefined, externalId: undefined, active: undefined },
    ...textsOf({}),
    name: {},
    emails: [],
  }
}

/** A draft of the stored user, for a PATCH. */
export function draftOf(user: {
  readonly userName: string
  readonly externalId: string | null
  readonly email: string | null
  readonly profile: Profile
}): Draft {
  const { userName, externalId, email, profile } = user
  return {
    userName,
    externalId: externalId ?? undefined,
    active: undefined,
    ...textsOf(profile),
    name: { ...profile.name },
    emails: keptEmails(email, profile),
  }
}

/** The stored address, if any, as the directory sees it. */
export function keptEmails(email: string | null, profile: Profile): Email[] {
  if (email === null) return []
  const { emailType = 'work', emailIsPrimary = true } = profile
  return [{ value: email, type: emailType, primary: emailIsPrimary }]
}

/** The stored data of a user besides its identifiers. */
export interface Profile extends Readonly<Partial<Texts>> {
  readonly name?: Readonly<Partial<Record<NamePart, string>>>
  readonly emailType?: string
  /** Only if the directory set it for its only address. */
  readonly emailIsPrimary?: false
}

/** The complete data of a user. */
export interface Described {
  readonly userName: string
  /** The key that all spellings of it share. */
  readonly userNameKey: string
  readonly externalId: string | null
  /** Null if the request does not change it. */
  readonly active: boolean | null
  readonly email: string | null
  /** The address and the name to show, if there are any. */
  readonly shownEmail: string | null
  readonly shownName: string | null
  /** What the account's profile takes from it. */
  readonly told: Told
  readonly profile: Profile
}

/**
 * Throws `ScimError` without a user name. One address is stored: the primary one, otherwise the
 * work address, otherwise the first. Without any, a user name that is an address is shown.
 */
export function describedBy(draft: Draft): Described {
  const { userName, externalId, active, name, emails } = draft
  if (userName === undefined) {
    throw new ScimError(400, 'invalidValue', 'A user needs a userName.')
  }
  const addressed = emails.filter(({ value }) => value !== undefined)
  const kept =
    addressed.find(({ primary }) => primary === true) ??
    addressed.find(({ type }) => type?.toLowerCase() === 'work') ??
    addressed[0]
  return {
    userName,
    userNameKey: userNameKey(userName),
    externalId: externalId ?? null,
    active: active ?? null,
    email: kept?.value ?? null,
    shownEmail: kept?.value ?? (isEmail(userName) ? tidyEmail(userName) : null),
    shownName: nameIn([draft.displayName, name.formatted, joined(name.givenName, name.familyName)]),
    told: profileTold({
      given_name: name.givenName,
      family_name: name.familyName,
      middle_name: name.middleName,
      nickname: draft.nickName,
      profile: draft.profileUrl,
      locale: draft.locale,
      zoneinfo: draft.timezone,
    }),
    profile: {
      ...given(textsOf(draft)),
      ...(Object.keys(name).length > 0 && { name }),
      ...(kept !== undefined && { emailType: kept.type ?? 'work' }),
      ...(kept?.primary === false && { emailIsPrimary: false }),
    },
  }
}

function textsOf(some: Readonly<Partial<Texts>>): Texts {
  return Object.fromEntries(TEXTS.map((name) => [name, some[name]])) as Texts
}

function given(texts: Texts): Partial<Texts> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined))
}

function joined(...names: readonly (string | undefined)[]): string {
  return names.filter((name) => name !== undefined).join(' ')
}

/** The first name that is valid for an account. */
function nameIn(names: readonly (string | undefined)[]): string | null {
  const tidy = names.map((name) => tidyName(name ?? ''))
  return tidy.find((name) => name !== null && isName(name)) ?? null
}
