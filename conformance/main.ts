/**
 * `npm run conformance`: tests every rule on an issuer and prints the table.
 *
 *     npm run conformance                                 a Mandate started for it
 *     npm run conformance -- --issuer URL --data DIR      a Mandate that runs elsewhere
 *     npm run conformance -- --peer                       oidc-provider, to show what can be broken
 *
 * Exits with 1 if Mandate broke a rule, with 2 for a usage error.
 */

import { readFile, writeFile } from 'node:fs/promises'
import { stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { openMandate } from './adapters/mandate.ts'
import { conformanceDocument, peerDocument } from './documents.ts'
import type { Issuer } from './issuer.ts'
import { type Tried, tryAll } from './results.ts'
import { collectRules } from './rule.ts'
import { jsonTable, terminalTable } from './table.ts'

const USAGE = `Usage: npm run conformance -- [options]

  --issuer URL       a server that runs already; needs --data
  --data DIR         its data directory, where clients and users are made with the command line
  --adapter NAME     how to make clients and sign in: mandate (default) or oidc-provider
  --peer             the same as --adapter oidc-provider
  --only TEXT        only the rules whose file or source contains the text
  --json             print JSON instead of a table
  --write            also write the page in docs/: conformance.md, or conformance-of-a-peer.md`

interface Options {
  readonly issuer?: string
  readonly data?: string
  readonly adapter: 'mandate' | 'oidc-provider'
  readonly only: string
  readonly json: boolean
  readonly write: boolean
}

function readOptions(): Options | string {
  try {
    const { values } = parseArgs({
      options: {
        issuer: { type: 'string' },
        data: { type: 'string' },
        adapter: { type: 'string', default: 'mandate' },
        peer: { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
        json: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return ''
    const adapter = values.peer ? 'oidc-provider' : values.adapter
    if (adapter !== 'mandate' && adapter !== 'oidc-provider') {
      return `--adapter is ${adapter}; give mandate or oidc-provider`
    }
    if ((values.issuer === undefined) !== (values.data === undefined)) {
      return '--issuer and --data belong together: clients are made in the data directory'
    }
    if (values.issuer !== undefined && adapter !== 'mandate') {
      return 'oidc-provider is always started here; leave out --issuer and --data'
    }
    if (values.write && (values.only !== '' || values.issuer !== undefined)) {
      return '--write needs every rule on a server started here; leave out --only and --issuer'
    }
    const { issuer, data, only, json, write } = values
    const existing = issuer === undefined || data === undefined ? {} : { issuer, data }
    return { ...existing, adapter, only, json, write }
  } catch (error) {
    return (error as Error).message
  }
}

async function open({ adapter, issuer, data }: Options): Promise<Issuer> {
  if (adapter === 'oidc-provider') {
    // Loaded only if needed: it prints warnings when it is.
    const { openOidcProvider } = await import('./adapters/oidc-provider.ts')
    return openOidcProvider()
  }
  return openMandate(issuer === undefined || data === undefined ? undefined : { issuer, data })
}

async function writeDocument({ adapter }: Options, all: readonly Tried[]): Promise<void> {
  const isPeer = adapter === 'oidc-provider'
  const name = isPeer ? 'conformance-of-a-peer.md' : 'conformance.md'
  const text = isPeer ? peerDocument(all, await peerVersion()) : conformanceDocument(all)
  await writeFile(new URL(`../docs/${name}`, import.meta.url), text)
  process.stderr.write(`docs/${name} is written.\n`)
}

async function peerVersion(): Promise<string> {
  const file = new URL('../package.json', import.meta.resolve('oidc-provider'))
  const { version }: { version: string } = JSON.parse(await readFile(file, 'utf8'))
  return version
}

async function main(): Promise<void> {
  const options = readOptions()
  if (typeof options === 'string') {
    process.stderr.write(options === '' ? `${USAGE}\n` : `${options}\n\n${USAGE}\n`)
    process.exitCode = options === '' ? 0 : 2
    return
  }
  const rules = (await collectRules()).filter(
    ({ file, source }) => file.includes(options.only) || source.includes(options.only),
  )
  const issuer = await open(options)
  let all: readonly Tried[]
  try {
    all = await tryAll(issuer, rules)
  } finally {
    await issuer.close()
  }
  stdout.write(
    options.json ? jsonTable(issuer.issuer, all) : terminalTable(all, stdout.columns ?? 100),
  )
  if (options.write) await writeDocument(options, all)
  // A remote server has its own scopes, and its disk cannot be inspected.
  const isOurs = options.issuer === undefined
  const failed = all.some(
    ({ result }) => result === 'broken' || (isOurs && result === 'not offered'),
  )
  if (options.adapter === 'mandate' && failed) {
    process.exitCode = 1
  }
}

await main()
