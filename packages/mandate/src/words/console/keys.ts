/** The server keys: their states, and what an operator does with them. */

export const keys = {
  title: 'Keys',
  about:
    'Server keys make and check tokens, seal what pages keep in browsers, and sign JWTs. Their secrets are in the key file of each server, never in the database, and never shown.',
  caption: 'Server keys',
  key: 'Key',
  kind: 'For',
  state: 'State',
  since: 'Since',
  holds: 'Held by',
  kinds: {
    token: 'Tokens',
    seal: 'Pages',
    RSA: 'Signatures, RS256',
    EC: 'Signatures, ES256',
    OKP: 'Signatures, EdDSA',
  },
  states: { next: 'Next', active: 'In use', retiring: 'Retiring', retired: 'Retired' },
  held: (holding: string, all: string) => `${holding} of ${all} processes`,
  heldByNone: 'No process',
  old: 'should be replaced',

  rotate: 'Add a new key',
  rotateAbout:
    'The new key is used as soon as every process holds it. What the old one made stays valid. Nobody is signed out.',
  rotateKinds: {
    token: 'A new key for tokens',
    seal: 'A new key for pages',
    signing: 'New keys for signatures',
  },
  rotateTitle: {
    token: 'Add a new key for tokens?',
    seal: 'Add a new key for pages?',
    signing: 'Add new keys for signatures?',
  },
  rotateWhat: (path: string) => `The key is written to ${path} on this server.`,
  rotateOthers: (others: string) =>
    `${others} on other machines need a copy of that file, or the new key stays unused. They read it without a restart.`,
  rotateNobody: 'Nobody is signed out, and no token ends.',
  rotateBackup: 'Make a new backup of the keys afterwards: mandate backup --keys FILE',
  rotateButton: 'Add the key',
  rotated: (ids: string) => `Added: ${ids}. It is in use once every process holds it.`,
  cannotRotate:
    'Keys cannot be added here: they come from the command in the setting key_command, or this server may not write the key file. Run: mandate keys rotate',
  rotateFailed: 'The key file could not be written.',

  retire: 'Retire',
  retireTitle: (id: string) => `Retire the key ${id}?`,
  retireToken: (grants: string, isMore: boolean) =>
    `${isMore ? `At least ${grants}` : grants} live grants still depend on it. The key is not retired unless you say so below; then they end, and their apps have to be connected again.`,
  retireTokenNone: (isMore: boolean) =>
    isMore
      ? 'None of the first 20,000 grants depends on it. The others are looked at before anything is done: if one depends on it, the key is not retired unless you say so below.'
      : 'No live grant depends on it.',
  retireSeal: 'Pages that are open in browsers have to be opened again.',
  retireSigning: 'JWTs that it signed are not accepted any more.',
  retireForGood:
    'This cannot be undone. The key’s secret stays in the key files until you remove it: mandate keys retire does both.',
  retireEvenIfUsed: 'Retire it even if grants depend on it, and end them. For a key that leaked.',
  retireButton: 'Retire the key',
  retired: (id: string, grants: string) =>
    grants === '0'
      ? `The key ${id} is retired.`
      : `The key ${id} is retired, and ${grants} grants ended with it.`,
  retiredBefore: 'This key was retired before.',
  retireActive: 'This key is in use. Add a new one first; it takes its place.',
  retireInUse: (grants: string) =>
    `Nothing was changed: ${grants} live grants still depend on this key. They move to the new one at their next refresh.`,
  retireInUseOther:
    'Nothing was changed: mailed links or secrets still depend on this key. They move to the new one within hours.',
  retireTooEarly: (until: string) =>
    `Nothing was changed: something that this key made may be good until ${until}.`,
  missing: 'There is no key with this id.',
} as const
