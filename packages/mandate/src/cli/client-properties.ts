/**
 * The client properties that an operator can set, one entry each: its options, how they are parsed,
 * and its rows in the text. Commands, help and text follow from this table; its name in the JSON
 * document is in `documents/client.ts`.
 */

import { type Command, Option } from 'commander'
import { profileOf } from '../clients/metadata/profile.ts'
import type { ClientProperties } from '../documents/client.ts'
import type { Client } from '../store/records.ts'
import { UsageRefused, wholeNumber } from './command.ts'

type Shown = Omit<Client, 'disabledAt'>

export type Row = readonly [name: string, value: string]

/** What commander yields for an option: for a flag, for one value, or for several. */
type Given = boolean | string | readonly string[]

interface Property<Value> {
  /** Flags and their help, for `client create` and `client update`. */
  readonly create: Readonly<Record<string, string>>
  readonly update: Readonly<Record<string, string>>
  readonly isRequired?: true
  /** Throws `UsageRefused`. */
  readonly read: (given: Given) => Value
  readonly rows: (client: Shown) => readonly Row[]
}

/** Makes it a compile error to forget a property that may change. */
type Properties = {
  readonly [Name in keyof ClientProperties]-?: Property<NonNullable<ClientProperties[Name]>>
}

const text = (given: Given): string => String(given)
/** `--no-…` removes all. */
const texts = (given: Given): readonly string[] => (Array.isArray(given) ? given : [])
const flag = (given: Given): boolean => given === true

/** `--no-…` removes it. */
const textOrNone = (given: Given): string => (given === false ? '' : text(given))

/** A text about the client that it may have or not. */
function about(
  document: string,
  {
    flag: name,
    value,
    help,
    of,
  }: {
    readonly flag: string
    readonly value: string
    readonly help: string
    readonly of: (client: Shown) => string
  },
): Property<string> {
  return {
    create: { [`--${name} <${value}>`]: help },
    update: { [`--${name} <${value}>`]: help, [`--no-${name}`]: 'removes it' },
    read: textOrNone,
    rows: (client) => (of(client) === '' ? [] : [[document, of(client)]]),
  }
}

const RETRY_HELP =
  'for a client that refreshes in parallel or retries and cannot send Idempotency-Key: for this time (0 to 600), the same refresh token gets the same answer instead of ending the grant'

