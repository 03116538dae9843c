import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'the default port added', source: 'RFC 9700 §2.1' }, [
  'https://client.example:443/cb',
])
