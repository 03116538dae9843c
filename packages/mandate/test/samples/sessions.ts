import { type ConfirmProps, confirmPage } from '../../src/pages/account/confirm.ts'
import {
  endOthersQuestion,
  othersEnded,
  type SessionsProps,
  type ShownSession,
  sessionEnded,
  sessionWasOver,
} from '../../src/pages/account/sessions.ts'
import type { Words } from '../../src/words/en/en.ts'
import type { Sample } from './sample.ts'

const now = Date.UTC(2026, 2, 3, 12) / 1000
const here: ShownSession = {
  ...{ id: 'here', agent: 'Firefox (Linux)', network: '192.0.2.7' },
  ...{ since: now - 3_600, lastSeen: now - 20, keptUntil: null },
}
const phone: ShownSession = {
  ...{ id: 'phone', agent: 'Safari (iOS)', network: '2001:db8:1234:5678:9abc:def0:1234:5678' },
  ...{ since: now - 9 * 86_400, lastSeen: now - 7_200, keptUntil: now + 21 * 86_400 },
}
const unknown: ShownSession = {
  ...{ id: 'unknown', agent: '', network: '198.51.100.200' },
  ...{ since: now - 86_400, lastSeen: now - 80_000, keptUntil: null },
}
const plain: Sample<SessionsProps> = {
  ...{ now, email: 'jo.martin@example.com', here, others: [phone, unknown], notice: null },
  ...{ end: { action: '/account/sessions/end' }, signOut: { action: '/sign-out' } },
  endOthers: { action: '/account/sessions/end-others' },
}

export const samples: Readonly<Record<string, Sample<SessionsProps>>> = {
  plain,
  'only here': { ...plain, others: [], endOthers: null },
  'one ended': { ...plain, others: [phone], notice: sessionEnded(unknown.agent) },
  'already over': { ...plain, notice: sessionWasOver },
  'others ended': { ...plain, others: [], endOthers: null, notice: othersEnded(2) },
  'others forgotten': { ...plain, others: [], endOthers: null, notice: othersEnded(0) },
}

type Question = Omit<ConfirmProps, 'confirmation' | 'words'> & { readonly count: number }

/** The question before the others end. */
export const askEndOthers = ({ count, ...props }: Question & { readonly words: Words }) =>
  confirmPage({ ...props, confirmation: endOthersQuestion(props.words, count) })

export const questions: Readonly<Record<string, Question>> = {
  sessions: {
    ...{ email: 'jo.martin@example.com', signOut: { action: '/sign-out' }, current: 'sessions' },
    ...{ backAddress: '/account/sessions', action: '/account/sessions/end-others', count: 3 },
  },
}
