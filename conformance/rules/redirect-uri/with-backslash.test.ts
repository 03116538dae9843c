import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'a backslash', source: 'RFC 9700 §2.1' }, [
  'https://client.example\\@evil.example/cb',
  'https://client.example\\cb',
  'https:\\\\client.example/cb',
])
