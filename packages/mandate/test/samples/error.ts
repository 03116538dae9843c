import type { ErrorCodeProps, ErrorProps } from '../../src/pages/error.ts'
import { branded } from './brand.ts'
import type { Sample } from './sample.ts'

const account = { to: 'openAccount', address: '/account' } as const
const reference = 'invalid_request.4f1c9b2ae07d'

export const samples: Readonly<Record<string, Sample<ErrorProps>>> = {
  'unknown client': {
    problem: 'unknownClient',
    reference: 'invalid_client.4f1c9b2ae07d',
    goOn: null,
  },
  'held for approval': {
    problem: 'clientHeld',
    about: 'agents.example.com',
    forDevelopers:
      'The operator of this server has not yet decided about clients whose document is at agents.example.com, and can accept them with the command mandate client-domain allow agents.example.com.',
    reference,
    goOn: null,
  },
  'denied domain': {
    problem: 'clientDenied',
    about: `${'agents.'.repeat(12)}example.com:8443`,
    reference,
    goOn: null,
  },
  'unusable document': {
    problem: 'documentRefused',
    about: '<b>agents</b>.example.com',
    forDevelopers:
      'The document of the client cannot be used: The client_id in the document is not the URL of the document.',
    reference,
    goOn: null,
  },
  'wrong redirect URI': { problem: 'wrongRedirectUri', reference, goOn: null },
  'incomplete request': { problem: 'incompleteRequest', reference, goOn: null },
  'foreign form': { problem: 'foreignForm', reference, goOn: null },
  'other browser': { problem: 'otherBrowser', reference, goOn: null },
  'request over': {
    problem: 'requestOver',
    forDevelopers:
      'The authorization of this request_uri is complete already. Push the request again, and send the browser with the new request_uri.',
    reference,
    goOn: null,
  },
  'cookies blocked': {
    problem: 'cookiesBlocked',
    reference,
    goOn: { to: 'tryAgain', address: '/sign-in' },
  },
  'log-out refused': {
    problem: 'logOutRefused',
    forDevelopers:
      'post_logout_redirect_uri is not registered for this client. It is compared character for character.',
    reference,
    goOn: { to: 'signOut', address: '/sign-out' },
  },
  'not found': { problem: 'notFound', reference: null, goOn: account },
  'wrong method': { problem: 'wrongMethod', reference: null, goOn: account },
  'too large': { problem: 'tooLarge', reference: null, goOn: null },
  'headers too long': { problem: 'headersTooLong', reference: null, goOn: null },
  'server error': { problem: 'serverError', reference: '4f1c9b2ae07d', goOn: null },
  branded: { ...branded, problem: 'notFound', reference: null, goOn: account },
  unavailable: { problem: 'unavailable', reference: '4f1c9b2ae07d', goOn: null },
  hostile: {
    brandName: '<b>"Brand" & Sons</b>',
    problem: 'incompleteRequest',
    forDevelopers: `<script>alert(3)</script>redirect_uri=${'https://a.example/cb?x='.repeat(12)}`,
    reference: '"><svg/onload=alert(4)>.',
    goOn: { to: 'openAccount', address: '/account?"><script>alert(5)</script>' },
  },
}

export const codeSamples: Readonly<Record<string, Sample<ErrorCodeProps>>> = {
  plain: {
    code: 'invalid_request',
    reference,
    signIn: { action: `/errors/${reference}`, opens: 'one', failed: false },
  },
  'not opened': {
    code: 'invalid_grant',
    reference: null,
    signIn: { action: '/errors/invalid_grant', opens: 'one', failed: true },
  },
}
