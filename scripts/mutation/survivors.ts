/** Why mutants may survive: mostly because they change nothing observable. */

import type { Mutant } from './run.ts'

interface Survivor {
  /** The end of the file's path. */
  readonly file: string
  /** A part of what the mutant replaced, or a pattern for it. */
  readonly original: string | RegExp
  readonly reason: string
}

const NOT_YET = '**Not yet excused: a test is missing.**'

const survivors: readonly Survivor[] = [
  {
    file: 'grants/derivation.ts',
    original: "'utf8'",
    reason: 'The same: without a name, Node encodes as UTF-8.',
  },
  {
    file: 'grants/redemption.ts',
    original: 'grant.redeemedAt === null',
    reason:
      'The same: a grant that was never redeemed is at generation 0, so nothing precedes it; the comparison tells the type checker.',
  },
  {
    file: 'grants/token.ts',
    original: "''",
    reason:
      'Out of reach: the default satisfies the type checker; what is split is never empty, and what the MAC covers always has a line end.',
  },
  {
    file: 'grants/token.ts',
    original: '[]',
    reason: 'The same: of what matched, only the second and third element are read.',
  },
  {
    file: 'oauth/authorize/pending.ts',
    original: 'payload === undefined',
    reason:
      'The same: what is split always has a first piece; the comparison tells the type checker.',
  },
  {
    file: 'oauth/token/bindings.ts',
    original: '[]',
    reason: 'The same: a list with that word in it has no query, so no value becomes known by it.',
  },
  {
    file: 'clients/authentication/basic-header.ts',
    original: "''",
    reason: 'The same: no credentials and those words are refused alike, for neither has a colon.',
  },
  {
    file: 'oauth/introspect.ts',
    original: "'token'",
    reason: 'The same: reading the token, two lines on, refuses a repeated one as well.',
  },
  {
    file: 'oauth/introspect.ts',
    original: 'token === undefined',
    reason: 'The same: without a token nothing is found; the comparison tells the type checker.',
  },
  {
    file: 'grants/token.ts',
    original: "'utf8'",
    reason: 'The same: without a name, Node encodes as UTF-8.',
  },
  {
    file: 'grants/token.ts',
    original: 'rest === undefined',
    reason: 'The same: both groups match or neither; the comparisons tell the type checker.',
  },
  {
    file: 'grants/token.ts',
    original: 'kind === undefined',
    reason: 'The same: both groups match or neither; the comparisons tell the type checker.',
  },
  {
    file: 'oauth/token/token-request.ts',
    original: 'inQuery.length === 0',
    reason:
      'The same: with nothing in the query, the parameters are put together again as they were.',
  },
  {
    file: 'oauth/authorize/request.ts',
    original: 'onlyUri === undefined',
    reason: 'Out of reach: a client cannot be registered without a redirect URI.',
  },
  {
    file: 'oauth/authorize/request.ts',
    original: "''",
    reason: 'Out of reach: a client cannot be registered without a redirect URI.',
  },
  {
    file: 'oauth/authorize/request.ts',
    original: 'target.state !== undefined',
    reason:
      'The same: no state reads as a word of printable characters; the comparison tells the type checker.',
  },
  {
    file: 'oauth/authorize/request.ts',
    original: /^'[a-z_]+'$/,
    reason: 'The same: a parameter that is also read alone is refused there where it repeats.',
  },
  {
    file: 'clients/registration.ts',
    original: 'scope !== undefined',
    reason: 'The same: no scope reads as a scope token; the comparison tells the type checker.',
  },
  {
    file: 'clients/redirect-uri.ts',
    original: "''",
    reason: 'Out of reach: a verified redirect URI begins with a scheme.',
  },
  {
    file: 'clients/redirect-uri.ts',
    original: '/^[^:]+/',
    reason:
      'The same: a verified redirect URI begins with a scheme, so this matches, and at its beginning.',
  },
  {
    file: 'clients/redirect-uri.ts',
    original: 'question < 0',
    reason: 'The same: a question mark is never the first character, where a scheme is.',
  },
  {
    file: 'clients/redirect-uri.ts',
    original: '[]',
    reason: 'The same: of what matched, only the second and later elements are read.',
  },
  {
    file: 'clients/redirect-uri.ts',
    original: '.toLowerCase',
    reason: 'The same: where the pattern matches, its group does.',
  },
  {
    file: 'clients/redirect-uri.ts',
    original: '/^https?:\\/\\/([^/?]+)/i',
    reason: 'The same where this is asked: the scheme is known to be http or https by then.',
  },
  {
    file: 'explanations/redaction.ts',
    original: '[]',
    reason:
      'The same: what is put into the list has no query of its own, or is not read where nothing matched.',
  },
  {
    file: 'explanations/redaction.ts',
    original: 'text !== undefined',
    reason: 'The same: no text is no id either; the comparison tells the type checker.',
  },
  {
    file: 'explanations/redaction.ts',
    original: "''",
    reason:
      'Out of reach: the default tells the type checker; where the first group matched, the others did.',
  },
  {
    file: 'explanations/redaction.ts',
    original: 'uri.slice(0, LONGEST_READ)',
    reason: 'Bounds the work alone: of so long a URI only the first 500 characters are shown.',
  },
  {
    file: 'explanations/redaction.ts',
    original: 'start >= 0',
    reason: 'The same: where nothing was found, the answer is that nothing was found.',
  },
  {
    file: 'explanations/redaction.ts',
    original: 'start + 8',
    reason: 'The same: what is found stands behind the eighth character, so never at the first.',
  },
  {
    file: 'explanations/redaction.ts',
    original: '(.*)$/s',
    reason: 'The same: the group takes everything to the end.',
  },
  {
    file: 'oidc/claims-request.ts',
    original: '[]',
    reason: 'The same: a word that is not a scope stands for no claims.',
  },
  {
    file: 'oidc/claims-request.ts',
    original: '{',
    reason: 'The same: undefined and null are both refused as no object.',
  },
  {
    file: 'oidc/logout-request.ts',
    original: /^'(id_token_hint|client_id|post_logout_redirect_uri)'$/,
    reason: 'The same: a parameter that is also read alone is refused there where it repeats.',
  },
  {
    file: 'oidc/id-token.ts',
    original: 'accountId === null',
    reason:
      'Out of reach: a grant with claims of a person has a person; the comparison tells the type checker.',
  },
]

/** The first reason that fits, or else a plain statement. */
export function reasonFor({ file, original }: Mutant): string {
  const known = survivors.find(
    (survivor) =>
      file.endsWith(survivor.file) &&
      (typeof survivor.original === 'string'
        ? original.includes(survivor.original)
        : survivor.original.test(original)),
  )
  return known?.reason ?? NOT_YET
}
