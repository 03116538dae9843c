import type { AddressInUseProps, ConnectProps } from '../../src/pages/connect.ts'
import type { Sample } from './sample.ts'

const way = { en: 'Acme', sv: 'Acme Sverige' }
const inUse: Sample<AddressInUseProps> = {
  way,
  email: 'jo.martin@example.com',
  signInAddress: '/sign-in?then=x',
  separateAddress: '/sign-in/with/acme?separate=1',
  backAddress: '/sign-in',
}
const connect: Sample<ConnectProps> = {
  way,
  known: 'jo.martin@example.com',
  email: 'jo@ledgerline.example',
  action: '/account/connect/decide',
}
const hostile = '"><img src=x onerror=alert(1)>'
const long =
  'the.head.of.the.northern.cooperative.agricultural.bank.and.its.subsidiaries@login.example.com'

export const addressInUse: Readonly<Record<string, Sample<AddressInUseProps>>> = {
  plain: inUse,
  'nobody new': { ...inUse, separateAddress: null },
  long: { ...inUse, email: long, way: long },
  hostile: { ...inUse, email: hostile, way: hostile, signInAddress: hostile },
}

export const question: Readonly<Record<string, Sample<ConnectProps>>> = {
  plain: connect,
  'no names': { ...connect, known: null, email: null },
  long: { ...connect, known: long, email: long, way: long },
  hostile: { ...connect, known: hostile, email: hostile, way: hostile, hidden: { link: hostile } },
}
