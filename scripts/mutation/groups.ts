/**
 * What is mutated, and which tests must notice. Each mutant is run only against the tests of its group
 * that reach it, so a group names only the tests of its files: first those next to the files, then
 * flows over HTTP if a file is about more than one request.
 */

export interface Group {
  readonly name: string
  readonly mutate: readonly string[]
  readonly tests: readonly string[]
}

const grants = 'packages/mandate/src/grants'
const clients = 'packages/mandate/src/clients'
const oauth = 'packages/mandate/src/oauth'
const oidc = 'packages/mandate/src/oidc'
const explanations = 'packages/mandate/src/explanations'
const flows = 'packages/mandate/test'

/** Pure functions with their tests next to them. */
function besides(name: string, ...files: readonly string[]): Group {
  return {
    name,
    mutate: files.map((file) => `${file}.ts`),
    tests: files.map((file) => `${file}.test.ts`),
  }
}

const openIdFiles = ['authentication-request', 'id-token', 'id-token-hint', 'scopes']

export const groups: readonly Group[] = [
  besides(
    'grants',
    ...['derivation', 'extras', 'gate', 'redemption', 'sharing', 'token'].map(
      (file) => `${grants}/${file}`,
    ),
  ),
  besides(
    'grammar',
    ...['parameters', 'pkce', 'scope', 'token/bindings', 'token/retry-key'].map(
      (file) => `${oauth}/${file}`,
    ),
    `${oauth}/authorize/pending`,
  ),
  {
    name: 'client-authentication',
    mutate: ['authenticate', 'basic-header', 'client-secret', 'credentials', 'none'].map(
      (file) => `${clients}/authentication/${file}.ts`,
    ),
    tests: ['authenticate', 'basic-header', 'credentials'].map(
      (file) => `${clients}/authentication/${file}.test.ts`,
    ),
  },
  besides('introspection', `${oauth}/introspect`, `${oauth}/revoke`),
  {
    name: 'metadata',
    mutate: [`${oauth}/metadata.ts`, `${oauth}/describe-server.ts`, `${oidc}/discovery.ts`],
    tests: [`${flows}/metadata.test.ts`],
  },
  besides(
    'token',
    ...['narrow', 'redeem', 'token-request'].map((file) => `${oauth}/token/${file}`),
  ),
  {
    name: 'exchange',
    mutate: [`${oauth}/token/exchange/policy.ts`],
    tests: [`${oauth}/token/exchange/token-exchange.test.ts`],
  },
  besides('device', `${oauth}/device/pace`, `${oauth}/device/user-code`),
  {
    name: 'client-documents',
    mutate: [`${clients}/documents/document.ts`, `${clients}/documents/url.ts`],
    tests: [`${clients}/documents/documents.test.ts`],
  },
  {
    name: 'authorize',
    mutate: ['issue-code', 'next-step', 'request'].map((file) => `${oauth}/authorize/${file}.ts`),
    tests: ['next-step', 'request'].map((file) => `${oauth}/authorize/${file}.test.ts`),
  },
  {
    name: 'id-token',
    mutate: openIdFiles.map((file) => `${oidc}/${file}.ts`),
    tests: [
      ...openIdFiles.map((file) => `${oidc}/${file}.test.ts`),
      `${oauth}/authorize/request.test.ts`,
    ],
  },
  besides('claims', ...['claims', 'claims-request', 'subject'].map((file) => `${oidc}/${file}`)),
  besides('logout', ...['logout-request', 'logout-token'].map((file) => `${oidc}/${file}`)),
  besides('redirect-uri', `${clients}/redirect-uri`),
  besides('registration', `${clients}/registration`),
  besides('refusal', `${explanations}/refusal`, `${explanations}/redaction`),
]
