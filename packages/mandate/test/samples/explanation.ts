import { explanationInWords } from '../../src/explanations/in-words.ts'
import type { ExplanationProps } from '../../src/pages/explanation.ts'
import type { Explanation } from '../../src/store/records.ts'

const wrongRedirect: Explanation = {
  id: 'k3v9ZqLw81xA',
  error: 'invalid_request',
  reason: 'unknown_redirect_uri',
  at: 1_772_546_700,
  standing: 'named',
  clientId: 'client_Jm3kQz0xT2a9fVbL8sYu',
  request: {
    method: 'GET',
    endpoint: '/oauth2/authorize',
    mediaType: null,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
    authentication: null,
    parameters: [
      { name: 'response_type', value: 'code' },
      { name: 'redirect_uri', value: 'https://app.ledgerline.example/Callback' },
      { name: 'state', value: '(24 characters)' },
    ],
  },
  details: {
    sent: 'https://app.ledgerline.example/Callback',
    registered: ['https://app.ledgerline.example/callback', 'http://127.0.0.1/callback'],
  },
}
export const reused: Explanation = {
  ...wrongRedirect,
  error: 'invalid_grant',
  reason: 'generation_reused',
  standing: 'authenticated',
  request: {
    method: 'POST',
    endpoint: '/oauth2/token',
    mediaType: 'application/x-www-form-urlencoded',
    userAgent: 'ledgerline/2.4',
    authentication: 'client_secret_basic',
    parameters: [
      { name: 'grant_type', value: 'refresh_token' },
      { name: 'refresh_token', value: '(105 characters)' },
    ],
  },
  details: {
    grant: '019cb4f0a1b2c3d4e5f60718293a4b5c',
    presented: 3,
    live: 4,
    live_since: 1_772_546_520,
    live_until: 1_804_082_520,
    retry_key: 'absent',
    retry_seconds: 0,
  },
}
const address = 'https://app.ledgerline.example/callback'

export const samples: Readonly<Record<string, ExplanationProps>> = {
  'redirect URI': { explanation: explanationInWords(wrongRedirect) },
  'redirect URI too short': {
    explanation: explanationInWords({
      ...wrongRedirect,
      details: { sent: address, registered: [`${address}/`] },
    }),
  },
  'refresh token reused': { explanation: explanationInWords(reused) },
  hostile: {
    brandName: '<b>"Brand" & Sons</b>',
    explanation: explanationInWords({
      ...wrongRedirect,
      clientId: '<img src=x onerror=alert(2)>',
      details: {
        sent: `https://a.example/<script>alert(3)</script>${'x'.repeat(300)}`,
        registered: [`https://a.example/"><svg/onload=alert(4)>${'y'.repeat(200)}`],
      },
      request: {
        ...wrongRedirect.request,
        userAgent: '</dd><script>alert(5)</script>',
        parameters: [{ name: '<i>name</i>', value: 'z'.repeat(300) }],
      },
    }),
  },
}
