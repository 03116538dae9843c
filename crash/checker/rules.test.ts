import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Answered, Entry, Line, Role } from '../journal.ts'
import type { GrantRow } from '../storage/storage.ts'
import type { Locator } from '../token-locator.ts'
import { judge } from './judge.ts'

const grant = 'a'.repeat(32)
const row: GrantRow = { id: grant, generation: 3, revoked: false, because: null }
const dead: GrantRow = { ...row, revoked: true, because: 'reuse' }

const token = (kind: 'rt' | 'at', generation: number, variant = ''): Locator => ({
  ...{ kind, grant, generation, fingerprint: `${kind}${generation}${variant}` },
})

/** Journals from one line each, a millisecond apart. */
function written(role: Role, ...entries: readonly (readonly [string, Entry])[]): readonly Line[] {
  const connected: Entry = { what: 'signed_in', grant, role }
  return [['laboratory', connected] as const, ...entries].map(([by, entry], at) => ({
    ...{ at, by },
    ...entry,
  }))
}

let requests = 0

/** A request and its answer; with `successor` a 200 with tokens. */
function exchange(
  by: string,
  sent: Partial<Extract<Entry, { what: 'sent' }>>,
  answered: Partial<Answered> & { readonly successor?: Locator } = {},
): readonly (readonly [string, Entry])[] {
  const id = `${by}-${requests++}`
  const { successor, ...more } = answered
  const presented = { what: 'sent', id, endpoint: 'token', token: token('rt', 2) } as const
  const status = successor === undefined ? 400 : 200
  const error = successor === undefined ? 'invalid_grant' : null
  const answer = { what: 'answered', id, status, error, active: null, retryAfter: false } as const
  return [
    [by, { ...presented, key: 'k', to: 'node 1', ...sent }],
    [by, { ...answer, refresh: successor ?? null, access: null, ...more }],
  ]
}

const refreshed = exchange('file-1', {}, { successor: token('rt', 3) })
const wentOn = [
  'file-1',
  { what: 'told', grant, call: 'last refresh', outcome: 'ok' },
] as const satisfies readonly [string, Entry]

function verdict(lines: readonly Line[], rows = [row], more = {}): readonly string[] {
  const findings = { lines, rows, leaked: [], ownEnds: [], ...more }
  return judge(findings).violations.map(({ rule, says }) => `${rule}: ${says}`)
}

describe('the checker has nothing to say', () => {
  test('about a grant that was refreshed, repeated and is as new as its answers', () => {
    assert.deepEqual(verdict(written('kept', ...refreshed, ...refreshed, wentOn)), [])
  })

  test('about a server that asks clients to retry later', () => {
    const busy = exchange('file-1', {}, { status: 503, error: null, retryAfter: true })
    assert.deepEqual(verdict(written('kept', ...busy, ...refreshed, wentOn)), [])
  })

  test('about a client whose grant a thief has ended', () => {
    const theft = exchange('thief', { token: token('rt', 1), key: null })
    const refused = exchange('file-1', {})
    assert.deepEqual(verdict(written('robbed', ...refreshed, ...theft, ...refused), [dead]), [])
  })
})

describe('the checker reports', () => {
  const asked = (generation: number) =>
    exchange(
      'examiner',
      { endpoint: 'introspect', token: token('rt', generation) },
      { status: 200, error: null, active: true },
    )
  const revoked = exchange('file-1', { endpoint: 'revoke' }, { status: 200, error: null })
  const caught = exchange('thief', { token: token('rt', 1), key: null })
  const again = exchange('file-2', {}, { successor: token('rt', 3) })
  const found: Readonly<Record<string, readonly [readonly Line[], (readonly GrantRow[])?]>> = {
    'I1: two refresh tokens are live at once': [written('kept', wentOn, ...asked(2), ...asked(3))],
    'I2: one token has two successors': [
      written('raced', ...refreshed, ...exchange('x', {}, { successor: token('rt', 3, 'b') })),
    ],
    'I2: one token was honoured for two requests': [
      written(
        'raced',
        ...refreshed,
        ...exchange('x', { key: null }, { successor: token('rt', 3) }),
      ),
    ],
    'I2: a successor is not the next generation': [
      written('raced', ...exchange('x', { token: token('rt', 1) }, { successor: token('rt', 3) })),
    ],
    'I3: 1 answered rotations are lost': [
      written('kept', ...refreshed, wentOn),
      [{ ...row, generation: 2 }],
    ],
    'I3: the grant is not in the database': [written('kept', ...refreshed, wentOn), []],
    'I3: an answered revocation is lost': [written('revoked', ...revoked)],
    'I3: something works after its revocation was answered': [
      written('revoked', ...revoked, ...again),
      [dead],
    ],
    'I4: one request, repeated with its key, has two successors': [
      written('raced', ...refreshed, ...exchange('x', {}, { successor: token('rt', 3, 'b') })),
    ],
    'I5: a thief was served': [
      written('robbed', ...exchange('thief', { key: null }, { successor: token('rt', 3) })),
    ],
    'I5: the theft did not end the grant': [written('robbed', ...caught)],
    'I5: something works after the theft was answered': [
      written('robbed', ...caught, ...again),
      [dead],
    ],
    'I7: a forged token was honoured': [
      written('raced', ...exchange('forger', {}, { successor: token('rt', 3) })),
    ],
    'kept: a healthy token was refused': [written('kept', ...exchange('file-1', {}), wentOn)],
    'kept: a client could not go on at the end': [written('kept', ...refreshed)],
    'kept: a grant ended although nobody ended it': [written('kept', wentOn), [dead]],
    'kept: a client was told to give up': [
      written('kept', wentOn, [
        'file-1',
        { what: 'told', grant, call: 'refresh', outcome: 'signed_out' },
      ]),
    ],
    'kept: a good access token was called bad': [
      written(
        'kept',
        wentOn,
        ...exchange(
          'file-1',
          { endpoint: 'introspect', token: token('at', 3) },
          { status: 200, error: null, active: false },
        ),
      ),
    ],
    'served: an answer that no client should get': [
      written('raced', ...exchange('x', {}, { status: 503, error: null, retryAfter: false })),
    ],
  }
  for (const [says, [lines, rows]] of Object.entries(found)) {
    test(says, () => assert.ok(verdict(lines, rows && [...rows]).includes(says)))
  }

  test('unknown rows, tokens in the database, programs that exit by themselves', () => {
    const lines = written('kept', ...refreshed, wentOn)
    const stranger = { ...row, id: 'b'.repeat(32) }
    const more = { leaked: [grant], ownEnds: ['node 1 ended by itself with 1'] }
    assert.deepEqual(verdict(lines, [row, stranger], more), [
      'I6: a row of an unknown grant',
      'I7: a token lies in the database',
      'served: node 1 ended by itself with 1',
    ])
  })
})