const properties: Properties = {
  name: {
    create: { '--name <name>': 'what people read on the consent page' },
    update: { '--name <name>': 'what people read on the consent page' },
    isRequired: true,
    read: text,
    // It is the heading of the text.
    rows: () => [],
  },
  redirectUris: {
    create: {
      '--redirect-uri <uri...>':
        'where browsers are sent back to, exactly; none for a client that acts only in its own name',
    },
    update: { '--redirect-uri <uri...>': 'replaces all redirect URIs' },
    read: texts,
    rows: ({ redirectUris }) => redirectUris.map((uri) => ['redirect_uri', uri]),
  },
  scope: {
    create: {
      '--scope <scope>': 'the scope tokens it may ask for (default: the default scope)',
    },
    update: {
      '--scope <scope>': 'the scope tokens it may ask for; all others are withdrawn',
    },
    read: text,
    rows: ({ scope }) => [['scope', scope]],
  },
  grantTypes: {
    create: {
      '--grant-type <type...>':
        'the grant types it may use (default: authorization_code and refresh_token)',
    },
    update: { '--grant-type <type...>': 'replaces the grant types it may use' },
    read: texts,
    rows: ({ grantTypes }) =>
      grantTypes.join(' ') === 'authorization_code refresh_token'
        ? []
        : [['grant types', grantTypes.join(' ')]],
  },
  trusted: {
    create: { '--trusted': 'belongs to the platform itself: users are not asked for consent' },
    update: {
      '--trusted': 'users are not asked for consent',
      '--no-trusted': 'users are asked for consent',
    },
    read: flag,
    rows: ({ trusted }) => (trusted ? [['trusted', 'users are not asked for consent']] : []),
  },
  requirePkce: {
    create: { '--require-pkce': 'refuse its logins without PKCE' },
    update: {
      '--require-pkce': 'refuse its logins without PKCE',
      '--no-require-pkce': 'accept its logins without PKCE',
    },
    read: flag,
    rows: ({ requirePkce, metadata }) => [
      ['PKCE', requirePkce || profileOf({ metadata }) !== undefined ? 'required' : 'optional'],
    ],
  },
  refreshRetrySeconds: {
    create: { '--refresh-retry-seconds <seconds>': RETRY_HELP },
    update: { '--refresh-retry-seconds <seconds>': RETRY_HELP },
    read: (given) => wholeNumber('--refresh-retry-seconds', text(given), { from: 0, to: 600 }),
    rows: ({ refreshRetrySeconds }) => [['refresh retry', `${refreshRetrySeconds} s`]],
  },
  defaultResources: {
    create: {
      '--resource <uri...>':
        'the APIs its tokens are for when a request names none (default: every API)',
    },
    update: {
      '--resource <uri...>': 'replaces the APIs its tokens are for when a request names none',
      '--no-resource': 'its tokens are for every API when a request names none',
    },
    read: texts,
    rows: ({ defaultResources }) => defaultResources.map((uri) => ['for the API', uri]),
  },
  allowedSchemes: {
    create: {
      '--allow-scheme <scheme...>':
        'allow redirect URIs such as cursor://…, which any app can claim',
    },
    update: {
      '--allow-scheme <scheme...>': 'replaces the allowed schemes without a dot',
      '--no-allow-scheme': 'allow only schemes with a dot',
    },
    // People copy it with the `:` or `://` after it. Schemes are case-insensitive (RFC 3986 §3.1).
    read: (given) => texts(given).map((scheme) => scheme.toLowerCase().replace(/:(\/\/)?$/, '')),
    rows: ({ allowedSchemes }) => allowedSchemes.map((scheme) => ['may redirect to', `${scheme}:`]),
  },
  optionalScope: {
    create: { '--optional-scope <scope>': 'the tokens of its scope that people may leave out' },
    update: {
      '--optional-scope <scope>': 'replaces the tokens of its scope that people may leave out',
      '--no-optional-scope': 'people allow all of the scope, or nothing',
    },
    read: textOrNone,
    rows: ({ optionalScope }) => (optionalScope === '' ? [] : [['optional scope', optionalScope]]),
  },
  publisher: about('publisher', {
    flag: 'publisher',
    value: 'name',
    help: 'who makes it, for the consent page',
    of: ({ publisher }) => publisher,
  }),
  clientUri: about('client_uri', {
    flag: 'client-uri',
    value: 'url',
    help: 'its website, for the consent page',
    of: ({ clientUri }) => clientUri,
  }),
  policyUri: about('policy_uri', {
    flag: 'policy-uri',
    value: 'url',
    help: 'its privacy policy, for the consent page',
    of: ({ policyUri }) => policyUri,
  }),
  tosUri: about('tos_uri', {
    flag: 'tos-uri',
    value: 'url',
    help: 'its terms of service, for the consent page',
    of: ({ tosUri }) => tosUri,
  }),
}

const all = Object.entries(properties) as readonly (readonly [
  keyof ClientProperties,
  Property<unknown>,
])[]

/** Adds all properties' options to `client create` or `client update`. */
export function addPropertyOptions(command: Command, verb: 'create' | 'update'): Command {
  for (const [, property] of all) {
    const isRequired = verb === 'create' && property.isRequired === true
    for (const [flags, help] of Object.entries(property[verb])) {
      command.addOption(new Option(flags, help).makeOptionMandatory(isRequired))
    }
  }
  return command
}

/** The given properties, from commander's options. Throws `UsageRefused`. */
export function propertiesIn(options: Readonly<Record<string, unknown>>): ClientProperties {
  const given = all.flatMap(([name, property]) => {
    const [flags = ''] = Object.keys(property.create)
    const value = options[new Option(flags).attributeName()]
    return value === undefined ? [] : [[name, property.read(value as Given)]]
  })
  return Object.fromEntries(given)
}

/** Those of a new client. Throws `UsageRefused`. */
export function newPropertiesIn(options: Readonly<Record<string, unknown>>): ClientProperties {
  const given = propertiesIn(options)
  const { redirectUris = [] } = given
  if (redirectUris.length === 0 && (given.grantTypes?.includes('authorization_code') ?? true)) {
    throw new UsageRefused(
      'Give a --redirect-uri, or --grant-type client_credentials for a client that acts only in its own name',
    )
  }
  return given
}

/** All properties as rows of the text. */
export function propertyRows(client: Shown): readonly Row[] {
  return all.flatMap(([, { rows }]) => rows(client))
}
