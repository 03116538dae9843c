import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'dot segments', source: 'RFC 9700 §2.1' }, [
  'https://client.example/x/../cb',
  'https://client.example/./cb',
  'https://client.example/cb/../evil',
  'https://client.example/%2e%2e/cb',
])
