import type { AuditEvent } from '../../../src/audit/event.ts'
import type { AuditEventProps, AuditProps, ShownEvent } from '../../../src/pages/console/audit.ts'
import type { Sample } from '../sample.ts'
import { DAY, hostile, long, now, owner } from './operators.ts'

const at = (seconds: number) => new Date(seconds * 1_000).toISOString()
const shown = (event: AuditEvent, names: ShownEvent['names'] = {}): ShownEvent => ({
  ...{ event, names },
  address: '/console/audit/1.event-1',
  places: { client_id: '/console/clients/client_7f3a', account_id: '/console/users/jo' },
})

const disabled = shown(
  {
    ...{ id: 'event-1', at: at(now - 40), kind: 'client.disabled', outcome: 'success' },
    by: { kind: 'operator', id: 'account:01J9Z', via: 'console' },
    from: { network: '192.0.2.7' },
    about: { client_id: 'client_7f3a' },
    details: {},
  },
  { by: 'ines.moreau@example.com', client_id: hostile },
)
const refused = shown({
  ...{ id: 'event-2', at: at(now - DAY), kind: 'operator.refused', outcome: 'failure' },
  by: { kind: 'operator', id: 'client:client_7f3a', via: 'api' },
  from: { network: '2001:db8::7' },
  about: {},
  details: { permission: 'users:write' },
})
const began = shown({
  ...{ id: 'event-3', at: at(now - 3 * DAY), kind: 'session.began', outcome: 'success' },
  by: { kind: 'account', id: 'jo' },
  from: { network: '', agent: '' },
  about: { account_id: 'jo' },
  details: {},
})
const strange = shown({
  ...{ id: 'event-4', at: at(now - 9 * DAY), kind: 'client_domain.held', outcome: 'success' },
  by: { kind: 'operator', via: 'shell' },
  about: { client_id: `https://${'long.'.repeat(20)}example.com` },
  details: { domain: hostile, client: long },
})

const audit: Sample<AuditProps> = {
  ...owner,
  events: [disabled, refused, began, strange],
  nouns: ['account', 'client', 'operator', 'session'],
  ...{ filter: { what: '', who: '', about: '' }, keptDays: 90 },
  head: `1234:${'aB3'.repeat(14)}x`,
  ...{ first: null, next: '/console/audit?from=1.event-4' },
}

export const list: Readonly<Record<string, Sample<AuditProps>>> = {
  plain: audit,
  'none yet': { ...audit, events: [], head: null, next: null },
  'none matching': {
    ...{ ...audit, events: [], next: null, first: '/console/audit' },
    filter: { what: 'client', who: 'jo@example.com', about: 'client_nobody' },
  },
}

const sameActor = '/console/audit?who=operator'
export const one: Readonly<Record<string, Sample<AuditEventProps>>> = {
  plain: { ...owner, ...disabled, sameActor },
  refused: { ...owner, ...refused, sameActor },
  erased: { ...owner, ...began, sameActor },
  strange: { ...owner, ...strange, sameActor: null },
}
