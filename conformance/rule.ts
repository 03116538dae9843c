/**
 * A rule and its test: one file under `rules/` for each, named after it.
 *
 * Run alone (`node --test conformance/rules/token/code-used-twice.test.ts`) such a file is a test
 * against a new Mandate. `collectRules` reads all of them without running any, for `suite.test.ts`
 * and `main.ts`, which run them together.
 */

import { globSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Issuer } from './issuer.ts'

export interface RuleText {
  /** Quoted or closely paraphrased. */
  readonly rule: string
  /** `RFC 6749 §4.1.2`, or `Mandate §3` (docs/protocol.md) if specifications are silent or disagree. */
  readonly source: string
  /** The number in docs/scenarios.md of the failure that it guards against. */
  readonly scenario?: number
}

export interface Rule extends RuleText {
  /** The folder and the file below `rules/`, with `/` between. */
  readonly file: string
  /** Rejects if the issuer breaks the rule; with `NotOffered` if it does not apply. */
  readonly tryOn: (issuer: Issuer) => Promise<void>
}

const folder = join(dirname(fileURLToPath(import.meta.url)), 'rules')

let collecting: Omit<Rule, 'file'>[] | undefined
let collected: Promise<readonly Rule[]> | undefined

/** Declares a rule. */
export function rule(text: RuleText, tryOn: Rule['tryOn']): void {
  if (collecting !== undefined) {
    collecting.push({ ...text, tryOn })
    return
  }
  test(titleOf(text), async () => {
    const { openMandate } = await import('./adapters/mandate.ts')
    const issuer = await openMandate()
    try {
      await tryOn(issuer)
    } finally {
      await issuer.close()
    }
  })
}

export function titleOf({ rule, source, scenario }: RuleText): string {
  return `${rule} (${source}${scenario === undefined ? '' : `, scenario ${scenario}`})`
}

/** Every rule, by folder and file. */
export function collectRules(): Promise<readonly Rule[]> {
  collected ??= readAll()
  return collected
}

async function readAll(): Promise<readonly Rule[]> {
  const files = globSync('**/*.test.ts', { cwd: folder }).map((file) => file.replaceAll(sep, '/'))
  const rules: Rule[] = []
  for (const file of files.sort(inOrder)) {
    collecting = []
    await import(`./rules/${file}`)
    rules.push(...collecting.map((one) => ({ ...one, file })))
  }
  collecting = undefined
  return rules
}

/** The folders in the order in which a request meets their subjects. */
export const folders = {
  everywhere: 'Everywhere',
  authorization: 'Authorization endpoint',
  pushed: 'Pushed requests',
  'redirect-uri': 'Redirect URIs',
  pages: 'Sign-in and consent',
  'client-authentication': 'Client authentication',
  token: 'Token endpoint',
  device: 'Devices',
  machine: 'Clients in their own name',
  exchange: 'Token exchange',
  openid: 'OpenID Connect',
  refresh: 'Refreshing',
  dpop: 'Tokens bound to a key',
  api: 'At the API',
  revocation: 'Revocation',
  introspection: 'Introspection',
  metadata: 'Metadata',
  events: 'Security events',
} as const
export type Folder = keyof typeof folders

export function folderOf({ file }: Rule): Folder {
  const [name = ''] = file.split('/')
  if (!Object.hasOwn(folders, name)) throw new Error(`rules/${name} has no heading in rule.ts`)
  return name as Folder
}

function inOrder(a: string, b: string): number {
  const names = Object.keys(folders)
  const place = (file: string) => names.indexOf(file.split('/')[0] ?? '')
  return place(a) - place(b) || (a < b ? -1 : 1)
}
