/**
 * An independent OpenID provider: oidc-provider from npm, in memory on loopback. Every visitor is
 * signed in as `person`, after its own interaction.
 */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import Provider from 'oidc-provider'

export interface IndependentProvider {
  readonly issuer: string
  readonly host: string
  serve(client: ItsClient): void
  person: { sub: string; readonly [claim: string]: unknown }
  /** The interactions so far. */
  readonly interactions: { readonly prompt: string; readonly parameters: Record<string, unknown> }[]
}

/** What the type of the package leaves out. */
interface Interacting {
  interactionDetails(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{ prompt: { name: string }; params: Record<string, unknown> }>
  interactionFinished(
    request: IncomingMessage,
    response: ServerResponse,
    result: object,
  ): Promise<void>
  readonly Grant: new (of: {
    accountId: string
    clientId: string
  }) => { addOIDCScope(scope: string): void; save(): Promise<string> }
}

export interface ItsClient {
  readonly id: string
  readonly secret: string
  /** The server under test, and the name of its way. */
  readonly issuer: string
  readonly way: string
}

/** It listens at once, and answers once it has a client. */
export async function startIndependentProvider(
  context: Pick<TestContext, 'after'>,
): Promise<IndependentProvider> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = `http://${host}`
  const own: IndependentProvider = {
    ...{ issuer, host, interactions: [], serve },
    person: { sub: 'independent-1', email: 'vic@example.com', email_verified: true, name: 'Vic' },
  }
  context.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return own

  function serve(client: ItsClient): void {
    const provider = new Provider(issuer, configuration(client, own))
    const interacting = provider as unknown as Interacting
    const callback = provider.callback()
    server.on('request', async (request, response) => {
      if (!request.url?.startsWith('/interaction')) return callback(request, response)
      const { prompt, params } = await interacting.interactionDetails(request, response)
      own.interactions.push({ prompt: prompt.name, parameters: params })
      const grant = new interacting.Grant({ accountId: own.person.sub, clientId: client.id })
      grant.addOIDCScope('openid email profile')
      await interacting.interactionFinished(request, response, {
        login: { accountId: own.person.sub, amr: ['pwd', 'otp'], remember: true },
        consent: { grantId: await grant.save() },
      })
    })
  }
}

function configuration(client: ItsClient, own: IndependentProvider) {
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${client.issuer}/sign-in/with/${client.way}/callback`],
        post_logout_redirect_uris: [`${client.issuer}/sign-in?signed_out=1`],
      },
    ],
    claims: {
      openid: ['sub', 'amr'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      amr: null,
      acr: null,
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/interaction' },
    pkce: { required: () => true },
    cookies: { keys: ['a key of the test'] },
    findAccount: () => ({ accountId: own.person.sub, claims: () => own.person }),
  }
}
