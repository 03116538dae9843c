import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'another host', source: 'RFC 9700 §2.1' }, [
  'https://client.example.evil.example/cb',
  'https://evil-client.example/cb',
  'https://sub.client.example/cb',
  'https://client.example./cb',
])
