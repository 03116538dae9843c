/**
 * One operation of the admin API, described once: where it is, who may use it, what it takes and what
 * it answers. `admin.ts` runs it; `openapi.ts` describes it.
 */

import type { RemoteOperator } from '../../facts/actor.ts'
import type { Permission } from '../../operators/permissions.ts'
import type { Page, PageRequest } from '../../store/port.ts'
import type { HttpContext } from '../context.ts'
import type { Of, TProperties, TSchema, Type } from './schema.ts'

/** `/clients/{client_id}` has the parameter `client_id`. */
type ParametersOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & ParametersOf<Rest>
  : unknown

/** No parameters. */
type None = Record<never, TSchema>

interface Members<Properties extends TProperties> {
  readonly properties: ReturnType<typeof Type.Object<Properties>>
}
type QueryOf<Properties extends TProperties> = Of<Members<Properties>['properties']>

/** What a handler says, which nobody changes. */
type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Frozen<Value[Name]> }
    : Value
type Said<Answer extends TSchema> = Frozen<Of<Answer>>

/** A checked request. */
export interface Asked<Params, Query, Body> {
  readonly context: HttpContext
  readonly actor: RemoteOperator
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** For lists. */
  readonly page: PageRequest
}

interface Described<Path extends string, Query extends TProperties, Body extends TSchema> {
  /** Its `operationId`. */
  readonly id: string
  readonly path: Path
  /** One line, without a full stop. */
  readonly summary: string
  /** More, if the summary does not say it all. */
  readonly description?: string
  readonly needs: Permission
  /** The filters of a list, or what else the query may have. */
  readonly query?: Query
  readonly body?: Body
  /** Whether the answer has a secret, which is shown only once. */
  readonly secret?: true
  /**
   * The members of the answer that its `ETag` names: those that a change writes over. Without it, all
   * of them; with it, the others may change by themselves, such as a count.
   */
  readonly tag?: TSchema
  /** Further statuses of problems, beside those that every operation has. */
  readonly problems?: { readonly [status: number]: string }
}

/** An operation whose types no longer matter. */
export interface Endpoint {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly needs: Permission
  readonly query?: TProperties
  readonly body?: TSchema
  readonly secret?: true
  readonly tag?: TSchema
  readonly problems?: { readonly [status: number]: string }
  readonly status: 200 | 201 | 204
  readonly answer?: TSchema
  readonly isList: boolean
  /** Whether a repetition with the same `Idempotency-Key` gets the same answer. */
  readonly creates: boolean
  /** What `If-Match` is compared with, if the header is required. */
  readonly current?: (asked: Asked<never, never, never>) => Promise<object | undefined>
  readonly document?: (row: never, context: HttpContext) => object
  readonly run: (asked: Asked<never, never, never>) => Promise<unknown>
  /** Of what a creation made, below `/admin/v1`. */
  readonly location?: (document: never) => string
}

/** The operations about one thing. */
export interface Noun {
  /** Its tag in OpenAPI. */
  readonly name: string
  readonly description: string
  readonly endpoints: readonly Endpoint[]
}

type Act<Path extends string, Query extends TProperties, Body extends TSchema, Result> = (
  asked: Asked<ParametersOf<Path>, QueryOf<Query>, Of<Body>>,
) => Promise<Result>

/** GET of one document. */
export function read<
  const Path extends string,
  Answer extends TSchema,
  Query extends TProperties = None,
>(
  described: Described<Path, Query, never> & {
    readonly answer: Answer
    readonly run: Act<Path, Query, never, Said<Answer>>
  },
): Endpoint {
  return { ...erased(described), method: 'GET', status: 200, isList: false, creates: false }
}

/** GET of a page of documents; `answer` is the schema of the page. */
export function listing<
  const Path extends string,
  Answer extends TSchema,
  Query extends TProperties = None,
>(
  described: Described<Path, Query, never> & {
    readonly answer: Answer
    readonly run: Act<Path, Query, never, Page<object>>
  },
): Endpoint {
  return { ...erased(described), method: 'GET', status: 200, isList: true, creates: false }
}

/** POST that makes something. */
export function creation<
  const Path extends string,
  Answer extends TSchema,
  Body extends TSchema,
  Query extends TProperties = None,
>(
  described: Described<Path, Query, Body> & {
    readonly body: Body
    readonly answer: Answer
    readonly location?: (document: Said<Answer>) => string
    readonly run: Act<Path, Query, Body, Said<Answer>>
  },
): Endpoint {
  return { ...erased(described), method: 'POST', status: 201, isList: false, creates: true }
}

/**
 * PATCH with a merge patch (RFC 7396): null takes a member away. `If-Match` is required (RFC 6585 §3).
 * Its tag is compared with the document of the row as it is now, and `run` gets this row, so that its
 * write is the second half of the comparison (RFC 9110 §13.1.1).
 */
export function change<
  const Path extends string,
  Answer extends TSchema,
  Body extends TSchema,
  Row extends object,
>(
  described: Described<Path, None, Body> & {
    readonly body: Body
    readonly answer: Answer
    readonly current: (
      asked: Pick<Asked<ParametersOf<Path>, object, Of<Body>>, 'context' | 'params'>,
    ) => Promise<Row | undefined>
    /** The members of the answer, as far as the tag names them. */
    readonly document: (row: Row, context: HttpContext) => object
    readonly run: (
      asked: Asked<ParametersOf<Path>, object, Of<Body>> & {
        /** The row that the change is meant for; undefined if any state of it will do. */
        readonly asRead: Row | undefined
      },
    ) => Promise<Said<Answer>>
  },
): Endpoint {
  return { ...erased(described), method: 'PATCH', status: 200, isList: false, creates: false }
}

/** POST or PUT of an act on something that is there. */
export function act<
  const Path extends string,
  Answer extends TSchema,
  Body extends TSchema = never,
  Query extends TProperties = None,
>(
  described: Described<Path, Query, Body> & {
    readonly method?: 'POST' | 'PUT'
    readonly answer: Answer
    /** Makes a secret, so that a repetition needs the same answer. */
    readonly creates?: true
    readonly run: Act<Path, Query, Body, Said<Answer>>
  },
): Endpoint {
  const { method = 'POST', creates = false } = described
  return { ...erased(described), method, status: 200, isList: false, creates }
}

/** DELETE. */
export function removal<const Path extends string, Query extends TProperties = None>(
  described: Described<Path, Query, never> & { readonly run: Act<Path, Query, never, void> },
): Endpoint {
  return { ...erased(described), method: 'DELETE', status: 204, isList: false, creates: false }
}

/** The check of the request (`check.ts`) takes over from the types. */
function erased(described: object): Pick<Endpoint, 'id' | 'path' | 'summary' | 'needs' | 'run'> {
  return described as Endpoint
}
