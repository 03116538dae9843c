/** An in-memory protocol with three clients and one API: fast enough for 100,000 requests. */

import {
  type ClientDescription,
  makeClient,
  makeResource,
} from '../packages/mandate/src/clients/registration.ts'
import type { ProtocolContext } from '../packages/mandate/src/oauth/context.ts'
import type { Store } from '../packages/mandate/src/store/port.ts'
import type { Client } from '../packages/mandate/src/store/records.ts'
import { clientKeysByValue } from '../packages/mandate/test/client-proofs.ts'
import { bytesNamed, sampleKeys } from '../packages/mandate/test/sample-grant.ts'
import { sampleSigningKeys } from '../packages/mandate/test/sample-signing-keys.ts'

interface Sample {
  readonly context: ProtocolContext
  readonly client: Client
  readonly publicClient: Client
  /** Confidential, with several redirect URIs, and PKCE required. */
  readonly strictClient: Client
}

export function sampleContext(): Sample {
  const clock = { now: () => 1_700_000_000 }
  let asked = 0
  const random = (bytes: number) => bytesNamed(`random ${asked++}`).slice(0, bytes)
  const usual = {
    name: 'Ledgerline',
    redirectUris: ['https://urltoclient:4443'],
    scope: 'all read write openid',
    isPublic: false,
  }
  const described = (more: Partial<ClientDescription>) =>
    makeClient({ ...usual, ...more }, { clock, random }).client
  const client = described({})
  const publicClient = described({
    isPublic: true,
    redirectUris: ['http://127.0.0.1/cb', 'com.example.app:/cb'],
  })
  const strictClient = described({
    requirePkce: true,
    redirectUris: ['https://client.example/cb?x=1', 'https://client.example/%7Ecb?'],
  })
  const { resource } = makeResource(
    { name: 'Notes', uri: 'https://notes.example' },
    { clock, random },
  )
  const clients = new Map([client, publicClient, strictClient].map((one) => [one.id, one]))
  // Only what an authorization request asks of a store before anyone is signed in.
  const store = {
    clients: { find: async (id: string) => clients.get(id) },
    resources: {
      findByUriKey: async (key: string) => (key === resource.uriKey ? resource : undefined),
    },
  } as unknown as Store
  const settings = {
    issuer: 'https://login.example.com',
    accessTokenSeconds: 300,
    codeSeconds: 60,
    deviceCodeSeconds: 600,
    pushedRequestSeconds: 90,
    requirePushedRequests: false,
    refreshTokenSeconds: 31_536_000,
    sharedRefreshSeconds: 60,
    grantSeconds: 0,
    defaultScope: 'all',
    scopes: { all: 'Everything', read: 'Read', write: 'Write', openid: null },
    clientCertificateHeader: null,
    clientCertificateVerifiedHeader: null,
    mtlsUrl: null,
    openid: true,
    idTokenSeconds: 3_600,
    clientRegistration: 'off' as const,
    clientRegistrationScope: 'all',
    clientDocuments: { others: 'off' as const, domains: {} },
    clientDocumentScope: 'all',
    clientDocumentSchemes: [],
    dpopNonce: 'when_needed' as const,
    tokenParametersInQuery: false,
    signIn: { password: { way: 'password' } },
    secondFactor: 'optional' as const,
    secondFactorScopes: [],
  }
  const jwtApis = { algorithmFor: async () => undefined }
  const signing = sampleSigningKeys
  return {
    context: {
      ...{ store, keys: sampleKeys, signing, jwtApis, clock, random, settings },
      clientKeys: clientKeysByValue(clock),
    },
    client,
    publicClient,
    strictClient,
  }
}
