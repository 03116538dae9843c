/** The way `oidc` alone, with a provider on loopback and a browser that is only a secret. */

import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createFetcher } from '../src/fetching/fetcher.ts'
import { readKinds } from '../src/settings/kinds.ts'
import { oidc } from '../src/ways/oidc.ts'
import type { Browser, ExternalWay, Onward, Visit, WayContext } from '../src/ways/way.ts'
import { startUpstream, type Upstream } from './upstream.ts'

export const onward: Onward = {
  pending: { asked: 'client_id=ledgerline', startedAt: 1 },
  act: null,
}
export const ISSUER = 'https://login.example'

export function readWay(members: object) {
  const given = { acme: { way: 'oidc', ...members } }
  return readKinds({ by: 'way', kinds: [oidc] }, given, '/')
}

export async function startWay(
  context: TestContext,
  {
    members = {},
    timeoutMs,
    standsFor,
  }: {
    members?: object
    timeoutMs?: number
    /** The issuer whose document the provider serves. */
    standsFor?: string
  } = {},
) {
  const upstream = await startUpstream(context)
  const { issuer, host } = upstream
  const { value, problems } = readWay({
    issuer,
    client_id: 'mandate',
    client_secret: 's3cret',
    ...members,
  })
  assert.deepEqual(problems, [])
  let now = Math.floor(Date.now() / 1_000)
  const clock = {
    now: () => now,
    advance(seconds: number) {
      now += seconds
    },
  }
  const safe = createFetcher({ allowedHosts: [host] })
  const fetch: typeof safe = (address, request) =>
    safe(String(address).replace(standsFor ?? issuer, issuer), {
      ...request,
      ...(timeoutMs !== undefined && { timeoutMs }),
    })
  const way = oidc.open({
    name: 'acme',
    settings: value['acme'] ?? {},
    context: {
      ...{ clock, fetch, random: (bytes: number) => randomBytes(bytes) },
      settings: { issuer: ISSUER },
    } as unknown as WayContext,
  }) as ExternalWay
  const browser = createBrowser()
  const signIn = async (more: Partial<Visit> = {}) => {
    const parameters = await go(way, { ...visit(browser), ...more }, upstream)
    const finished = await way.finish?.({ parameters, browser })
    assert.ok(finished)
    return finished
  }
  return { upstream, way, browser, clock, signIn }
}

export function visit(browser: Browser): Visit {
  return {
    ...{ onward, browser, request: null, interactive: true, authTimeAfter: null },
    ...{ prompt: [], locales: '', accountId: null },
  }
}

/** Starts a sign-in and returns the callback parameters. */
export async function go(
  way: ExternalWay,
  visiting: Visit,
  upstream: Upstream,
): Promise<URLSearchParams> {
  const begun = await way.begin(visiting)
  assert.ok(begun.is === 'redirect', JSON.stringify(begun))
  assert.equal(new URL(begun.to).host, upstream.host)
  // A document with https:// addresses is served without TLS here.
  const to = begun.to.replace(/^https:/, 'http:')
  const { headers } = await fetch(to, { redirect: 'manual' })
  return new URL(headers.get('location') ?? '').searchParams
}

export function createBrowser(): Browser {
  const secret = randomBytes(32)
  const mac = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  return {
    ...{ hash: '', network: '127.0.0.1' },
    seal(value) {
      const payload = Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${payload}.${mac(payload)}`
    },
    unseal(sealed) {
      const [payload = '', tag] = sealed?.split('.') ?? []
      return tag === mac(payload)
        ? JSON.parse(Buffer.from(payload, 'base64url').toString())
        : undefined
    },
    derive: (text) => createHmac('sha256', secret).update(`derived ${text}`).digest(),
  }
}

export function assertFailed(
  outcome: unknown,
  because: string,
  {
    detail = /^[\x20-\x7e]+$/,
    what = '',
  }: { readonly detail?: RegExp; readonly what?: string } = {},
): void {
  const found = outcome as { is: string; because?: string; detail?: string }
  const said = `${what} ${JSON.stringify(found)}`
  assert.deepEqual([found.is, found.because], ['failed', because], said)
  assert.match(found.detail ?? '', detail, said)
}
