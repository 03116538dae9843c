/**
 * What a web server asks about a request. Its headers are those of a stranger, unless the web server
 * replaced them: none of them can make a check less strict, and what they say about the address matters
 * only for tokens that are bound to a key.
 */

import { type CheckedRequest, headerValues } from '../authorization.ts'
import { parseRequirement, parseSignIn, type Requirement } from '../scope.ts'

export type Question =
  | {
      readonly kind: 'check'
      readonly request: CheckedRequest
      readonly requirement: Requirement
      /** Envoy takes nothing but 200 for a yes. */
      readonly yes: 200 | 204
    }
  /** The configuration of the web server is wrong, or somebody tries. */
  | { readonly kind: 'wrong'; readonly problem: string }
  | { readonly kind: 'other' }

export interface Asked {
  readonly method: string
  /** As it was sent. */
  readonly url: string
  readonly rawHeaders: readonly string[]
}

const CHECK = '/check'
/** Envoy appends the path and the query of its own client, so nothing there counts as a requirement. */
const ENVOY = '/envoy/'
const PARAMETERS = ['scope', 'any_scope', 'acr', 'max_age']
const LONGEST_REQUIREMENT = 2_000
/** Any number of scope tokens (RFC 6749 §3.3). */
const SCOPES = /^[\x20\x21\x23-\x5B\x5D-\x7E]*$/

export function readQuestion(asked: Asked): Question {
  const { url } = asked
  const isEnvoy = url.startsWith(ENVOY)
  const at = url.indexOf('?')
  if (!isEnvoy && (at < 0 ? url : url.slice(0, at)) !== CHECK) return { kind: 'other' }
  const required = headerValues(asked, 'guard-require-scope').join(' ').trim()
  const query = isEnvoy || at < 0 ? '' : url.slice(at + 1)
  const requirement = requirementOf(query, required)
  if (typeof requirement === 'string') return { kind: 'wrong', problem: requirement }
  return {
    kind: 'check',
    requirement,
    yes: isEnvoy ? 200 : 204,
    request: {
      // Only these: `Host` must not become the address of a proof.
      rawHeaders: [...pairs(asked, 'authorization'), ...pairs(asked, 'dpop')],
      method: isEnvoy ? asked.method : only(asked, 'x-forwarded-method'),
      url: isEnvoy ? url.slice(ENVOY.length - 1) : only(asked, 'x-forwarded-uri'),
    },
  }
}

/** Configurations have few requirements, so each is read once. */
const known = new Map<string, Requirement | string>()
const MOST_KNOWN = 500

/**
 * A sentence if it is wrong. `required` is from the header, which a stranger may have sent, so it can only
 * add to the query.
 */
function requirementOf(query: string, required: string): Requirement | string {
  const key = `${query}\n${required}`
  const before = known.get(key)
  if (before !== undefined) return before
  const read = readRequirement(query, required)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, read)
  return read
}

function readRequirement(query: string, required: string): Requirement | string {
  if (query.length + required.length > LONGEST_REQUIREMENT) return 'the requirement is too long'
  // Not quoted, as what is wrong with the query is: each stranger could fill the log.
  if (!SCOPES.test(required)) return 'the header Guard-Require-Scope is malformed'
  const parameters = new URLSearchParams(query)
  const names = [...parameters.keys()]
  // Whatever else arrives here came from outside, with the query of a stranger.
  const stray = names.find((name) => !PARAMETERS.includes(name))
  if (stray !== undefined) {
    return `the address of the check has a parameter that is none of ${PARAMETERS.join(', ')}`
  }
  if (new Set(names).size < names.length) return 'the address of the check has a parameter twice'
  const all = `${parameters.get('scope') ?? ''} ${required}`.match(/\S+/g) ?? []
  const any = parameters.get('any_scope')?.match(/\S+/g)
  const [acr, maxAge] = [parameters.get('acr')?.match(/\S+/g), parameters.get('max_age')]
  for (const name of names) {
    if (parameters.get(name)?.trim() === '') return `${name} is empty: leave it out to ask for none`
  }
  const alternatives = any?.map((one) => [...all, one].join(' '))
  const scope = alternatives ?? (all.length > 0 ? all.join(' ') : undefined)
  const requirement: Requirement = {
    ...(scope !== undefined && { scope }),
    ...(acr != null && { acr }),
    ...(maxAge != null && { maxAge: /^\d{1,9}$/.test(maxAge) ? Number(maxAge) : Number.NaN }),
  }
  try {
    parseRequirement(requirement)
    parseSignIn(requirement)
    return requirement
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function pairs(asked: Asked, name: string): string[] {
  return headerValues(asked, name).flatMap((value) => [name, value])
}

/** A header that comes twice says nothing. */
function only(asked: Asked, name: string): string | undefined {
  const [value, ...others] = headerValues(asked, name)
  return others.length > 0 ? undefined : value
}
