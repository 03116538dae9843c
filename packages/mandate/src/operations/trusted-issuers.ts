/** Issuers that the operator trusts: create, update, disable, enable, delete. */

import { RegistrationRefused } from '../clients/registration-refused.ts'
import {
  type IssuerDescription,
  limitsGrants,
  makeTrustedIssuer,
  refuseIssuerProblem,
} from '../clients/trusted-issuer.ts'
import { resourceKey } from '../grants/resource-uri.ts'
import type { Store } from '../store/port.ts'
import type { IssuerChange, TrustedIssuer } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { type ChangedMeanwhile, meantFor } from './revisions.ts'

interface IssuerContext {
  readonly store: Pick<Store, 'trustedIssuers' | 'clients' | 'resources'>
  readonly clock: Clock
}

/** Every scope token that the server offers, with its meaning. */
interface Offered {
  readonly settings: { readonly scopes: Readonly<Record<string, unknown>> }
}

interface NoSuchIssuer {
  readonly is: 'no_such_issuer'
}

/** `sentence` is for the person who entered it; nothing was changed. */
interface Invalid {
  readonly is: 'invalid'
  readonly sentence: string
}

export type CreateIssuerOutcome =
  | { readonly is: 'created'; readonly issuer: TrustedIssuer }
  /** It is already trusted for this purpose and tenant. */
  | { readonly is: 'issuer_taken'; readonly by: TrustedIssuer | undefined }
  | Invalid

/** Trusts an issuer as described, and no further. Rejects only with `StorageUnavailable`. */
export const createTrustedIssuer = operation(
  { by: ['operator'], needs: 'settings:write' },
  async (
    { store, clock, random, settings }: IssuerContext & Offered & { readonly random: Random },
    actor,
    description: IssuerDescription,
  ): Promise<CreateIssuerOutcome> => {
    try {
      const issuer = makeTrustedIssuer(description, { clock, random })
      refuseUnknownScope(settings, issuer)
      await refuseUnknown(store, issuer)
      await refuseSharedSubjects(store, issuer)
      if (await store.trustedIssuers.insert(issuer, { by: actor, at: clock.now() })) {
        return { is: 'created', issuer }
      }
      const there = await store.trustedIssuers.listByIssuer(issuer.issuer)
      const { purpose, tenant } = issuer
      const by = there.find((one) => one.purpose === purpose && one.tenant === tenant)
      return { is: 'issuer_taken', by }
    } catch (error) {
      return invalid(error)
    }
  },
)

/**
 * Changes what is given. Whatever limits what may come of it ends every grant that did; an assertion
 * begins them again under the new rules. With a revision, only if the issuer is still at it. Rejects
 * only with `StorageUnavailable`.
 */
export const updateTrustedIssuer = operation(
  { by: ['operator'], needs: 'settings:write' },
  async (
    { store, clock, settings }: IssuerContext & Offered,
    actor,
    {
      id,
      change,
      revision,
    }: {
      readonly id: string
      readonly change: IssuerChange
      readonly revision?: string | undefined
    },
  ): Promise<
    | { readonly is: 'updated'; readonly issuer: TrustedIssuer }
    | NoSuchIssuer
    | Invalid
    | ChangedMeanwhile
  > => {
    const before = await store.trustedIssuers.find(id)
    if (before === undefined) return { is: 'no_such_issuer' }
    const issuer = { ...before, ...change }
    try {
      refuseIssuerProblem(issuer)
      refuseUnknownScope(settings, issuer)
      await refuseUnknown(store, issuer)
    } catch (error) {
      return invalid(error)
    }
    const act = { by: actor, at: clock.now() }
    const changed = { ...change, endsGrants: limitsGrants(change) }
    const isDone = await store.trustedIssuers.update(meantFor(id, revision), changed, act)
    if (isDone) return { is: 'updated', issuer }
    return { is: revision === undefined ? 'no_such_issuer' : 'changed_meanwhile' }
  },
)

/** What ends or restores the trust in an issuer. */
export type IssuerTurn = 'disable' | 'enable' | 'delete'

/**
 * Disabling and deleting end every grant that came of the issuer at once; enabling brings none back.
 * Rejects only with `StorageUnavailable`.
 */
export const turnTrustedIssuer = operation(
  { by: ['operator'], needs: 'settings:write' },
  async (
    { store, clock }: IssuerContext,
    actor,
    { id, turn }: { readonly id: string; readonly turn: IssuerTurn },
  ): Promise<{ readonly is: 'done' } | NoSuchIssuer> => {
    const found = await store.trustedIssuers[turn](id, { by: actor, at: clock.now() })
    return { is: found ? 'done' : 'no_such_issuer' }
  },
)

/**
 * A client or an API that is not there is a mistake of whoever typed it: nothing would ever come of
 * the issuer, and nobody would see why. Rejects with `RegistrationRefused`.
 */
async function refuseUnknown(
  { clients, resources }: IssuerContext['store'],
  issuer: TrustedIssuer,
): Promise<void> {
  for (const id of Object.keys(issuer.clients)) {
    const client = await clients.find(id)
    if (client === undefined) throw new RegistrationRefused(`There is no client ${id}.`)
    if (client.authentication.method === 'none') {
      // draft identity-assertion-authz-grant §8.1: only for confidential clients.
      throw new RegistrationRefused(
        `The client ${id} is public: anybody can say that they are it, so assertions about people are not for it.`,
      )
    }
  }
  for (const uri of issuer.resources) {
    // The admin API is not among them: nobody else vouches for who administers this server.
    const key = resourceKey(uri)
    if (key === undefined || (await resources.findByUriKey(key)) === undefined) {
      throw new RegistrationRefused(`No API is registered as ${uri}.`)
    }
  }
}

/**
 * Otherwise a tenant could speak for another one's people, because a subject is unique only within its
 * tenant (draft identity-assertion-authz-grant §3.1). Rejects with `RegistrationRefused`.
 */
async function refuseSharedSubjects(
  { trustedIssuers }: IssuerContext['store'],
  { issuer, tenant, provider }: TrustedIssuer,
): Promise<void> {
  const rows = await trustedIssuers.listByIssuer(issuer)
  const other = rows.find((row) => row.provider === provider && row.tenant !== tenant)
  if (other === undefined) return
  const whose = other.tenant === '' ? 'no tenant' : `the tenant ${other.tenant}`
  throw new RegistrationRefused(
    `The provider ${provider} is that of the same issuer for ${whose}: give this tenant one of its own.`,
  )
}

/** Throws `RegistrationRefused`. */
function refuseUnknownScope(
  { scopes }: Offered['settings'],
  { scope, clients }: TrustedIssuer,
): void {
  const tokens = [scope, ...Object.values(clients)].flatMap((one) => one.split(' '))
  const unknown = tokens.find((token) => token !== '' && !Object.hasOwn(scopes, token))
  if (unknown === undefined) return
  const offered = Object.keys(scopes).join(', ')
  throw new RegistrationRefused(
    `There is no scope "${unknown}": give one of ${offered}, or describe it in the setting scopes.`,
  )
}

function invalid(error: unknown): Invalid {
  if (error instanceof RegistrationRefused) return { is: 'invalid', sentence: error.message }
  throw error
}
