import type { ErrorProps } from '../../src/pages/error.ts'
import { errorTexts } from '../../src/pages/error-texts.ts'

const account = { label: 'Open your account', address: '/account' }
const reference = 'invalid_request.4f1c9b2ae07d'

export const samples: Readonly<Record<string, ErrorProps>> = {
  'unknown client': {
    text: errorTexts.unknownClient,
    reference: 'invalid_client.4f1c9b2ae07d',
    goOn: null,
  },
  'wrong redirect URI': { text: errorTexts.wrongRedirectUri, reference, goOn: null },
  'incomplete request': { text: errorTexts.incompleteRequest, reference, goOn: null },
  'foreign form': { text: errorTexts.foreignForm, reference, goOn: account },
  'other browser': { text: errorTexts.otherBrowser, reference, goOn: null },
  'cookies blocked': {
    text: errorTexts.cookiesBlocked,
    reference,
    goOn: { label: 'Try again', address: '/sign-in' },
  },
  'not found': { text: errorTexts.notFound, reference: null, goOn: account },
  'wrong method': { text: errorTexts.wrongMethod, reference: null, goOn: account },
  'too large': { text: errorTexts.tooLarge, reference: null, goOn: null },
  'headers too long': { text: errorTexts.headersTooLong, reference: null, goOn: null },
  'server error': { text: errorTexts.serverError, reference: '4f1c9b2ae07d', goOn: null },
  'error code': {
    text: errorTexts.incompleteRequest,
    reference,
    goOn: null,
    signIn: { action: `/errors/${reference}`, opens: 'one', failed: false },
  },
  'error code not opened': {
    text: errorTexts.incompleteRequest,
    reference,
    goOn: null,
    signIn: { action: `/errors/${reference}`, opens: 'one', failed: true },
  },
  unavailable: {
    text: errorTexts.unavailable,
    reference: '4f1c9b2ae07d',
    goOn: { label: 'Try again', address: '/account' },
  },
  hostile: {
    brandName: '<b>"Brand" & Sons</b>',
    text: {
      title: '<script>alert(1)</script>',
      happened: '<img src=x onerror=alert(2)>',
      next: 'a'.repeat(200),
      code: '</code><script>alert(3)</script>',
      forDevelopers: `redirect_uri=${'https://a.example/cb?x='.repeat(12)}`,
    },
    reference: '"><svg/onload=alert(4)>',
    goOn: { label: '<i>label</i>', address: '/account?"><script>alert(5)</script>' },
  },
}
