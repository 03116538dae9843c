import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'a fragment', source: 'RFC 6749 §3.1.2' }, [
  'https://client.example/cb#x',
  'https://client.example/cb#',
])
