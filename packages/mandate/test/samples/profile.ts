import type { PasswordPageProps } from '../../src/pages/account/password.ts'
import {
  askedTooOften,
  changeCancelled,
  isAddress,
  languageSaved,
  linkSent,
  noChange,
  type ProfileProps,
} from '../../src/pages/account/profile.ts'
import type { Sample } from './sample.ts'

const email = 'jo.martin@example.com'
const longEmail = `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`
const hostile = '"><img src=x onerror=alert(1)>'
const form = (action: string) => ({ action, hidden: { account: 'acc_1' } })
const desk = { email, signOut: { action: '/sign-out' }, notice: null }

const plain: Sample<ProfileProps> = {
  claims: [],
  ...{ ...desk, address: email, isVerified: true, name: 'Jo Martin', change: null, verify: null },
  directory: null,
  changeForm: { ...form('/account/address'), typed: '', isInvalid: false },
  language: { ...form('/account/language'), chosen: null },
}
const change = { newEmail: 'jo@new.example', cancel: form('/account/address/cancel') }

export const profile: Readonly<Record<string, Sample<ProfileProps>>> = {
  plain,
  'not confirmed': { ...plain, isVerified: false, verify: form('/account/address/verify') },
  'change waiting': { ...plain, change, notice: linkSent('jo@new.example') },
  invalid: {
    ...plain,
    changeForm: { ...form('/account/address'), typed: 'jo.martin@', isInvalid: true },
  },
  'already the address': { ...plain, notice: isAddress },
  'asked too often': { ...plain, notice: askedTooOften },
  cancelled: { ...plain, notice: changeCancelled },
  'language saved': {
    ...plain,
    language: { ...form('/account/language'), chosen: 'ar' },
    notice: languageSaved,
  },
  'nothing to cancel': { ...plain, notice: noChange },
  'of a directory': { ...plain, isVerified: null, directory: 'Acme' },
  'no address, no mail': { ...plain, address: null, isVerified: null, changeForm: null },
  'long addresses': {
    ...{ ...plain, email: longEmail, address: longEmail, isVerified: false },
    ...{ verify: form('/account/address/verify'), change: { ...change, newEmail: longEmail } },
  },
  'a full profile': {
    ...plain,
    claims: [
      { claim: 'given_name', value: 'Jo' },
      { claim: 'family_name', value: 'Martin' },
      { claim: 'middle_name', value: 'Lee' },
      { claim: 'profile', value: 'https://jo.example/about' },
      { claim: 'website', value: 'https://jo.example/' },
      { claim: 'gender', value: 'female' },
      { claim: 'locale', value: 'fr-FR' },
      { claim: 'preferred_username', value: 'jo.martin' },
      {
        claim: 'picture',
        value: `https://pictures.example/${'a-very-long-path/'.repeat(6)}jo.jpg`,
      },
      { claim: 'birthdate', value: '1990-12-31' },
      { claim: 'zoneinfo', value: 'Europe/Paris' },
      { claim: 'phone_number', value: '+33 6 12 34 56 78' },
      { claim: 'address', value: '1 Rue de la Paix, 75002 Paris, France' },
    ],
  },
  hostile: {
    ...{
      ...plain,
      claims: [{ claim: 'nickname', value: hostile }],
      email: hostile,
      address: hostile,
      name: hostile,
      notice: linkSent(hostile),
    },
    change: { ...change, newEmail: hostile },
    changeForm: { ...form('/account/address'), typed: hostile, isInvalid: true },
  },
}

const changing: Sample<PasswordPageProps> = {
  ...{ ...desk, ...form('/account/password'), backAddress: '/account/security' },
  ...{ hasPassword: true, problem: null, fewestCharacters: 15 },
}

export const password: Readonly<Record<string, Sample<PasswordPageProps>>> = {
  changing,
  'the first': { ...changing, hasPassword: false },
  'too short': { ...changing, problem: 'too_short', fewestCharacters: 8 },
  different: { ...changing, problem: 'different' },
  busy: { ...changing, problem: 'busy' },
}
