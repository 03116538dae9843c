import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'a query added', source: 'RFC 6749 §3.1.2.3' }, [
  'https://client.example/cb?x=1',
  'https://client.example/cb?',
])
