import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'a slash more', source: 'RFC 9700 §2.1' }, [
  'https://client.example/cb/',
  'https://client.example//cb',
])
