import {
  type AddPasskeyProps,
  type PasskeysProps,
  passkeyTold,
} from '../../src/pages/account/passkeys.ts'
import type { SecurityProps } from '../../src/pages/account/security.ts'
import type { Sample } from './sample.ts'

const now = Date.UTC(2026, 2, 3, 12) / 1000
const desk = { email: 'jo.martin@example.com', signOut: { action: '/sign-out' }, notice: null }
const phone = {
  ...{ id: 'a', name: 'Apple Passwords', createdAt: now - 40 * 86_400 },
  ...{ lastUsedAt: now - 3_600, isSuspended: false },
}
const passkeys: PasskeysProps = {
  now,
  passkeys: [phone, { ...phone, id: 'b', name: 'Chrome (Linux)', lastUsedAt: null }],
  addAddress: '/account/passkeys/new',
  rename: { action: '/account/passkeys/rename', hidden: { account: 'acc_1' } },
  remove: { action: '/account/passkeys/remove', hidden: { account: 'acc_1' } },
}
const withPasskeys: Sample<SecurityProps> = {
  ...desk,
  authenticator: null,
  password: null,
  waysIn: null,
  passkeys,
}

export const securitySamples: Readonly<Record<string, Sample<SecurityProps>>> = {
  passkeys: withPasskeys,
  'no passkeys': { ...withPasskeys, passkeys: { ...passkeys, passkeys: [] } },
  'passkey suspended': {
    ...withPasskeys,
    passkeys: {
      ...passkeys,
      addAddress: null,
      passkeys: [phone, { ...phone, id: 'b', name: 'Security key', isSuspended: true }],
    },
  },
  'passkey with a long name': {
    ...withPasskeys,
    passkeys: {
      ...passkeys,
      passkeys: [{ ...phone, name: 'Zoës-Sicherheitsschlüssel'.repeat(2) }],
    },
    notice: passkeyTold.renamed('<script>alert(6)</script>\u202Eyek'),
  },
  'passkey added': { ...withPasskeys, notice: passkeyTold.added('Apple Passwords') },
  'passkey removed': { ...withPasskeys, notice: passkeyTold.removed('Apple Passwords') },
  'passkey gone': { ...withPasskeys, notice: passkeyTold.isGone },
  'last passkey': { ...withPasskeys, notice: passkeyTold.isLast },
  'passkey without a name': { ...withPasskeys, notice: passkeyTold.nameInvalid },
}

const adding: Sample<AddPasskeyProps> = {
  ...{ ...desk, backAddress: '/account/security' },
  form: { action: '/account/passkeys/add', hidden: { account: 'acc_1' }, options: '{}' },
}

export const addPasskeySamples: Readonly<Record<string, Sample<AddPasskeyProps>>> = {
  plain: adding,
  expired: { ...adding, notice: passkeyTold.expired },
  known: { ...adding, notice: passkeyTold.isKnown },
  'too many': { ...adding, notice: passkeyTold.tooMany },
  failed: { ...adding, notice: passkeyTold.notAdded },
}
