import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'letters of another case', source: 'RFC 9700 §2.1' }, [
  'https://CLIENT.example/cb',
  'HTTPS://client.example/cb',
  'https://client.example/CB',
])
