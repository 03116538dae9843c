import type { AddressConfirmedProps, ConfirmAddressProps } from '../../src/pages/confirm-address.ts'
import type { ForgotProps } from '../../src/pages/forgot.ts'
import type { LinkOverProps } from '../../src/pages/link-over.ts'
import type { NewPasswordProps } from '../../src/pages/new-password.ts'
import type { NewPasswordProblem } from '../../src/pages/password-form.ts'
import type { Sample } from './sample.ts'

const email = 'jo.martin@example.com'
const longEmail = `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`
const hostile = '"><img src=x onerror=alert(1)>'

const asking: Sample<ForgotProps> = {
  action: '/forgot?pending=x.y',
  signInAddress: '/sign-in?pending=x.y',
  state: { is: 'asking', email: '', problem: null },
}

export const forgot: Readonly<Record<string, Sample<ForgotProps>>> = {
  asking,
  missing: { ...asking, state: { is: 'asking', email: '', problem: 'missing' } },
  invalid: { ...asking, state: { is: 'asking', email: 'jo.martin@', problem: 'invalid' } },
  wait: { ...asking, state: { is: 'asking', email, problem: { retryAfterSeconds: 60 } } },
  asked: { ...asking, state: { is: 'asked', email } },
  'asked with a long address': { ...asking, state: { is: 'asked', email: longEmail } },
  hostile: { ...asking, brandName: hostile, state: { is: 'asked', email: hostile } },
}

const choosing: Sample<NewPasswordProps> = {
  ...{ action: '/link', hidden: { token: 'mdt_ml_x' } },
  ...{ email, problem: null, fewestCharacters: 15, stops: null },
}
const problems: readonly NewPasswordProblem[] = [
  ...([
    'missing',
    'different',
    'too_short',
    'too_long',
    'too_guessable',
    'leaked',
    'busy',
  ] as const),
]

export const newPassword: Readonly<Record<string, Sample<NewPasswordProps>>> = {
  choosing,
  'without address': { ...choosing, email: null },
  'long address': { ...choosing, email: longEmail },
  ...Object.fromEntries(problems.map((problem) => [problem, { ...choosing, problem }])),
  'stop change': { ...choosing, stops: { newEmail: 'mallory@example.net' } },
  hostile: { ...choosing, email: hostile, stops: { newEmail: hostile } },
}

const used: Sample<LinkOverProps> = {
  ...{ because: 'used', purpose: 'reset_password' },
  ...{ forgotAddress: '/forgot', signInAddress: '/sign-in' },
}

export const over: Readonly<Record<string, Sample<LinkOverProps>>> = {
  used,
  replaced: { ...used, because: 'replaced' },
  expired: { ...used, because: 'expired', purpose: 'verify_address' },
  withdrawn: { ...used, because: 'withdrawn', purpose: 'change_address' },
  unknown: { ...used, because: 'unknown', purpose: null },
  'without mail': { ...used, forgotAddress: null },
  'stopped change': { ...used, purpose: 'stop_change' },
  'browser let in': { ...used, purpose: 'let_browser_in' },
  invitation: { ...used, purpose: 'invitation' },
  register: { ...used, purpose: 'register' },
}

const confirming: Sample<ConfirmAddressProps> = {
  ...{ action: '/link', hidden: { token: 'mdt_ml_x' } },
  ...{ email, oldEmail: null, isTaken: false },
}

export const confirm: Readonly<Record<string, Sample<ConfirmAddressProps>>> = {
  confirming,
  changing: { ...confirming, oldEmail: 'jo@old.example' },
  taken: { ...confirming, oldEmail: 'jo@old.example', isTaken: true },
  'long addresses': { ...confirming, email: longEmail, oldEmail: longEmail, isTaken: true },
  hostile: { ...confirming, email: hostile, oldEmail: hostile, isTaken: true },
}

export const confirmed: Readonly<Record<string, Sample<AddressConfirmedProps>>> = {
  confirmed: { email, accountAddress: '/account/profile' },
}
