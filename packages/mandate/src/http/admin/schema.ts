/**
 * The language of the admin API's schemas: TypeBox, which writes JSON Schema 2020-12. From one schema
 * follow the check of a request (`check.ts`), what an answer may contain (`answer.ts`), OpenAPI 3.1
 * (`openapi.ts`) and the types of the handler.
 */

import { type Static, type TProperties, type TSchema, Type } from 'typebox'

export { type Static, type TProperties, type TSchema, Type } from 'typebox'

/**
 * Objects are closed: an unknown member of a request is an error, of an answer it is left out. A title
 * names the schema in OpenAPI.
 */
export function shape<Properties extends TProperties>(
  properties: Properties,
  options: { readonly description?: string; readonly title?: string } = {},
) {
  return Type.Object(properties, { ...options, additionalProperties: false })
}

export const optional = Type.Optional

/** Without control characters: a database takes no NUL, and people see none of them. */
const SEEN = '^[^\\u0000-\\u001f\\u007f]+$'

export const text = (description: string, longest = 2_000) =>
  Type.String({ description, minLength: 1, maxLength: longest, pattern: SEEN })

export const flag = (description: string) => Type.Boolean({ description })

/** The year 5138. Milliseconds of it are still safe integers. */
const LATEST = 99_999_999_999

/** JSON Schema has no unit, so the description names it. */
export const time = (description: string) =>
  Type.Integer({
    ...{ description: `${description}, in seconds since 1970.`, minimum: 0, maximum: LATEST },
  })

export const whole = (description: string, range: { readonly from: number; readonly to: number }) =>
  Type.Integer({ description, minimum: range.from, maximum: range.to })

export const choice = <const Name extends string>(names: readonly Name[], description: string) =>
  Type.Enum([...names], { description })

export const list = <Item extends TSchema>(item: Item, description: string, most = 100) =>
  Type.Array(item, { description, maxItems: most })

export const orNull = <Some extends TSchema>(some: Some) => Type.Union([some, Type.Null()])

/** An id in a path. Those of clients with a document are URLs. */
export const identifier = (description: string) => text(description, 2_000)

/** What every list has beside its filters. */
export const pageParameters = {
  cursor: optional(
    text('Continues a list: the `next_cursor` of the answer before, with the same filters.', 4_000),
  ),
  limit: optional(whole('How many entries at most. Default: 100.', { from: 1, to: 1_000 })),
}

/** A page of a list. */
export function pageOf<Item extends TSchema>(title: string, item: Item) {
  return shape(
    {
      data: Type.Array(item),
      next_cursor: orNull(
        Type.String({ description: 'Leads to the next page; null on the last one.' }),
      ),
    },
    { title },
  )
}

/** Problem details (RFC 9457 §3.1), with members of ours. */
export const problemSchema = shape(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'For programs; stable.' }),
    detail: Type.String({ description: 'What is wrong, and what would be right.' }),
    field: optional(
      Type.String({
        description: 'Where it is wrong: a JSON Pointer into the body, or the name of a parameter.',
      }),
    ),
    errors: optional(
      Type.Array(
        shape({
          field: Type.String(),
          in: optional(choice(['body', 'path', 'query', 'header'], 'Default: the body.')),
          detail: Type.String(),
        }),
        { description: 'Every wrong part of the request.' },
      ),
    ),
    instance: optional(Type.String({ description: 'The page that explains this refusal.' })),
  },
  { title: 'Problem' },
)

export type Of<Schema extends TSchema> = Static<Schema>
