/**
 * Every kind of audit event in each form, against the schemas of those who read it. `ocsf-attributes.json`
 * and `ecs-fields.json` say where they are from.
 */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type AuditEvent, auditEvent } from '../../src/audit/event.ts'
import { ecsEvent } from '../../src/audit/formats/ecs.ts'
import { ocsfEvent } from '../../src/audit/formats/ocsf.ts'
import { eventsReference } from '../../src/audit/reference.ts'
import { eventSchemas } from '../../src/audit/schemas.ts'
import { sumKinds } from '../../src/audit/sums.ts'
import { asFact, factKinds, schemaOfFact } from '../../src/facts/fact.ts'
import ecs from './ecs-fields.json' with { type: 'json' }
import ocsf from './ocsf-attributes.json' with { type: 'json' }

const actors = [
  { kind: 'operator', via: 'console', id: 'account:jo', network: '192.0.2.7' },
  { kind: 'operator', via: 'shell' },
  { kind: 'account', id: 'jo' },
  { kind: 'client', id: 'client_1' },
  { kind: 'system' },
]
const samples = { text: 'x', personal: '2001:db8::7', cause: 'reuse', texts: ['a', 'b'], time: 9 }

const events: readonly AuditEvent[] = [
  ...factKinds.flatMap((kind, index) => {
    const { about, details } = schemaOfFact(kind)
    const fact = asFact({
      ...{ id: `fact-${index}`, atMs: 1_800_000_000_123, kind, by: actors[index % actors.length] },
      ...Object.fromEntries(about.map((party) => [party, `${party}-1`])),
      ...Object.fromEntries(Object.entries(details).map(([name, type]) => [name, samples[type]])),
    })
    return fact === undefined ? assert.fail(kind) : [auditEvent(fact)]
  }),
  ...Object.values(sumKinds).map(
    ({ kind, detail, outcome }): AuditEvent => ({
      ...{ at: '2027-01-15T08:00:00.000Z', until: '2027-01-15T09:00:00.000Z', count: 3, kind },
      outcome: outcome('x'),
      about: { client_id: 'client_1' },
      details: { [detail]: 'x' },
    }),
  ),
]

describe('each kind of audit event', () => {
  const ajv = new Ajv2020({
    formats: { 'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ },
    strictRequired: false,
  })

  it('has one schema, which its JSON obeys', () => {
    assert.equal(eventSchemas.size, events.length)
    for (const event of events) {
      const isValid = ajv.compile(eventSchemas.get(event.kind) ?? assert.fail(event.kind))
      assert.ok(isValid(JSON.parse(JSON.stringify(event))), JSON.stringify([event, isValid.errors]))
      assert.equal(isValid({ ...event, password: 'x' }), false)
    }
  })

  it('is what OCSF expects of its class', () => {
    const used = new Set<string>()
    for (const event of events) {
      const line = JSON.parse(JSON.stringify(ocsfEvent(event, '1.2.3')))
      const uid = String(line.class_uid)
      used.add(uid)
      obeys(line, ocsf.classes[uid as keyof typeof ocsf.classes], uid)
      assert.equal(line.type_uid, line.class_uid * 100 + line.activity_id)
      const { product } = line.metadata
      const parts = { ...line, product, user: line.user ?? line.actor.user }
      for (const [name, shape] of Object.entries(ocsf.objects)) {
        const given = parts[name]
        if (given === undefined) continue
        for (const one of Array.isArray(given) ? given : [given]) obeys(one, shape, name)
      }
    }
    assert.deepEqual([...used].toSorted(), Object.keys(ocsf.classes))
  })

  it('has only fields and values of ECS, and labels', () => {
    const { fields, allowed } = ecs
    for (const event of events) {
      const line = JSON.parse(JSON.stringify(ecsEvent(event, '1.2.3')))
      for (const [name, value] of leaves(line)) {
        if (name.startsWith('labels.')) assert.match(typeof value, /string|number/, name)
        else assert.ok(name in fields, `${event.kind}: ${name}`)
      }
      const [category] = line.event.category
      const expected = allowed['event.category'][category as 'iam'] as readonly string[]
      assert.ok(
        expected.includes(line.event.type[0]),
        `${event.kind}: ${category} ${line.event.type}`,
      )
      assert.ok(line.event.outcome in allowed['event.outcome'])
    }
  })
})

test('docs/audit-events.md is what `mandate audit schema --markdown` writes', () => {
  const page = new URL('../../../../docs/audit-events.md', import.meta.url)
  assert.equal(readFileSync(page, 'utf8'), eventsReference())
})

interface Shape {
  readonly required: readonly string[]
  readonly names: readonly string[]
  readonly enums: object
}

function obeys(given: Record<string, unknown>, { required, names, enums }: Shape, what: string) {
  const told = `${what}: ${JSON.stringify(given)}`
  for (const name of required) assert.ok(name in given, `${name} is missing in ${told}`)
  for (const name of Object.keys(given)) assert.ok(names.includes(name), `${name} in ${told}`)
  for (const [name, values] of Object.entries(enums)) {
    const value = given[name]
    const isKnown = value === undefined || [0, 99, ...values].includes(value)
    assert.ok(isKnown, `${name} is ${value} in ${told}`)
  }
  const oneOf = ocsf.atLeastOne[what as keyof typeof ocsf.atLeastOne]
  if (oneOf !== undefined)
    assert.ok(
      oneOf.some((name) => given[name] !== undefined),
      told,
    )
}

function leaves(value: unknown, name = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, value]]
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, name === '' ? key : `${name}.${key}`),
  )
}
