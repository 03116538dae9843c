/** The sections of a declared file. */

import type { Noun } from '../operators/permissions.ts'

export const SECTIONS = [
  'settings',
  'resources',
  'clients',
  'trusted_issuers',
  'client_domains',
  'webhooks',
] as const
export type Section = (typeof SECTIONS)[number]

/** What each section has; absent if the file does not name it. */
export type Sections = Readonly<Partial<Record<Section, unknown>>>

/** What somebody needs a permission for who looks at a section, or applies it. */
export const sectionNoun = {
  settings: 'settings',
  resources: 'resources',
  clients: 'clients',
  trusted_issuers: 'settings',
  client_domains: 'clients',
  webhooks: 'webhooks',
} as const satisfies Readonly<Record<Section, Noun>>

/** Where a file names secrets, images and keys that are elsewhere: `section.*.member`. */
export const REFERENCES = [
  { section: 'clients', member: 'client_secret', is: 'secret' },
  { section: 'clients', member: 'logo', is: 'image' },
  { section: 'clients', member: 'jwks', is: 'json' },
  { section: 'resources', member: 'client_secret', is: 'secret' },
  { section: 'trusted_issuers', member: 'jwks', is: 'json' },
  { section: 'webhooks', member: 'webhook_secret', is: 'secret' },
] as const satisfies readonly {
  readonly section: Section
  readonly member: string
  readonly is: 'secret' | 'image' | 'json'
}[]
