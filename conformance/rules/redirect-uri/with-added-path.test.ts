import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'a longer path', source: 'RFC 9700 §2.1' }, [
  'https://client.example/cb/evil',
  'https://client.example/cbevil',
  'https://client.example/c',
])
