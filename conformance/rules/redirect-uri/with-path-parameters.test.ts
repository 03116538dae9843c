import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'path parameters that step upwards', source: 'RFC 9700 §2.1' }, [
  'https://client.example/x/..;/cb',
  'https://client.example/cb;x=1',
])
