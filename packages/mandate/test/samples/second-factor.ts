import type {
  SaveCodesProps,
  SecondFactorProps,
  SetUpFactorProps,
} from '../../src/pages/second-factor.ts'
import type { Sample } from './sample.ts'

const asked: Sample<SecondFactorProps> = {
  action: '/sign-in/second-factor?half=x',
  asks: 'app',
  passkey: null,
  clientName: null,
  person: 'jo.martin@example.com',
  problem: null,
  otherAddress: '/sign-in/second-factor?half=x&recovery=1',
  switchAddress: '/sign-in',
  letIn: { address: '/sign-in/let-in', email: 'jo.martin@example.com' },
}
const recovery: Sample<SecondFactorProps> = { ...asked, asks: 'recovery_code' }

const passkey = { action: '/sign-in/second-factor/passkey?half=x', options: '{}' }
const withPasskey: Sample<SecondFactorProps> = { ...asked, asks: 'passkey', passkey }

export const secondFactor: Readonly<Record<string, Sample<SecondFactorProps>>> = {
  plain: asked,
  'an app asks': { ...asked, clientName: 'Ledgerline' },
  missing: { ...asked, problem: { kind: 'missing' } },
  wrong: { ...asked, problem: { kind: 'wrong' } },
  used: { ...asked, problem: { kind: 'used' } },
  wait: { ...asked, problem: { kind: 'wait', retryAfterSeconds: 130 } },
  'app or passkey': { ...asked, passkey },
  passkey: withPasskey,
  'passkey refused': { ...withPasskey, problem: { kind: 'passkey', because: 'unknown' } },
  'recovery code': recovery,
  'wrong recovery code': { ...recovery, problem: { kind: 'wrong' } },
  'used recovery code': { ...recovery, problem: { kind: 'used' } },
  'long names': {
    ...recovery,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    person: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`,
  },
  hostile: {
    ...asked,
    brandName: '<b>"Brand"</b>',
    person: '"><img src=x onerror=alert(1)>\u202E',
  },
}

const form = {
  action: '/sign-in/set-up-factor?half=x',
  spelled: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  uri: 'otpauth://totp/Mandate:jo.martin%40example.com?issuer=Mandate&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
  problem: null,
}
const setUp: Sample<SetUpFactorProps> = {
  clientName: null,
  person: 'jo.martin@example.com',
  setUp: form,
  passkey: null,
  isPasskeyRefused: false,
  switchAddress: '/sign-in',
}

export const setUpFactor: Readonly<Record<string, Sample<SetUpFactorProps>>> = {
  policy: setUp,
  'app or passkey': {
    ...setUp,
    passkey: { action: '/sign-in/set-up-factor/passkey?half=x', options: '{}' },
  },
  'passkey refused': { ...setUp, isPasskeyRefused: true },
  'an app needs it': { ...setUp, clientName: 'Ledgerline' },
  missing: { ...setUp, setUp: { ...form, problem: 'missing' } },
  wrong: { ...setUp, setUp: { ...form, problem: 'wrong' } },
  'too old': { ...setUp, setUp: { ...form, problem: 'too_old' } },
  'long names': {
    ...setUp,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    clientName: 'Consolidated Bookkeeping and Reconciliation Suite for Agricultural Cooperatives',
    person: null,
  },
}

export const saveCodes: Readonly<Record<string, Sample<SaveCodesProps>>> = {
  plain: {
    codes: {
      next: { action: '/sign-in/go-on' },
      codes: Array.from({ length: 10 }, (_, place) => `k7q${place}-x2mv-9rft-p0h${place}`),
    },
  },
}
