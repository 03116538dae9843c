import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'another scheme', source: 'RFC 9700 §2.1' }, [
  'http://client.example/cb',
  'javascript://client.example/cb',
  '//client.example/cb',
  'client.example/cb',
])
