import { type Fact, type FactKind, factKinds } from '../../src/facts/fact.ts'
import type { ActivityProps } from '../../src/pages/account/activity.ts'
import type { Sample } from './sample.ts'

const now = Date.UTC(2026, 2, 3, 12) / 1000
const browser = { agent: 'Firefox (Linux)', network: '192.0.2.7' }

/** One of each kind, with every detail that some kind has. */
const each = factKinds.map(
  (kind: FactKind, place) =>
    ({
      ...{ id: `fact-${place}`, atMs: (now - place * 4_000) * 1000, kind, by: { kind: 'account' } },
      ...{ ...browser, clientId: 'cl_ledgerline', provider: 'https://accounts.google.com' },
      ...{ name: 'Jo’s phone', because: 'revoked_by_user', taken: 'orders:read' },
    }) as unknown as Fact,
)
const sample = (kind: FactKind) => each.find((fact) => fact.kind === kind) ?? []
const by = (fact: Fact | never[], actor: Fact['by'], more: object = {}) =>
  ({ ...fact, by: actor, ...more }) as Fact

const plain: Sample<ActivityProps> = {
  ...{ now, email: 'jo.martin@example.com', signOut: { action: '/sign-out' } },
  ...{ facts: each, clients: new Map([['cl_ledgerline', 'Ledgerline']]), keptSeconds: 2_592_000 },
  ...{ older: '/account/activity?before=1.x', isFirst: true },
}

export const samples: Readonly<Record<string, Sample<ActivityProps>>> = {
  plain,
  nothing: { ...plain, facts: [], older: null },
  'by others': {
    ...plain,
    ...{ older: null, isFirst: false },
    facts: [
      by(sample('grant.ended'), { kind: 'system' }, { because: 'reuse' }),
      by(sample('grants.ended'), { kind: 'operator', via: 'shell' }, { clientId: undefined }),
      by(sample('sessions.ended'), { kind: 'platform', id: 'pk_1' }),
      by(sample('grant.ended'), { kind: 'client', id: 'cl_gone' }, { clientId: 'cl_gone' }),
      by(sample('session.began'), { kind: 'account', id: 'a' }, { agent: '' }),
    ],
  },
}
