import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'user information before the host', source: 'RFC 9700 §2.1' }, [
  'https://client.example@evil.example/cb',
  'https://evil.example@client.example/cb',
])
