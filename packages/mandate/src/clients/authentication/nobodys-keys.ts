/** Public keys whose private halves were thrown away. */

import { type PublicKeys, publicKeys } from '../../jwt/read.ts'

const KEYS = [
  {
    kty: 'RSA',
    n: '1bJxOibD9Vmpsd96h8Ub0lz-rI1f-xcgViPf4aw6j6mqSL4VUmitXdQ7pQFLvSO91V1FiyEZb_AkkiBkKVL1jzyvMpsVs2ZfACiBsYaXdGDqTtCrQNbRPHdRi43aMYU2ePDC8UyEKkt-G2tRZ1u6B_9p98QRXNMx7RNsKHy592te0Iqhs0o0_OabiLNZCvgn3LRyX9pBXtmu5KFdkQPXoCCb_FW2734bMo7Gi88FjT4w6CBuHSAqjFbPOmoU-2tXGzLodXk-B2AvvUuHP1XSPT73veW2ygNOL7_7qVDYwOop89k5DXkOr8NkLuECzPeKje44Ma3gJJKb-55VLECEKQ',
    e: 'AQAB',
  },
  {
    kty: 'EC',
    x: 'hyfsZO--NRvs1VCmFJ9wbHbHLZRCe_u6xI9eCCFQrTU',
    y: 'yoZoFqbsgCTdpkWg6AmDaPRvheX-kVcdw-ukJQ5hzHA',
    crv: 'P-256',
  },
  {
    kty: 'EC',
    x: 'aLDk4itm6_LDfaMya9cVHf49DTTTfECt-MRzQosV6ZxbITGmqS62iqeQkWJ2UDNo',
    y: 'jst5PtR_sXSDgeckxUdXXWDujufqBEV7kP3ydVZgOgBDAaVv-hbbqeViLaDzsq7u',
    crv: 'P-384',
  },
  {
    kty: 'EC',
    x: 'AP0y2Wo1mRdDSDO0vf_-izya6b_zgGNfbCjK2A_8qqFW4wDt51JSj6GE2aka54vg33nd-B8obMmkMzOqdGiPHLJj',
    y: 'AI8c_uLHo-r1ZhdfSjAyi2n_CBuESs-zYDSJvATiUUZclF0uVblTGvWYVuPgJrVTqKj_2HkYjy_WvJU8Uyt14B6L',
    crv: 'P-521',
  },
  { crv: 'Ed25519', x: 'rM8v5LIvhQ2IwpdyNZhzptfcfdw6P-8lv4E7YZiBlD0', kty: 'OKP' },
]

/**
 * A key for each algorithm, whatever the kid: for an unknown client there is a signature to check
 * too, so that its refusal takes as long as any other.
 */
export const nobodysKeys: PublicKeys = async ({ alg }) => {
  imported ??= publicKeys({ keys: KEYS })
  return (await imported)({ alg }, NO_TOKEN)
}

let imported: Promise<PublicKeys> | undefined
const NO_TOKEN = { payload: '', signature: '' }
