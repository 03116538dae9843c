import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'a percent-encoded @ before the host', source: 'RFC 9700 §2.1' }, [
  'https://client.example%40evil.example/cb',
  'https://client.example%25@evil.example/cb',
  'https://evil.example%25@client.example/cb',
])
