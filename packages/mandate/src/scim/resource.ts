/** A user as a SCIM resource (RFC 7643 §4.1). */

import type { ProvisionedUser } from '../store/port.ts'
import { TEXTS, USER_SCHEMA, withoutSchema } from './attributes.ts'
import { keptEmails, type Profile } from './draft.ts'
import type { JsonObject } from './values.ts'

/** `base` is the base URL of SCIM, without a trailing slash. */
export function resourceOf(user: ProvisionedUser, base: string): JsonObject {
  const { accountId, userName, externalId, email } = user
  const profile: Profile = user.profile
  return {
    schemas: [USER_SCHEMA],
    id: accountId,
    ...(externalId !== null && { externalId }),
    userName,
    ...(profile.name !== undefined && { name: profile.name }),
    ...Object.fromEntries(
      TEXTS.flatMap((name) => (profile[name] === undefined ? [] : [[name, profile[name]]])),
    ),
    ...(email !== null && { emails: keptEmails(email, profile) }),
    active: user.disabledAt === null,
    meta: {
      resourceType: 'User',
      created: timestamp(user.createdAt),
      lastModified: timestamp(user.updatedAt),
      location: `${base}/Users/${encodeURIComponent(accountId)}`,
      version: versionOf(user),
    },
  }
}

/** The entity tag (RFC 7644 §3.14). */
export function versionOf({ revision, disabledAt }: ProvisionedUser): string {
  // An operator's disable does not change the directory's data, so it is part of the version.
  return `W/"${revision}${disabledAt === null ? '' : '-'}"`
}

/** The revision in an entity tag; undefined for `*`. */
export function revisionIn(tag: string): string | undefined {
  const [, revision] = /^\s*(?:W\/)?"([^"]*?)-?"\s*$/.exec(tag) ?? []
  return tag.trim() === '*' ? undefined : (revision ?? tag)
}

function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

/** Which attributes a response contains (RFC 7644 §3.9). */
export interface Selection {
  readonly only: readonly string[] | null
  readonly without: readonly string[]
}

const ALWAYS: readonly string[] = ['schemas', 'id']

export function selected(resource: JsonObject, { only, without }: Selection): JsonObject {
  const kept = only === null ? resource : pick(resource, only)
  return without.length === 0 ? kept : omit(kept, without)
}

function pick(resource: JsonObject, paths: readonly string[]): JsonObject {
  return mapped(resource, (name, value) => {
    if (ALWAYS.includes(name)) return value
    const parts = partsOf(paths, name)
    if (parts.length === 0) return undefined
    if (parts.includes(undefined)) return value
    return inEach(value, (part) => parts.some((one) => one === part.toLowerCase()))
  })
}

function omit(resource: JsonObject, paths: readonly string[]): JsonObject {
  return mapped(resource, (name, value) => {
    if (ALWAYS.includes(name)) return value
    const parts = partsOf(paths, name)
    if (parts.includes(undefined)) return undefined
    return inEach(value, (part) => !parts.some((one) => one === part.toLowerCase()))
  })
}

/** The parts of an attribute that the paths name, in lower case; undefined for all. */
function partsOf(paths: readonly string[], name: string): readonly (string | undefined)[] {
  return paths.flatMap((path) => {
    const [attribute = '', part] = withoutSchema(path.trim()).toLowerCase().split('.')
    return attribute === name.toLowerCase() ? [part] : []
  })
}

function inEach(value: unknown, keeps: (part: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => inEach(one, keeps))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([part]) => keeps(part)))
}

function mapped(
  resource: JsonObject,
  change: (name: string, value: unknown) => unknown,
): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([name, value]) => {
      const next = change(name, value)
      return next === undefined ? [] : [[name, next]]
    }),
  )
}
