/** Domains of clients that identify themselves by a document: the list, and the decisions. */

import { isolated } from './isolated.ts'

export const domains = {
  title: 'Client domains',
  caption: 'Client domains',
  about:
    'Clients that identify themselves by the URL of a document are accepted by its domain. A domain is denied if you or the settings deny it.',
  settingsSay: {
    off: 'The settings accept no such clients.',
    allow: 'The settings allow every domain that they do not name.',
    ask: 'The settings ask you about every domain that they do not name.',
    deny: 'The settings deny every domain that they do not name.',
  },
  alsoNamed: 'The settings also name',
  policies: { allow: 'allowed', ask: 'asked about', deny: 'denied' },
  domain: 'Domain',
  decision: 'Decision',
  decisions: { held: 'Waits for you', allowed: 'Allowed', denied: 'Denied' },
  since: 'Since',
  askedFor: 'Asked for',
  noneYet: 'No domain waits for a decision',
  noneYetNext:
    'A domain appears here when a person meets a client of it, or when you name it below.',

  decide: 'Decide about a domain',
  decideAbout: 'Before anybody meets its clients. A host, or the URL of a client.',
  field: 'Domain or URL',
  allow: 'Allow',
  deny: 'Deny',
  forget: 'Forget',
  noDomain: 'This is not a host. Enter one such as claude.ai, or the URL of a client.',
  wasAllowed: (domain: string) => `The clients of ${isolated(domain)} are allowed.`,
  wasDenied: (domain: string) => `The clients of ${isolated(domain)} are denied.`,
  turnedOn: (clients: string) => `Turned on again: ${clients}.`,
  turnedOff: (clients: string) => `Turned off, with their tokens: ${clients}.`,
  inVain: 'For now they are refused all the same, because the settings say so.',
  wasForgotten: (domain: string) => `${isolated(domain)} is forgotten: the settings alone count.`,
  denyQuestion: (domain: string) => `Deny the clients of ${isolated(domain)}?`,
  denyEnds: (clients: string) => `Turned off at once, with all tokens: ${clients}.`,
  denyUndo: 'Allowing the domain turns them on again.',
  denyButton: 'Deny the domain',
} as const
