/**
 * All metadata that a client may have besides the columns of its table. Each area has its own file:
 * its fields, and a function for rules that concern several of them.
 */

import { RegistrationRefused } from '../registration-refused.ts'
import { type AuthMethod, authenticationFields, authenticationProblem } from './authentication.ts'
import { dpopFields } from './dpop.ts'
import { exchangeFields } from './exchange.ts'
import type { MembersOf, MetadataField } from './field.ts'
import { introspectionFields } from './introspection.ts'
import { keyFields, keyProblem } from './keys.ts'
import { logoutFields } from './logout.ts'
import { openidFields, openidProblem } from './openid.ts'
import { profileFields, profileProblem, withProfile } from './profile.ts'
import { requestFields } from './requests.ts'
import { securityEventFields } from './security-events.ts'
import { sharingFields, sharingProblem } from './sharing.ts'
import { subjectFields } from './subjects.ts'
import { workloadFields, workloadProblem } from './workload.ts'

const fields = {
  ...authenticationFields,
  ...dpopFields,
  ...exchangeFields,
  ...introspectionFields,
  ...keyFields,
  ...logoutFields,
  ...profileFields,
  ...requestFields,
  ...securityEventFields,
  ...sharingFields,
  ...openidFields,
  ...subjectFields,
  ...workloadFields,
}

/**
 * What is wrong with metadata as a whole: a sentence, or undefined. `token_endpoint_auth_method` is
 * there even if it is the default.
 */
const problems: readonly ((metadata: ClientMetadata) => string | undefined)[] = [
  keyProblem,
  authenticationProblem,
  openidProblem,
  profileProblem,
  sharingProblem,
  workloadProblem,
]

/** The members have their names in RFC 7591 and the specifications that add to it. */
export type ClientMetadata = MembersOf<typeof fields>

/** New values; null removes a member. */
export type MetadataChange = {
  readonly [Name in keyof ClientMetadata]: ClientMetadata[Name] | null
}

/** Metadata as somebody entered it, not yet checked; null removes a member. */
export type EnteredMetadata = Readonly<Record<string, unknown>>

/** Encryption is not offered, and a client that asked for it must not be told that it has it. */
const ENCRYPTION = /_encrypt(?:ed|ion)_(?:response_)?(?:alg|enc)$/

export const metadataFields = Object.entries(fields) as readonly (readonly [
  keyof ClientMetadata,
  MetadataField<unknown>,
])[]

/** Whether `readMetadata` has something to say about it. */
export function isMetadataName(name: string): boolean {
  return Object.hasOwn(fields, name) || ENCRYPTION.test(name)
}

/** The changed members, checked one by one. Throws `RegistrationRefused`. */
export function readMetadata(entered: EnteredMetadata): MetadataChange {
  const known = new Map<string, MetadataField<unknown>>(metadataFields)
  const read = Object.entries(entered).map(([name, value]) => {
    const field = known.get(name)
    if (ENCRYPTION.test(name)) {
      throw new RegistrationRefused(`This server does not encrypt, so ${name} cannot be set.`)
    }
    if (field === undefined) throw new RegistrationRefused(`There is no client metadata ${name}.`)
    return [name, value === null ? null : field.read(value, name)]
  })
  return Object.fromEntries(read)
}

/** The metadata after a change. */
export function changedMetadata(before: ClientMetadata, change: MetadataChange): ClientMetadata {
  const after = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null)
  return withProfile<ClientMetadata>(Object.fromEntries(after))
}

/**
 * Throws `RegistrationRefused` if the members contradict each other, or do not suit the way in which
 * the client proves itself.
 */
export function refuseMetadataProblem(
  metadata: ClientMetadata,
  method: AuthMethod | 'unknown',
): void {
  for (const problemIn of problems) {
    const known = method === 'unknown' ? {} : { token_endpoint_auth_method: method }
    const problem = problemIn({ ...metadata, ...known })
    if (problem !== undefined) throw new RegistrationRefused(problem)
  }
}
