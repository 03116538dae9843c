import type { HealthProps } from '../../../src/pages/console/health.ts'
import type { Sample } from '../sample.ts'
import { long, owner } from './operators.ts'

const well = [
  { name: 'issuer', ok: true, message: 'https://login.example.com' },
  { name: 'data', ok: true, message: '/var/lib/mandate' },
  { name: 'keys', ok: true, message: '4 keys in /var/lib/mandate/keys.json' },
  { name: 'clock', ok: true, message: '2026-03-03 12:00:00 UTC' },
]

export const checks: Readonly<Record<string, Sample<HealthProps>>> = {
  well: { ...owner, checks: well },
  'with problems': {
    ...owner,
    checks: [
      ...well,
      {
        ...{ name: 'encryption', ok: true, notice: true },
        message:
          'no TLS to the database: anyone who can eavesdrop on the network can read everything',
        remedy: 'end the URL of the database with ?sslmode=verify-full',
      },
      { name: 'sign-in', ok: false, message: long, remedy: 'give an https:// address' },
    ],
  },
  'without checks': { ...owner, checks: null },
}
