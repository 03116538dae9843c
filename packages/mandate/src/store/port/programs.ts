/** The verbs on what has credentials: clients, APIs and the programs of a platform. */

import type { Act } from '../../facts/actor.ts'
import type { KeyId } from '../../grants/grant.ts'
import type {
  Client,
  ClientChange,
  PlatformKey,
  RegistrationToken,
  Resource,
  ResourceChange,
} from '../records.ts'
import type { SecretJwtAuthentication } from '../tables/authentication.ts'
import type { AtRevision, Page, PageRequest } from './pages.ts'

/** A new secret; the previous one stays valid until `previousExpiresAt`, in seconds since 1970. */
export interface RotatedSecret {
  /** The hash or, for a client that signs with it, the encrypted secret. */
  readonly secretHash: string
  readonly previousExpiresAt: number
}

/** A small raster image. */
export interface Logo {
  readonly contentType: string
  readonly image: Uint8Array
}

export interface ClientStore {
  insert(client: Client, act: Act): Promise<void>
  find(id: string): Promise<Client | undefined>
  /** The name of a client with this key that an operator registered. */
  findNamesake(nameKey: string): Promise<string | undefined>
  list(page: PageRequest): Promise<Page<Client>>
  /**
   * Those that an operator registered and whose name keys begin with this (`clients/look-alike.ts`), in
   * the order of the keys; at most `limit`.
   */
  listNamed(begins: string, limit: number): Promise<readonly Client[]>
  /** Those whose ids begin with `prefix`; in the order of their ids. */
  listUnder(prefix: string, page: PageRequest): Promise<Page<Client>>
  /** Undefined if it has no logo. */
  findLogo(id: string): Promise<Logo | undefined>
  /**
   * False if there is no such client; this also goes for the verbs below. False, too, if it is at
   * another revision than the one that is named.
   */
  update(which: string | AtRevision, change: ClientChange, act: Act): Promise<boolean>
  /** How many registered themselves. */
  tallySelfRegistered(): Promise<number>
  /**
   * Notes that one that registered itself gets a grant; call it before the grant is inserted. False
   * if it is gone, or is about to be deleted because it was not used.
   */
  noteUsed(id: string, at: number): Promise<boolean>
  /**
   * Marks at most `limit` of those that registered themselves, have no grant and were not used since
   * `before`; returns their ids, to be deleted. From then on they cannot get a grant. One whose
   * deletion failed is returned again.
   */
  markUnused(before: number, limit: number): Promise<readonly string[]>
  /** Null removes it. `digest` is the SHA-256 of the image, base64url. */
  setLogo(id: string, logo: (Logo & { readonly digest: string }) | null, act: Act): Promise<boolean>
  disable(id: string, act: Act): Promise<boolean>
  enable(id: string, act: Act): Promise<boolean>
  /**
   * The current secret becomes the previous one, valid until `previousExpiresAt`. Also false for a
   * public client, which has no secret.
   */
  rotateSecret(id: string, secret: RotatedSecret, act: Act): Promise<boolean>
  /** Those that sign with a secret which is encrypted under another key, after `after`. */
  listSignersNotUnder(
    keyId: KeyId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly Client[]>
  /** The same secrets under another key. Nothing happens if they were rotated meanwhile. */
  rekeySecret(
    id: string,
    from: SecretJwtAuthentication,
    to: Omit<SecretJwtAuthentication, 'method'>,
  ): Promise<void>
  /**
   * Deletes its grants, consents and explanations too, in one step. If there are very many, they
   * become invalid immediately and the sweep deletes the rows later.
   */
  delete(id: string, act: Act): Promise<boolean>
}

export interface ResourceStore {
  /** False if the URI is taken, in any spelling. */
  insert(resource: Resource, act: Act): Promise<boolean>
  find(id: string): Promise<Resource | undefined>
  /** By the key that all spellings of its URI share (`grants/resource-uri.ts`). */
  findByUriKey(uriKey: string): Promise<Resource | undefined>
  /** The ones with `needsUsernameSince`. */
  listNeedingUsername(): Promise<readonly Resource[]>
  /** The ones with a `jwtAlgorithm`. */
  listReadingJwts(): Promise<readonly Resource[]>
  /**
   * False if there is no such API. Invalidates the verified tokens in caches, because the API may
   * now be told more or less about them, or nothing.
   */
  update(which: string | AtRevision, change: ResourceChange, act: Act): Promise<boolean>
  list(page: PageRequest): Promise<Page<Resource>>
  /** As for clients; false if there is no such API. */
  rotateSecret(id: string, secret: RotatedSecret, act: Act): Promise<boolean>
  /**
   * Deletes its explanations too, in one step, and frees its URI. Grants limited to that URI stay,
   * although no API accepts their tokens any more.
   */
  delete(id: string, act: Act): Promise<boolean>
}

export interface RegistrationTokenStore {
  insert(token: RegistrationToken, act: Act): Promise<void>
  /** Expired ones and those that are used up too. */
  findByHash(tokenHash: string): Promise<RegistrationToken | undefined>
  list(page: PageRequest): Promise<Page<RegistrationToken>>
  /** Uses it for one client. False if it has expired, is used up or is gone. */
  use(id: string, at: number): Promise<boolean>
  /** False if there is no such token. */
  delete(id: string, act: Act): Promise<boolean>
}

export interface PlatformKeyStore {
  insert(key: PlatformKey, act: Act): Promise<void>
  find(id: string): Promise<PlatformKey | undefined>
  list(page: PageRequest): Promise<Page<PlatformKey>>
  /** As for clients; false if there is no such key. */
  rotateSecret(id: string, secret: RotatedSecret, act: Act): Promise<boolean>
  /** False if there is no such key. */
  delete(id: string, act: Act): Promise<boolean>
}

/** The sectors of pairwise subjects (OpenID Connect Core §8.1). */
export interface SectorStore {
  /**
   * The secret of the sector; `fresh` becomes it if there is none. All callers get the same one for
   * ever, on whichever node.
   */
  seedOf(sector: string, fresh: Uint8Array): Promise<Uint8Array>
}
