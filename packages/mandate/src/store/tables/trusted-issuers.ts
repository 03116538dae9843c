import type { PublicKeySet } from '../../clients/metadata/keys.ts'
import { count, document, flag, id, list, nullable, table, text, textOf, time } from './table.ts'

/**
 * What an issuer is trusted for. `jwt-bearer`: assertions about people (RFC 7523 §2.1). `id-jag`:
 * identity assertion grants (draft-ietf-oauth-identity-assertion-authz-grant). `workload`: tokens
 * with which workloads authenticate as clients.
 */
export type IssuerPurpose = 'jwt-bearer' | 'id-jag' | 'workload'

/** The properties of a trusted issuer that may change. */
export const changeableIssuer = table('trusted_issuers', {
  name: text,
  /** The operator's label for the customer whose issuer it is; may be empty. */
  customer: text,
  /** Where its keys are; null if its metadata says where, or they are in `jwks`. */
  jwksUri: nullable(text),
  /** Its keys by value. */
  jwks: nullable(document<PublicKeySet>()),
  /** The algorithms that it may sign with. */
  algorithms: list,
  /** The clients that may present its assertions, each with its own scope; '' for the one below. */
  clients: document<Readonly<Record<string, string>>>(),
  /** The scope tokens that its assertions may yield, separated by single spaces. */
  scope: text,
  /** The APIs that they may yield tokens for. */
  resources: list,
  /** Whether a person whom nobody knows here gets an account. */
  provisions: flag,
  /** This server's client id at the issuer: the audience of its logout tokens. */
  logoutAudience: nullable(id),
  maxLifetimeSeconds: count,
  /** Whether each token of a workload is good once. Other assertions always are. */
  singleUse: flag,
})

/** The issuers that the operator trusts; one row for each purpose and tenant. */
export const trustedIssuers = table('trusted_issuers', {
  id,
  /** The `iss` of what it signs, compared without normalization. */
  issuer: id,
  purpose: textOf<IssuerPurpose>(),
  /** The `tenant` claim of an issuer that serves several; empty for none. */
  tenant: text,
  /** Whose subjects its subjects are, as in `identities`. */
  provider: id,
  ...changeableIssuer.fields,
  createdAt: time,
  disabledAt: nullable(time),
  /** Another one after each change, as for clients. */
  revision: id,
})
