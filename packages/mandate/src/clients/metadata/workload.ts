/**
 * A client that is a workload and has no secret of its own: the token that its platform gives it, such
 * as a Kubernetes service account token or the ID token of a CI job, is its client assertion.
 */

import { workloadSubjectProblem } from '../workload-subject.ts'
import { type MembersOf, text } from './field.ts'

const visible = (what: string) => (given: string) =>
  !/^[\x21-\x7e]{1,500}$/.test(given) && `${what} without spaces, at most 500 characters`

export const workloadFields = {
  workload_issuer: text({
    help: 'the issuer of its tokens, which “mandate issuer create --for workload” trusts',
    value: 'url',
    problem: visible('the iss of its tokens'),
  }),
  workload_subject: text({
    help: 'the sub of its tokens; * stands for one part between : or /, such as repo:acme/shop:ref:refs/heads/*',
    value: 'subject',
    problem: workloadSubjectProblem,
  }),
  workload_audience: text({
    help: 'the aud of its tokens (default: the issuer of this server)',
    value: 'audience',
    problem: visible('one audience'),
  }),
}

type Members = MembersOf<typeof workloadFields> & {
  readonly token_endpoint_auth_method?: string
  readonly token_endpoint_auth_signing_alg?: unknown
  readonly jwks?: unknown
  readonly jwks_uri?: unknown
  readonly profile?: unknown
}

export function workloadProblem(metadata: Members): string | undefined {
  const { workload_issuer: issuer, workload_subject: subject } = metadata
  if (issuer === undefined && subject === undefined) {
    return metadata.workload_audience === undefined
      ? undefined
      : 'A workload_audience is for a client with workload_issuer and workload_subject.'
  }
  if (issuer === undefined || subject === undefined) {
    return 'A workload needs both workload_issuer and workload_subject.'
  }
  if (metadata.token_endpoint_auth_method !== 'private_key_jwt') {
    return 'A workload proves itself with an assertion: its token_endpoint_auth_method is private_key_jwt.'
  }
  if (metadata.jwks !== undefined || metadata.jwks_uri !== undefined) {
    return 'A workload has no keys of its own: leave out jwks and jwks_uri.'
  }
  if (metadata.token_endpoint_auth_signing_alg !== undefined) {
    return 'The algorithms of a workload are those of its issuer: leave out token_endpoint_auth_signing_alg.'
  }
  if (metadata.profile !== undefined) {
    // FAPI 2.0 wants an assertion that the client signed itself, once.
    return 'A security profile needs a client with a key of its own, not a workload.'
  }
  return undefined
}
