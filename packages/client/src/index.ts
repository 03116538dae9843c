/**
 * `@mandate/client`: logs users in at an OAuth 2.0 authorization server with the authorization code
 * flow, and keeps the single-use refresh tokens that come of it safe through crashes, time-outs and
 * several processes. In reading order: `client.ts` joins the parts, `login.ts` is the browser's part,
 * `token-keeper.ts` the heart, `grant-record.ts` what is stored, `stores/` where.
 */

export {
  createClient,
  type GrantHandle,
  type GrantStatus,
  type MandateClient,
} from './client.ts'
export type { ClientOptions, Timeouts } from './configuration.ts'
export { MandateError, type MandateErrorCode } from './errors.ts'
export type { GrantRecord } from './grant-record.ts'
export type { LoginRequest, PendingLogin } from './login.ts'
export { fileStore } from './stores/file.ts'
export { memoryStore } from './stores/memory.ts'
export type { StoredGrant, TokenStore } from './stores/token-store.ts'
