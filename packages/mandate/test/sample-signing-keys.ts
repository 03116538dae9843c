/**
 * Signing keys for tests: making an RSA key costs 50 ms of processor time, which every started server
 * would pay. They have never protected anything.
 */

import assert from 'node:assert/strict'
import { type SigningKey, signingKeyFrom } from '../src/signing/key.ts'
import { createSigningKeys } from '../src/signing/signing-keys.ts'

export const samplePrivateJwks = {
  RSA: {
    kty: 'RSA',
    n: '0HtzGqzBCeBiJjj-G2QL5oeBkddDGiXmoDTrAy7eNxG0Jdm2O5OXqkpL1uYWF1clIkLZUPUKU8G2EGjUZZ88kIU4Ez8X6IxgD_3JIu7jgTl-mvo-u09eI-kg95I5e7MuvnI-5QwBtcQ5zXSnmeh_yMH9hcB8TPMcH3qA_P3TrZCCzdkUV3QoQgFaEpwpdKmCmcmlRXWw3isj7VPaQZUijbrH92GtfoPZtLCtK7TdwCtUcotgRE1m64y4Bx6m0Q6mn4LgJ_N4p07C6l3eTrVvSEqQ50ayl1Lw9UfWROYRxbXRfSzdoiAVA0dmQcsI1ABsozZYmlnKbuxYR5oHOe7aIQ',
    e: 'AQAB',
    d: 'A5qHqr_O0iWyEp6wcz8hZsejt2Zy9Ssvq2ggwhBDxGxKmq8iw5C9edLBEPbPDdIafOcuiBQFPL2D4PCb78H-7zFTTt9bwZ_4Cty4VuGN1opssB94WT7h5eFiKc9Z7aPDMITrZgSFLMv2kxDjswEKIOlsAT1qlJ6s5zUkEMNvLtBBOba_4KLIKl1OmSG33L6zZmFV8hmVcNd34Ti-b-rqp1-YwxSnc4DSAK_k0p_7D-5xOpJLpguAm6cPoSwhZIGoB9WBnGcLr5Mom7vY4Yq-VHcrcDHUrj5NGnKxf_3X0srcRrve_0SQ-luywM73i2eu6T9lMeOXL5YG9GWDZbhAkQ',
    p: '71ILiHI2MbWU5uHbSBQ3k4Cnj2JTgwUNsjOG4ldUTXUlbit7DDzNOljXLp5LI2k7hbLQ96Ij0VZlvS2Vvs9fglSV6uWFGCZNpmckoUAdwzVpCPNfHiREi8HhseaAI_nw0VaeBW9CGR3pI-g1sWAoxQedwkvIoRG2khRVZAFkQ_E',
    q: '3wMwPUrURlEbxGdpuL_7CFHYRQxTtAe3i4ewQrGw3PCj5XGx4hfjDkKFKCo4oekbPtlfQh_umHinZ0U3BzCixldRelRY-RolKDtQQ14G2A0sxykiWbC9jh5bi-1wxpIk1Npaa4ZBfU3jrcpth9etRHGXnIcj7DWD9MyFspPgaTE',
    dp: 'Cg914qeCdbZ_avFFqZMH_xBietmUTyawO7SE0BEBvzvUdfwn8QzBR9miOhh3aiarVOR-elp7jPpHzpsS93F6P11U7An3_Vrm2r7tQEYUujcNkk3AyuCVbRaaaUMaUejY4cP1Yp8ZtTqXqWXClBFJxXabgCZ1aaf3984ZBNo2H9E',
    dq: 'cyw8X4sjseT1iCs4KFfNl3BdVtuU5ucNXZwH5YnLI2-L1VUwXumjM5wbFLEpakTu8zhjv8yp9khpfCX801PE3NX_mEOzZ4KfKfXn78LBmhbDx19xBA0I-DqpYMyRb5vONbdG9zzw2Xu-V-SxSHSUYUKg4A_S94xzx5tQePdx8CE',
    qi: 'wc038bwfUgZBHJojOumxO_tHbgHRDSd0kA3TJzYuJ8hbelW88lmwTwvgvYwqJ0O9VgCsgMxRLGt6QPfYW1WsjVJ700qqmdUKKTPW6upRqZdjk2lSO66-A5vpHhleJUnMtlbTVTDlzYKAb6BumD9--qe0IW68HZo5V9vICzQgP8A',
  },
  EC: {
    kty: 'EC',
    x: 'eheDFC9RflsH1rTVVLa3hRE23GbE5Ch9bAJs06s1XPs',
    y: 'D2mLvcMR96_BHCdbg1KOHoDoePsrjPawoJSbCJ-RpGw',
    crv: 'P-256',
    d: 'Gt0CcJKfWDgokrxSYxRfIz9kBx4heX5Vgvtr9_scV0w',
  },
  OKP: {
    crv: 'Ed25519',
    d: '5slAKOVLaHYh1aP4FqIUoHzUYfbLqHedIP6_v5LD19c',
    x: 'unTuNAolF9wM42bt5yOfW7XNxuskdrzpOzx6wwfqkwY',
    kty: 'OKP',
  },
} as const

const [rsa, ec, okp] = [samplePrivateJwks.RSA, samplePrivateJwks.EC, samplePrivateJwks.OKP].map(
  (jwk): SigningKey => signingKeyFrom(jwk) ?? assert.fail('a sample key cannot sign'),
)
assert.ok(rsa !== undefined && ec !== undefined && okp !== undefined)

/** One of each type, all active. */
export const sampleSigningKeySet = { active: [rsa, ec, okp], published: [rsa, ec, okp] }

export const sampleSigningKeys = createSigningKeys(() => sampleSigningKeySet)
