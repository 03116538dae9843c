import type { SignInProps } from '../../src/pages/sign-in.ts'
import type { Sample } from './sample.ts'

const plain: Sample<SignInProps> = {
  action: '/sign-in',
  clientName: 'Ledgerline',
  email: '',
  problem: null,
  notice: null,
}
const tried: Sample<SignInProps> = { ...plain, email: 'jo.martin@example.com' }

export const samples: Readonly<Record<string, Sample<SignInProps>>> = {
  plain,
  'account page': { ...plain, clientName: null },
  'wrong credentials': { ...tried, problem: { kind: 'wrong_credentials' } },
  wait: { ...tried, problem: { kind: 'wait', retryAfterSeconds: 130 } },
  'nothing entered': { ...plain, problem: { kind: 'missing', fields: ['email', 'password'] } },
  'no address': { ...plain, problem: { kind: 'missing', fields: ['email'] } },
  'no password': { ...tried, problem: { kind: 'missing', fields: ['password'] } },
  busy: { ...tried, problem: { kind: 'busy' } },
  'signed out': { ...plain, clientName: null, notice: 'signed_out' },
  'page too old': { ...tried, notice: 'page_too_old' },
  'session ended': { ...tried, clientName: null, notice: 'session_ended' },
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
    problem: { kind: 'wrong_credentials' },
  },
}
