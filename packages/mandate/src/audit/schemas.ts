/** A JSON Schema (2020-12) for each kind of audit event, made from the description of its facts. */

import { type DetailTypes, type FactKind, factKinds, schemaOfFact } from '../facts/fact.ts'
import { isOrigin, outcomeOf, partyNames, snake } from './event.ts'
import { sumKinds } from './sums.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const text = { type: 'string' }
const time = { type: 'string', format: 'date-time' }
const detailSchemas: Readonly<Record<keyof DetailTypes, JsonSchema>> = {
  text,
  personal: { ...text, description: 'Empty once the account is deleted.' },
  cause: text,
  texts: { type: 'array', items: text },
  time,
}

const by = exact(
  {
    kind: { enum: ['operator', 'account', 'client', 'platform', 'system'] },
    id: text,
    via: { enum: ['shell', 'console', 'api'] },
  },
  ['kind'],
)

/** By kind, sums included. */
export const eventSchemas: ReadonlyMap<string, JsonSchema> = new Map([
  ...factKinds.map((kind) => [kind, schemaOf(kind)] as const),
  ...Object.values(sumKinds).map(({ kind, detail }) => [kind, schemaOfSum(kind, detail)] as const),
])

function schemaOf(kind: FactKind): JsonSchema {
  const { about, details } = schemaOfFact(kind)
  const described = Object.entries(details).flatMap(([name, type]) =>
    isOrigin(name) ? [] : [[snake(name), detailSchemas[type]] as const],
  )
  const parties = Object.values(partyNames).map((name) => [name, text] as const)
  return exact(
    {
      ...{ id: text, at: time, kind: { const: kind }, outcome: { const: outcomeOf(kind) }, by },
      from: exact({ network: text, agent: text }, []),
      about: exact(
        Object.fromEntries(parties),
        about.map((name) => partyNames[name]),
      ),
      details: exact(
        Object.fromEntries(described),
        described.map(([name]) => name),
      ),
    },
    ['id', 'at', 'kind', 'outcome', 'by', 'about', 'details'],
  )
}

function schemaOfSum(kind: string, detail: string): JsonSchema {
  return exact(
    {
      ...{ at: time, until: time, count: { type: 'integer', minimum: 1 }, kind: { const: kind } },
      outcome: { enum: ['success', 'failure'] },
      about: exact({ client_id: text }, []),
      details: exact({ [detail]: text }, [detail]),
    },
    ['at', 'until', 'count', 'kind', 'outcome', 'about', 'details'],
  )
}

function exact(
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[],
): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false }
}
