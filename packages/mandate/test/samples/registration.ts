import type { NewAccountProps } from '../../src/pages/new-account.ts'
import type { RegisterProps } from '../../src/pages/register.ts'
import type { Sample } from './sample.ts'

const email = 'jo.martin@example.com'
const longEmail = `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`
const hostile = '"><img src=x onerror=alert(1)>'

const asking: Sample<RegisterProps> = {
  action: '/register?pending=x.y',
  signInAddress: '/sign-in?pending=x.y',
  state: { is: 'asking', email: '', problem: null },
}
const problem = (one: Extract<RegisterProps['state'], { is: 'asking' }>['problem']) => ({
  ...asking,
  state: { is: 'asking', email, problem: one } as const,
})

export const register: Readonly<Record<string, Sample<RegisterProps>>> = {
  asking,
  invalid: problem('invalid'),
  'other domain': problem({ domains: ['example.org', 'very-long-department.of.example.net'] }),
  wait: problem({ retryAfterSeconds: 60 }),
  asked: { ...asking, state: { is: 'asked', email } },
  hostile: { ...asking, brandName: hostile, state: { is: 'asked', email: hostile } },
}

const choosing: Sample<NewAccountProps> = {
  ...{ action: '/link', hidden: { token: 'mdt_ml_x' } },
  ...{ email, problem: null, fewestCharacters: 15 },
  terms: { address: 'https://acme.example/terms', version: '2026-05', state: 'open' },
}
const terms = (state: 'accepted' | 'missing') => ({
  address: 'https://acme.example/terms',
  version: '2026-05',
  state,
})

export const newAccount: Readonly<Record<string, Sample<NewAccountProps>>> = {
  choosing,
  'without terms': { ...choosing, terms: null },
  'too short': { ...choosing, problem: 'too_short', terms: terms('accepted') },
  'terms missing': { ...choosing, problem: 'missing', terms: terms('missing') },
  'long address': { ...choosing, email: longEmail },
  hostile: { ...choosing, email: hostile },
}
