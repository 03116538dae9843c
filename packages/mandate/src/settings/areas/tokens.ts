/** Codes, tokens and scopes. */

import type { Translated } from '../../words/languages.ts'
import { scopesProblem } from '../rules.ts'
import { translated } from '../schema.ts'
import { type Setting, wholeNumber, YEAR } from '../setting.ts'

export const tokens = {
  access_token_seconds: wholeNumber({
    declarable: true,
    from: 10,
    to: 86_400,
    default: 300,
    meaning: 'How long an access token is good.',
  }),
  refresh_token_seconds: wholeNumber({
    declarable: true,
    from: 60,
    to: 10 * YEAR,
    default: YEAR,
    meaning: 'How long each refresh token is good, counted from its own issue.',
  }),
  shared_refresh_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: 3600,
    default: 60,
    meaning:
      'How long a refresh token of a public client still leads to the current one after another ' +
      'process of the client has used it; 0 ends the grant at once. A client can have its own ' +
      'value: `mandate client update --shared-refresh-seconds`. Confidential clients are not ' +
      'affected: their refresh tokens are single-use.',
  }),
  grant_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: 10 * YEAR,
    default: 0,
    meaning: 'The maximum lifetime of a grant, however often it is refreshed; 0 for no limit.',
  }),
  code_seconds: wholeNumber({
    declarable: true,
    from: 5,
    to: 600,
    default: 60,
    meaning: 'How long an authorization code is good (RFC 6749 §4.1.2: at most ten minutes).',
  }),
  device_code_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: 1_800,
    default: 600,
    meaning:
      'How long a person has to type the code of a device, sign in and decide (RFC 8628 §3.2). A ' +
      'client needs the grant type `urn:ietf:params:oauth:grant-type:device_code`; 0 turns it off ' +
      'for all.',
  }),
  default_scope: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: 'all',
    meaning: 'The scope of a request that names none.',
    give: 'scope tokens that are described in scopes, separated by spaces',
  },
  scopes: {
    declarable: true,
    schema: {
      type: 'object',
      additionalProperties: translated,
      minProperties: 1,
    },
    default: {
      all: {
        en: 'Full access. It can do everything you can do.',
        sv: 'Full åtkomst. Appen får göra allt som du själv kan göra.',
        de: 'Voller Zugriff. Die App darf alles tun, was Sie selbst tun können.',
        fr: 'Accès complet. L’application peut faire tout ce que vous pouvez faire.',
        es: 'Acceso completo. Puede hacer todo lo que usted puede hacer.',
        ar: 'وصول كامل. يمكنه فعل كل ما يمكنك فعله.',
      },
    },
    meaning: 'All scope tokens, each with its meaning for the person who is asked to agree.',
    give: 'a map from scope token to a description in plain words, such as {all: Use your account}, or to one for each language of the pages, such as {all: {en: Use your account, sv: Använda ditt konto}}',
    problem: (value) => scopesProblem(value as Record<string, Translated>),
  },
  openid: {
    schema: { type: 'boolean' },
    default: true,
    meaning:
      'Whether the server offers OpenID Connect: ID tokens, and the scopes openid, profile, email, phone, address and offline_access beside those in scopes.',
    give: 'true or false',
  },
  id_token_seconds: wholeNumber({
    declarable: true,
    from: 60,
    to: YEAR,
    default: 3600,
    meaning: 'How long an ID token may be accepted by the client that it is for.',
  }),
} as const satisfies Record<string, Setting>
