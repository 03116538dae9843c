import type { PasskeyProblem } from '../../src/pages/passkey-problem.ts'
import type { Offer, SignInProps, WayProblem } from '../../src/pages/sign-in.ts'
import type { Translated } from '../../src/words/languages.ts'
import { branded } from './brand.ts'
import type { Sample } from './sample.ts'

const plain: Sample<SignInProps> = {
  action: '/sign-in',
  clientName: 'Ledgerline',
  email: '',
  keep: { seconds: 2_592_000, isChosen: false },
  problem: null,
  notice: null,
  forgotAddress: '/forgot?pending=x',
  letInAddress: '/sign-in/let-in?pending=x',
  registerAddress: null,
  offers: [{ is: 'form' }],
}
const link = (label: Translated, name = 'acme'): Offer => ({
  ...{ is: 'link', label, address: `/sign-in/with/${name}?pending=x` },
})
const elsewhere: Sample<SignInProps> = { ...plain, offers: [link('Acme')] }
const both: Sample<SignInProps> = { ...plain, offers: [link('Acme'), { is: 'form' }] }
const told = (problem: WayProblem): Sample<SignInProps> => ({ ...both, problem })
const way = 'Acme'
const passkey: Offer = {
  is: 'passkey',
  form: { action: '/sign-in/passkey', options: '/sign-in/passkey/options' },
}
const withPasskey: Sample<SignInProps> = { ...plain, offers: [{ is: 'form' }, passkey] }
const refused = (because: PasskeyProblem['because']): Sample<SignInProps> => ({
  ...withPasskey,
  problem: { kind: 'passkey', because },
})
const tried: Sample<SignInProps> = { ...plain, email: 'jo.martin@example.com' }

export const samples: Readonly<Record<string, Sample<SignInProps>>> = {
  plain,
  'account page': { ...plain, clientName: null },
  'wrong credentials': { ...tried, problem: { kind: 'wrong_credentials', mayBeRight: false } },
  'wrong credentials, or not checked': {
    ...tried,
    problem: { kind: 'wrong_credentials', mayBeRight: true },
  },
  'wrong credentials, kept': {
    ...tried,
    keep: { seconds: 2_592_000, isChosen: true },
    problem: { kind: 'wrong_credentials', mayBeRight: false },
  },
  wait: { ...tried, problem: { kind: 'wait', retryAfterSeconds: 130 } },
  'nothing entered': { ...plain, problem: { kind: 'missing', fields: ['email', 'password'] } },
  'no keeping': { ...plain, keep: null },
  'no address': { ...plain, problem: { kind: 'missing', fields: ['email'] } },
  'no password': { ...tried, problem: { kind: 'missing', fields: ['password'] } },
  busy: { ...tried, problem: { kind: 'busy' } },
  registered: { ...plain, notice: 'registered' },
  'open registration': { ...plain, registerAddress: '/register?pending=x' },
  'new password': { ...plain, notice: 'new_password' },
  'wait without mail': {
    ...{ ...tried, forgotAddress: null, letInAddress: null },
    problem: { kind: 'wait', retryAfterSeconds: 130 },
  },
  'let in': { ...plain, notice: 'let_in' },
  'signed out': { ...plain, clientName: null, notice: 'signed_out' },
  'page too old': { ...tried, notice: 'page_too_old' },
  'sign in again': { ...tried, clientName: null, notice: 'sign_in_again' },
  'session ended': { ...tried, clientName: null, notice: 'session_ended' },
  'one way elsewhere': { ...elsewhere, clientName: null, notice: 'signed_out' },
  'elsewhere or password': both,
  'password or passkey': withPasskey,
  'only passkeys': { ...plain, offers: [passkey] },
  'passkey first': { ...plain, offers: [passkey, { is: 'form' }, link('Acme')] },
  'passkey unknown': refused('unknown'),
  'passkey not begun here': refused('not_begun_here'),
  'passkey expired': refused('expired'),
  'passkey suspended': refused('suspended'),
  'passkey of a disabled account': refused('account_disabled'),
  'many ways': {
    ...plain,
    offers: [
      { is: 'form' },
      link('Google'),
      link('Microsoft'),
      link({ en: 'Staff of the Northern Cooperative Agricultural Bank and its subsidiaries' }),
      link('Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'),
      link('Okta'),
    ],
  },
  'way unreachable': told({ way, kind: 'unreachable' }),
  'way not trusted': told({ way, kind: 'not_trusted' }),
  'way expired': told({ way, kind: 'expired' }),
  'not begun here': { ...elsewhere, problem: { way, kind: 'not_begun_here' } },
  'way refused': told({ way, kind: 'refused', reason: null }),
  'way refused with a reason': told({
    ...{ way, kind: 'refused' },
    reason: 'Your contract does not include integrations. Ask your administrator.',
  }),
  'account disabled': told({ way, kind: 'account_disabled' }),
  'not provisioned': told({ way: { en: 'Acme', sv: 'Acme Sverige' }, kind: 'not_provisioned' }),
  'to connect': { ...plain, notice: { toConnect: { en: 'Acme', sv: 'Acme Sverige' } } },
  'account changed': told({ way, kind: 'account_changed' }),
  'not recent': told({ way, kind: 'not_recent' }),
  'hostile way': {
    ...both,
    offers: [link('"><script>alert(3)</script>\u202E')],
    problem: { way: '<b>way</b>', kind: 'refused', reason: '<img src=x onerror=alert(4)>' },
  },
  branded: { ...plain, ...branded },
  'long names': {
    ...plain,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    clientName: 'Consolidated Bookkeeping and Reconciliation Suite for Agricultural Cooperatives',
    email: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`,
  },
  hostile: {
    ...tried,
    brandName: '<b>"Brand" & Sons</b>',
    clientName: `<script>document.title='owned'</script>\u202Eelgnis`,
    email: '"><img src=x onerror=alert(1)>',
    hidden: { csrf: '"><script>alert(2)</script>' },
    problem: { kind: 'wrong_credentials', mayBeRight: false },
  },
}
