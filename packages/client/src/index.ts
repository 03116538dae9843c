/**
 * `@mandate/client`: logs users in at an OAuth 2.0 authorization server with the authorization code
 * flow, and keeps the resulting single-use refresh tokens safe across crashes, timeouts and several
 * processes. In reading order: `client.ts` connects the parts, `login.ts` handles the browser,
 * `token-keeper.ts` is the core, `grant-record.ts` says what is stored and `stores/` where.
 */

export {
  createClient,
  type GrantHandle,
  type GrantStatus,
  type MandateClient,
} from './client.ts'
export type { ClientOptions, ScopeChange, Timeouts } from './configuration.ts'
export { MandateError, type MandateErrorCode, type StepUp } from './errors.ts'
export { EVENT_TYPES as securityEventTypes, type SecurityEvent } from './events/event.ts'
export type { PollOptions } from './events/poll.ts'
export type { GrantRecord } from './grant-record.ts'
export type { ExpectedIdToken, HeldIdToken, IdTokenClaims } from './id-token.ts'
export type { LoginRequest, PendingLogin } from './login.ts'
export { readStepUp } from './step-up.ts'
export { fileStore } from './stores/file.ts'
export { memoryStore } from './stores/memory.ts'
export type { StoredGrant, TokenStore } from './stores/token-store.ts'
