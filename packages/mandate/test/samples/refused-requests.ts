import { explanationInWords } from '../../src/explanations/in-words.ts'
import type { ClientSignIn } from '../../src/pages/client-sign-in.ts'
import type { RefusedRequestsProps } from '../../src/pages/refused-requests.ts'
import type { Explanation } from '../../src/store/records.ts'
import type { Sample } from './sample.ts'

const sample: Explanation = {
  id: 'k3v9ZqLw81xA',
  error: 'invalid_grant',
  reason: 'redirect_uri_differs',
  at: 1_772_546_700,
  standing: 'authenticated',
  clientId: 'client_Jm3kQz0xT2a9fVbL8sYu',
  request: {
    method: 'POST',
    endpoint: '/oauth2/token',
    mediaType: 'application/x-www-form-urlencoded',
    userAgent: 'ledgerline/2.4',
    authentication: 'client_secret_basic',
    parameters: [],
  },
  details: {},
}
const plain: Sample<RefusedRequestsProps> = {
  clientId: 'client_Jm3kQz0xT2a9fVbL8sYu',
  explanations: [
    sample,
    { ...sample, id: 'Zq81k3v9LwxA', error: 'invalid_scope', reason: 'scope_wider' },
    { ...sample, id: 'w81xk3v9ZqLA', error: 'invalid_request', reason: 'unknown_redirect_uri' },
  ].map(explanationInWords),
  days: 7,
}

export const samples: Readonly<Record<string, Sample<RefusedRequestsProps>>> = {
  plain,
  none: { ...plain, explanations: [] },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    clientId: '<img src=x onerror=alert(1)>',
    explanations: [
      { ...sample, reason: '<script>alert(2)</script>', error: '"><svg/onload=alert(3)>' },
    ].map(explanationInWords),
  },
}

export const signInSamples: Readonly<Record<string, { readonly signIn: ClientSignIn }>> = {
  plain: { signIn: { action: '/errors', opens: 'all', failed: false } },
  failed: { signIn: { action: '/errors', opens: 'all', failed: true } },
}
