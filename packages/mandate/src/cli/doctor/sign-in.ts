/**
 * The ways to sign in, checked without calling other servers, which `mandate provider check` does:
 * addresses that browsers or this server cannot use, and platform keys that match no way.
 */

import { isAllowedHost } from '../../fetching/allowed-hosts.ts'
import { relyingPartyAt } from '../../people/passkeys/relying-party.ts'
import { isLoopbackHost } from '../../settings/rules.ts'
import type { Settings } from '../../settings.ts'
import type { PlatformKey } from '../../store/records.ts'
import type { Check } from '../checks.ts'
import { quoted } from '../command.ts'
import { platformKeysThere } from '../platform-keys-there.ts'
import { printable } from '../terminal.ts'
import { isElsewhere, NO_WAY, type WaySet, waysSet } from '../ways-set.ts'
import type { Examine } from './check.ts'

const name = 'sign-in'

export const signIn: Examine = async ({ settings }) => {
  const ways = waysSet(settings.signIn)
  const keys = await platformKeysThere(settings.database)
  return [
    offered(ways, settings),
    ...ways.flatMap((way) => [...calls(way, settings), ...pages(way, settings)]),
    ...(keys === undefined ? [] : [...withoutKey(ways, keys), ...withoutWay(ways, keys)]),
    ...withoutUse(ways, settings),
  ]
}

/** Passkeys are not offered if the issuer has an IP address. */
function offered(ways: readonly WaySet[], { issuer }: Settings): Check {
  const possible = ways.filter(
    ({ kind }) => kind !== 'passkey' || relyingPartyAt(issuer) !== undefined,
  )
  if (possible.length === ways.length) return { name, ok: true, message: listed(ways) }
  const none = 'no passkeys, because the issuer has an IP address instead of a host name'
  if (possible.length > 0) return { name, ok: true, message: `${listed(possible)}; ${none}` }
  const remedy = 'give an issuer with a host name, or add another way to sign_in'
  return { name, ok: false, message: `no one can sign in: ${none}`, remedy }
}

function listed(ways: readonly WaySet[]): string {
  const names = ways.map((way) => (way.name === way.kind ? way.name : `${way.name} (${way.kind})`))
  return `${names.join(', ')}${ways.some(isElsewhere) ? '; check one with: mandate provider check NAME' : ''}`
}

function warning(message: string, remedy: string): Check {
  return { ...{ name, ok: true, notice: true }, message, remedy }
}

/** Addresses that `fetching/fetcher.ts` refuses, and those that it calls without TLS. */
function calls(way: WaySet, { fetchAllowedHosts }: Settings): readonly Check[] {
  return way.calls.flatMap(({ member, url }) => {
    if (url.protocol === 'https:') return []
    const what = `sign_in.${way.name}.${member} (${url.origin})`
    const remedy = 'give an https:// address'
    if (!isAllowedHost(fetchAllowedHosts, url)) {
      const message = `${what} uses http, which this server refuses`
      return [
        {
          name,
          ok: false,
          message,
          remedy: `${remedy}, or add ${url.host} to fetch_allowed_hosts`,
        },
      ]
    }
    if (isLoopbackHost(url.hostname)) return []
    return [
      warning(`${what} uses http: anyone on the network in between can read the traffic`, remedy),
    ]
  })
}

/** Their settings allow http on loopback only. */
function pages(way: WaySet, { issuer }: Settings): readonly Check[] {
  if (isLoopbackHost(new URL(issuer).hostname)) return []
  return way.pages
    .filter(({ url }) => isLoopbackHost(url.hostname))
    .map(({ member, url }) =>
      warning(
        `sign_in.${way.name}.${member} (${url.origin}) is a loopback address, which other machines cannot reach`,
        'give its public https:// address',
      ),
    )
}

function withoutKey(ways: readonly WaySet[], keys: readonly PlatformKey[]): readonly Check[] {
  const answered = keys
    .filter(({ permissions }) => permissions.includes('sign_in'))
    .map(({ provider }) => provider)
  return ways
    .filter((way) => way.kind === 'handoff' && !answered.includes(way.name))
    .map((way) =>
      warning(
        `no platform key may answer sign-ins by ${way.name}, so no one can sign in with it`,
        `run: mandate platform-key create --name NAME --may sign_in --provider ${way.name}`,
      ),
    )
}

function withoutWay(ways: readonly WaySet[], keys: readonly PlatformKey[]): readonly Check[] {
  const known = [NO_WAY, ...ways.map(({ provider }) => provider)]
  return keys
    .filter(({ provider }) => !known.includes(provider))
    .map((key) =>
      warning(
        `the platform key ${printable(key.name)} is for users of ${printable(key.provider)}, which is no longer in sign_in`,
        `put the way back into sign_in, or run: mandate platform-key delete ${quoted(key.id)}`,
      ),
    )
}

/** An OpenID provider may use more hosts than its issuer's, so any entry may be needed. */
function withoutUse(ways: readonly WaySet[], { fetchAllowedHosts }: Settings): readonly Check[] {
  if (ways.some(({ kind }) => kind === 'oidc')) return []
  const called = ways.flatMap((way) => way.calls)
  return fetchAllowedHosts
    .filter((entry) => !called.some(({ url }) => isAllowedHost([entry], url)))
    .map((entry) =>
      warning(
        `fetch_allowed_hosts has ${entry}, but no way to sign in needs it`,
        'remove the entry',
      ),
    )
}
