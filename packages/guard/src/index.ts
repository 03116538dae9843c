/**
 * `@mandate/guard` checks the access tokens that an API receives (RFC 6750) by asking the
 * authorization server (RFC 7662). Start at `guard.ts`.
 */

export type { NodeHandler, NodeListener } from './adapters/node.ts'
export type { CheckedRequest } from './authorization.ts'
export type { ClientCertificate } from './certificate.ts'
export { type AmountAsked, isWithinAmount } from './details/amount.ts'
export type { CallCounter, LimitedCalls } from './details/calls.ts'
export type {
  AllowedDetail,
  Amount,
  AuthorizationDetail,
  DetailLimits,
  DetailsNeeded,
  LimitKind,
} from './details/detail.ts'
export { createGuard, type Guard } from './guard.ts'
export type { ResourceMetadata } from './metadata/adapters.ts'
export type { MetadataDocument, MetadataOptions } from './metadata/document.ts'
export type { GuardOptions } from './options.ts'
export type { Granted, NotGranted, Outcome, Unavailable } from './outcome.ts'
export { type Principal, principalOf } from './principal.ts'
export { GuardProblem, type ProblemCode } from './problem.ts'
export type { RefusalError, RefusalReason, Refused } from './refusal.ts'
export type { HttpRefusal } from './response.ts'
export type { StreamState } from './revocation-stream.ts'
export type { Requirement } from './scope.ts'
export type { GuardStatistics } from './statistics.ts'
