import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'a letter percent-encoded', source: 'RFC 9700 §2.1' }, [
  'https://client.example/%63b',
  'https://client%2Eexample/cb',
])
