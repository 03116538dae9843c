import type {
  DeviceDoneProps,
  DeviceEntryProps,
  DeviceQuestionProps,
} from '../../src/pages/device.ts'
import { plain as plainConsent } from './consent.ts'
import type { Sample } from './sample.ts'

const entry: Sample<DeviceEntryProps> = {
  action: '/device',
  typed: '',
  linked: null,
  problem: null,
}

export const entries: Readonly<Record<string, Sample<DeviceEntryProps>>> = {
  plain: entry,
  linked: { ...entry, linked: 'WDJB-MJHT' },
  missing: { ...entry, problem: { is: 'missing' } },
  malformed: { ...entry, typed: 'WDAB-MJHT', problem: { is: 'malformed' } },
  unknown: { ...entry, typed: 'WDJB-MJHT', problem: { is: 'unknown' } },
  wait: { ...entry, typed: 'WDJB-MJHT', problem: { is: 'wait', retryAfterSeconds: 840 } },
  hostile: { ...entry, typed: '"><script>alert(1)</script>', problem: { is: 'used' } },
}

const { client, ...asked } = plainConsent
const question: Sample<DeviceQuestionProps> = {
  ...asked,
  action: '/device/connect?code=sealed',
  switchAction: '/device/switch?code=sealed',
  client: { ...client, name: 'Notes TV', knownSince: Date.UTC(2025, 2, 3) / 1000 },
  userCode: 'WDJB-MJHT',
  askedAt: 1_772_546_700 - 95,
  now: 1_772_546_700,
  from: { agent: 'Firefox (Linux)', network: '203.0.113.9', isElsewhere: false },
}

export const questions: Readonly<Record<string, Sample<DeviceQuestionProps>>> = {
  plain: question,
  elsewhere: {
    ...question,
    client: { ...question.client, isSelfRegistered: true },
    from: { agent: '', network: '2001:db8:85a3:8d3:1319:8a2e:370:7348', isElsewhere: true },
  },
  'of a service': {
    ...question,
    client: { ...question.client, publisher: 'Notes Ltd', policy: 'https://notes.example/privacy' },
    scope: ['openid', 'invoices:read', 'contacts:read'],
    optional: ['contacts:read'],
    from: null,
  },
  hostile: {
    ...question,
    client: { ...question.client, name: `<b>"Your bank"</b> ${'very long '.repeat(18)}` },
    from: { agent: '<i>', network: '"><script>', isElsewhere: true },
    notice: 'no_decision',
  },
}

const done: Sample<DeviceDoneProps> = { isDenied: false, accountAddress: '/account' }

export const ends: Readonly<Record<string, Sample<DeviceDoneProps>>> = {
  connected: done,
  denied: { ...done, isDenied: true },
}
