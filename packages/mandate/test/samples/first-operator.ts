import type { FirstOperatorProps } from '../../src/pages/console/first-operator.ts'
import type { Sample } from './sample.ts'

const asking: Sample<FirstOperatorProps> = {
  ...{ action: '/link', hidden: { token: 'mdt_ml_x' } },
  ...{ email: '', name: '', problem: null, fewestCharacters: 15 },
}
const typed = { ...asking, email: 'jo.martin@example.com', name: 'Jo Martin' }
const long = `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`

export const firstOperator: Readonly<Record<string, Sample<FirstOperatorProps>>> = {
  asking,
  'no address': { ...typed, email: 'jo.martin@', problem: 'email_invalid' },
  'address taken': { ...typed, email: long, problem: 'email_taken' },
  'long name': { ...typed, name: 'Jo '.repeat(90), problem: 'name_invalid' },
  'too short': { ...typed, problem: 'too_short' },
  busy: { ...typed, problem: 'busy' },
  hostile: { ...typed, email: '"><img src=x onerror=alert(1)>', name: '<b>Jo</b>' },
}

export const firstOperatorOver = { over: {} }
