/** A user and what belongs to them, as the API shows them (`documents/user.ts`). */

import { profileClaims, profileRules } from '../../../people/profile.ts'
import {
  flag,
  identifier,
  list,
  optional,
  orNull,
  shape,
  type TProperties,
  Type,
  text,
  time,
} from '../schema.ts'

/** OpenID Connect Core §5.1; `people/profile.ts` has their rules. */
export const claims: TProperties = Object.fromEntries(
  profileClaims.map((name) => [name, claimSchema(name)]),
)

function claimSchema(name: (typeof profileClaims)[number]) {
  const { right } = profileRules[name]
  if (name === 'phone_number_verified') return flag(`${right}.`)
  if (name !== 'address') return text(`${right}.`)
  return Type.Object({}, { description: `${right}.`, additionalProperties: true })
}

export const userMembers = {
  sub: identifier('The subject identifier of the user.'),
  username: optional(text('The e-mail address.', 320)),
  name: optional(text('Their name.', 200)),
  ...Object.fromEntries(Object.entries(claims).map(([name, one]) => [name, optional(one)])),
  updated_at: optional(time('When what apps may be told last changed')),
  created_at: time('Since when there is the account'),
  disabled: flag('Whether they cannot sign in, and all their tokens are refused.'),
  delete_after: optional(time('When it is deleted, as its owner asked')),
}

export const userSchema = shape(userMembers, { title: 'User' })

export const identitySchema = shape(
  {
    provider: text('A way to sign in, or an issuer.'),
    subject: text('Their subject there.'),
    linked_at: time('Since when'),
  },
  { title: 'Identity' },
)

export const sessionSchema = shape(
  {
    session_id: text('Its id.'),
    browser: orNull(Type.String()),
    network: orNull(Type.String({ description: 'The network address.' })),
    started_at: time('When it began'),
    last_seen_at: time('When it was last used'),
    kept: flag('Whether the person asked to stay signed in.'),
    auth_time: orNull(time('When the person signed in')),
    amr: list(Type.String(), 'How (RFC 8176).'),
    acr: orNull(Type.String({ description: 'How surely.' })),
    provider: orNull(Type.String({ description: 'Who vouched for them.' })),
    exp: time('When it ends'),
  },
  { title: 'Session' },
)
