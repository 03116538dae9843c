/**
 * An issuer that the operator may trust, on loopback: it publishes its metadata and keys, rotates them,
 * and signs with `jose` whatever a test wants.
 */

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { makeTrustedIssuer } from '../src/clients/trusted-issuer.ts'
import type { IssuerChange, TrustedIssuer } from '../src/store/records.ts'
import { ACT } from './act.ts'
import type { RunningServer } from './running-server.ts'

export interface SampleIssuer {
  readonly issuer: string
  /** As `fetch_allowed_hosts` has it. */
  readonly host: string
  /** The paths that were asked for, in order. */
  readonly requests: string[]
  /** The keys that it publishes. */
  readonly keys: JWK[]
  /** Instead of any answer, by path. */
  readonly instead: Record<string, (response: ServerResponse) => void>
  /** Undefined in `claims` or `header` removes one. */
  sign(claims: Changed, header?: Changed): Promise<string>
  /** Signs with a new key from now on, and publishes it beside the others, if it does. */
  rotate(options?: { readonly publishes?: boolean }): Promise<void>
  close(): void
}

type Changed = Readonly<Record<string, unknown>>

/** `kept` names the metadata document that it has. */
export async function startIssuer({
  document = '/.well-known/openid-configuration',
}: {
  readonly document?: string
} = {}): Promise<SampleIssuer> {
  const keys: JWK[] = []
  const requests: string[] = []
  const instead: SampleIssuer['instead'] = {}
  let signing: { readonly key: CryptoKey; readonly kid: string } | undefined
  const server = createServer((request, response) => {
    const { url = '' } = request
    requests.push(url)
    const other = instead[url]
    if (other !== undefined) return other(response)
    response.setHeader('content-type', 'application/json')
    if (url === '/keys') return response.end(JSON.stringify({ keys }))
    if (url !== document) return response.writeHead(404).end('{}')
    return response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = `http://${host}`
  async function rotate({ publishes = true } = {}) {
    const { publicKey, privateKey } = await generateKeyPair('RS256')
    const kid = `key-${randomUUID()}`
    signing = { key: privateKey, kid }
    if (publishes) keys.push({ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' })
  }
  await rotate()
  return {
    ...{ issuer, host, requests, keys, instead, rotate },
    async sign(claims, header = {}) {
      if (signing === undefined) throw new Error('there is no key')
      return new SignJWT(claims as JWTPayload)
        .setProtectedHeader({ alg: 'RS256', kid: signing.kid, ...header })
        .sign(signing.key)
    },
    close: () => server.close(),
  }
}

/** The row of an issuer that a server trusts. */
export async function trust(
  { store, clock }: RunningServer,
  described: IssuerChange & {
    readonly issuer: string
    readonly purpose: TrustedIssuer['purpose']
    readonly tenant?: string
    readonly provider?: string
  },
): Promise<TrustedIssuer> {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const row = makeTrustedIssuer({ name: 'Acme', ...described }, { clock, random })
  if (!(await store.trustedIssuers.insert(row, ACT))) throw new Error('it is trusted already')
  return row
}
