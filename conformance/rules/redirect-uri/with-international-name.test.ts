import { refusesRedirectUris } from './refuses.ts'

refusesRedirectUris({ what: 'a name that only looks or reads the same', source: 'RFC 9700 §2.1' }, [
  'https://cl\u0456ent.example/cb',
  'https://xn--clent-k2e.example/cb',
  'https://client.example\u3002evil.example/cb',
  'https://\uff43lient.example/cb',
])
