import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'white space', source: 'RFC 9700 §2.1' }, [
  'https://client.example/cb ',
  ' https://client.example/cb',
  'https://client.example/c\tb',
  'https://client.example/cb\n',
  'https://client.example\t/cb',
])
