/** What the pages that set up a new server say. */

import { isolated } from './isolated.ts'

export const setup = {
  title: 'Set up this server',
  about:
    'Four steps from an empty server to a login that works. You can leave at any time, and come back here.',
  done: 'Done',
  steps: {
    server: {
      title: '1. This server',
      about: 'The address that people and programs know it by, and how its pages look.',
      issuer: 'Address',
      issuerHint:
        'The issuer of all tokens. It cannot change once somebody has connected an app, because tokens and apps name it.',
      name: 'Name',
      nameHint: 'What people read on every page and in every mail.',
      color: 'Colour',
      colorHint:
        'Of buttons and links, such as #93302b. Mandate takes care that texts stay readable.',
      button: 'Save',
      saved: 'The server has these settings now. Every node takes them over within seconds.',
      unchanged: 'Nothing was changed.',
      meanwhile: 'Somebody else changed the settings just now. Look at them, and save again.',
      fixed: (place: string) => `Set by ${place}, which is changed on the server.`,
    },
    api: {
      title: '2. Your first API',
      about:
        'The API that apps will call with tokens. It gets credentials to ask about tokens with.',
      name: 'Name',
      uri: 'Address',
      uriHint: 'Tokens for it name it by this URI, such as https://api.example.com.',
      button: 'Add the API',
      there: 'The server has an API.',
      see: 'See the APIs',
      taken: 'There is an API with this address already. Choose another address.',
    },
    client: {
      title: '3. Your first app',
      about: 'A program that acts for your users. It sends them here to sign in.',
      name: 'Name',
      nameHint: 'People read it when they are asked whether it may act for them.',
      redirectUri: 'Redirect URI',
      redirectUriHint:
        'Where browsers return to after the sign-in, character for character, such as https://app.example.com/callback.',
      button: 'Add the app',
      there: 'The server has an app.',
      see: 'See the apps',
    },
    login: {
      title: '4. A login',
      about:
        'Sign in as one of your users would, through a test app that is deleted when you return. This tries the address, the sign-in, the consent and the tokens together.',
      button: 'Try a login',
    },
  },
  shown: {
    onceTitle: 'Shown only once',
    once: 'Copy the secret now. It is not stored here, so it cannot be shown again.',
    clientId: 'Client ID',
    secret: 'Secret',
    api: (name: string) => `The API ${isolated(name)} was added`,
    apiNext: 'With these credentials it asks about tokens:',
    client: (name: string) => `The app ${isolated(name)} was added`,
    clientNext: 'Its developer needs the client id, the secret and this address of the sign-in:',
    exchange: 'After the sign-in, the code in the address is exchanged for tokens:',
    onward: 'Go on',
  },
  login: {
    name: 'Try-out of the console',
    title: 'A login that worked',
    worked:
      'You signed in, allowed an app to act for you, and it exchanged its code for tokens. The app was deleted again, and its tokens with it.',
    user: 'User',
    scope: 'It was allowed to',
    seconds: 'Its access token was valid for',
    refresh: 'Refresh token',
    refreshYes: 'Yes, for a year of refreshes',
    refreshNo: 'No',
    next: 'Go to the overview',
    failedTitle: 'The login did not work',
    denied: 'You did not allow it, or the sign-in ended with an error:',
    again: 'Try again',
    lost: 'This login was not begun in this browser, or it has been finished already. Begin it again.',
  },
} as const
